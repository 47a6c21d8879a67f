/**
 * The accounts a watch-only node is created from: what `lncli createwatchonly` takes and, byte for byte, what
 * `lncli wallet accounts list` prints on a fresh node with this seed.
 *
 * lnd numbers imported accounts by their order and not by their paths, so the list must be complete: account 0 of
 * 49', 84' and 86', and every key family from 0 to 255 (lnd docs/remote-signing.md).
 */
import type { Curve } from "./curve";
import { deriveAccount, deriveCoinType, fingerprint, hardenedOffset, masterNode, wipeNode } from "./derive";
import { encodeExtendedPublicKey, type PublicKeyStyle } from "./extendedKey";
import type { Network } from "./network";
import { coinTypeOf, lightningPurpose, type Purpose } from "./paths";

/** Field names and order of walletrpc.Account. */
export interface WatchOnlyAccount {
  readonly name: string;
  readonly address_type: "HYBRID_NESTED_WITNESS_PUBKEY_HASH" | "WITNESS_PUBKEY_HASH" | "TAPROOT_PUBKEY";
  readonly extended_public_key: string;
  /** Empty, as lnd leaves it for keys that the wallet derived itself. */
  readonly master_key_fingerprint: "";
  readonly derivation_path: string;
  readonly external_key_count: 0;
  readonly internal_key_count: 0;
  readonly watch_only: false;
}

export interface AccountsOptions {
  readonly curve: Curve;
  readonly network: Network;
  /** secretKey(32) || chainCode(32); not modified. Secret. */
  readonly masterKey: Uint8Array;
}

interface Scope {
  readonly purpose: Purpose;
  readonly accounts: number;
  readonly addressType: WatchOnlyAccount["address_type"];
  readonly style: PublicKeyStyle;
}

const scopes: readonly Scope[] = [
  { purpose: 49, accounts: 1, addressType: "HYBRID_NESTED_WITNESS_PUBKEY_HASH", style: "ypub" },
  { purpose: 84, accounts: 1, addressType: "WITNESS_PUBKEY_HASH", style: "zpub" },
  { purpose: 86, accounts: 1, addressType: "TAPROOT_PUBKEY", style: "xpub" },
  { purpose: lightningPurpose, accounts: 256, addressType: "WITNESS_PUBKEY_HASH", style: "xpub" },
];

/** Derives the public keys of all 259 accounts. */
export function watchOnlyAccounts({ curve, network, masterKey }: AccountsOptions): WatchOnlyAccount[] {
  const master = masterNode(masterKey);
  try {
    return scopes.flatMap((scope) => {
      const coinType = coinTypeOf(scope.purpose, network);
      const coinTypeNode = deriveCoinType(curve, master, scope.purpose, coinType);
      try {
        const parentFingerprint = fingerprint(curve.publicKey(coinTypeNode.secretKey));
        return Array.from({ length: scope.accounts }, (_, account): WatchOnlyAccount => {
          const node = deriveAccount(curve, coinTypeNode, account);
          const publicKey = curve.publicKey(node.secretKey);
          const { chainCode } = node;
          const childNumber = hardenedOffset + account;
          const extended = { depth: 3, parentFingerprint, childNumber, chainCode, publicKey };
          const extendedPublicKey = encodeExtendedPublicKey(extended, scope.style, network);
          wipeNode(node);
          return {
            name: account === 0 ? "default" : `act:${account}`,
            address_type: scope.addressType,
            extended_public_key: extendedPublicKey,
            master_key_fingerprint: "",
            derivation_path: `m/${scope.purpose}'/${coinType}'/${account}'`,
            external_key_count: 0,
            internal_key_count: 0,
            watch_only: false,
          };
        });
      } finally {
        wipeNode(coinTypeNode);
      }
    });
  } finally {
    wipeNode(master);
  }
}

/**
 * The text lncli prints: four spaces, snake_case, empty fields included (lnd lnrpc/rpc_utils.go, ProtoJSONMarshalOpts).
 * Go's protojson puts one space or two after a colon, depending on the build; here two.
 */
export function accountsJson(accounts: readonly WatchOnlyAccount[]): string {
  return `${JSON.stringify({ accounts }, null, 4).replace(/^( *"[a-z_]+": )/gm, "$1 ")}\n`;
}
