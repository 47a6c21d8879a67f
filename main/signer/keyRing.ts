/**
 * The key ring: every key of one seed on one network, derived when asked for and remembered within bounds.
 *
 * Secrets live in this closure alone; the object has nothing but functions to print, clone or serialise.
 */
import { BoundedCache } from "./boundedCache";
import { bytesToHex, copyBytes, wipe } from "./bytes";
import type { Curve } from "./curve";
import {
  deriveAccount,
  deriveCoinType,
  derivePublic,
  deriveSecret,
  hardenedOffset,
  masterNode,
  type PublicNode,
  type SecretNode,
  wipeNode,
} from "./derive";
import { SignerError } from "./errors";
import type { KeyRing } from "./keyRingPort";
import type { Network } from "./network";
import { coinTypeOf, type KeyPath, locatorPath, type Purpose, psbtPath, purposes } from "./paths";

export interface KeyRingOptions {
  readonly curve: Curve;
  readonly network: Network;
  /** BIP32 master secret key (32) || chain code (32). Copied; the caller wipes its own. Secret. */
  readonly masterKey: Uint8Array;
}

/** 256 key families and the wallet's branches, several times over. */
const maxBranches = 1024;
const maxSecretLeaves = 512;
const maxPublicLeaves = 4096;
/** Only the node key and tower keys are looked up without an index; each family holds up to lnd's 100 000 keys. */
const maxScannedFamilies = 4;

interface BranchNode extends SecretNode, PublicNode {}

/** The public keys of a family for the indexes 0 to `next` - 1. */
interface ScannedFamily {
  next: number;
  readonly indexes: Map<string, number>;
}

/**
 * Creates the key ring of a master key.
 *
 * @throws SignerError BAD_SCALAR when the master secret key is 0 or not below the group order
 */
export function createKeyRing({ curve, network, masterKey }: KeyRingOptions): KeyRing {
  // The master key itself is not kept: every path lnd can name starts at one of these.
  const coinTypes = deriveCoinTypes(curve, network, masterKey);
  const branches = new BoundedCache<BranchNode>(maxBranches, wipeNode);
  const secretLeaves = new BoundedCache<Uint8Array>(maxSecretLeaves, wipe);
  const publicLeaves = new BoundedCache<Uint8Array>(maxPublicLeaves);
  const scanned = new BoundedCache<ScannedFamily>(maxScannedFamilies, (family) => family.indexes.clear());

  function coinType(purpose: Purpose): SecretNode {
    const node = coinTypes.get(purpose);
    if (node === undefined) throw new Error("the key ring was wiped");
    return node;
  }

  function branchNode({ purpose, account, branch }: KeyPath): BranchNode {
    return branches.getOrMake(`${purpose}/${account}/${branch}`, () => {
      const accountNode = deriveAccount(curve, coinType(purpose), account);
      try {
        // btcwallet reads account keys back from its database, padded, before it derives branches from them.
        const node = deriveSecret(curve, accountNode, branch, "bip32");
        return { ...node, publicKey: curve.publicKey(node.secretKey) };
      } finally {
        wipeNode(accountNode);
      }
    });
  }

  function secretLeaf(path: KeyPath): Uint8Array {
    return secretLeaves.getOrMake(leafName(path), () => {
      const { secretKey, chainCode } = deriveSecret(curve, branchNode(path), path.index, "issue172");
      wipe(chainCode);
      return secretKey;
    });
  }

  function publicLeaf(path: KeyPath): Uint8Array {
    return publicLeaves.getOrMake(leafName(path), () =>
      path.index < hardenedOffset
        ? derivePublic(curve, branchNode(path), path.index).publicKey
        : curve.publicKey(secretLeaf(path)),
    );
  }

  function findIndex(keyFamily: number, pubkey: Uint8Array, from: number, count: number): number | undefined {
    const branch = branchNode(locatorPath({ keyFamily, keyIndex: 0 }));
    const family = scanned.getOrMake(`${keyFamily}`, () => ({ next: 0, indexes: new Map() }));
    const end = Math.min(from + count, hardenedOffset);
    const pubkeyHex = bytesToHex(pubkey);
    const known = family.indexes.get(pubkeyHex);
    if (known !== undefined) return known >= from && known < end ? known : undefined;
    for (let index = Math.max(from, family.next); index < end; index++) {
      const candidateHex = bytesToHex(derivePublic(curve, branch, index).publicKey);
      if (index === family.next) {
        family.indexes.set(candidateHex, index);
        family.next = index + 1;
      }
      if (candidateHex === pubkeyHex) return index;
    }
    return undefined;
  }

  return {
    secretKey: (locator) => copyBytes(secretLeaf(locatorPath(locator))),
    secretKeyAtPath: (path) => copyBytes(secretLeaf(psbtPath(path, network))),
    publicKey: (locator) => copyBytes(publicLeaf(locatorPath(locator))),
    publicKeyAtPath: (path) => copyBytes(publicLeaf(psbtPath(path, network))),
    findIndex,
    wipe() {
      for (const node of coinTypes.values()) wipeNode(node);
      coinTypes.clear();
      branches.clear();
      secretLeaves.clear();
      publicLeaves.clear();
      scanned.clear();
    },
  };
}

function deriveCoinTypes(curve: Curve, network: Network, masterKey: Uint8Array): Map<Purpose, SecretNode> {
  const master = masterNode(masterKey);
  try {
    if (!curve.isValidSecretKey(master.secretKey)) {
      throw new SignerError("BAD_SCALAR", "unusable seed: its master secret key is not a secp256k1 scalar");
    }
    return new Map(
      purposes.map((purpose) => [purpose, deriveCoinType(curve, master, purpose, coinTypeOf(purpose, network))]),
    );
  } finally {
    wipeNode(master);
  }
}

function leafName({ purpose, account, branch, index }: KeyPath): string {
  return `${purpose}/${account}/${branch}/${index}`;
}
