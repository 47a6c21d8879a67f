/** Public keys of the signer, derived from its accounts export: all a watch-only node has. */
import { createBase58check } from "@scure/base";
import { HDKey } from "@scure/bip32";
import { lightningCoinType, type Network } from "../signer/network";
import { sha256 } from "./chain/hashes";

/** The JSON of `lncli wallet accounts list`; other fields are ignored, as lnd does. */
export interface AccountsExport {
  readonly accounts: readonly { readonly derivation_path: string; readonly extended_public_key: string }[];
}

/** Where a key is in the signer's tree, in the form PSBTs name it. Hardened elements have bit 31 set. */
export interface SignerKey {
  readonly pubkey: Uint8Array;
  readonly path: readonly number[];
  readonly family: number;
  readonly index: number;
}

const hardened = 0x8000_0000;
const base58check = createBase58check(sha256);

export class WatchOnlyKeys {
  readonly #accounts: ReadonlyMap<string, string>;
  readonly #branches = new Map<string, HDKey>();
  readonly #keys = new Map<string, SignerKey>();
  readonly #coinType: number;

  constructor(accounts: AccountsExport, network: Network) {
    this.#coinType = lightningCoinType(network);
    this.#accounts = new Map(
      accounts.accounts.map((account) => [account.derivation_path, account.extended_public_key]),
    );
  }

  /** m/1017'/coin'/family'/0/index. */
  channelKey(family: number, index: number): SignerKey {
    return this.#key(1017, this.#coinType, family, 0, index);
  }

  /** m/purpose'/0'/0'/branch/index; the on-chain scopes use coin type 0 on every network. */
  walletKey(purpose: 49 | 84 | 86, branch: 0 | 1, index: number): SignerKey {
    return this.#key(purpose, 0, 0, branch, index);
  }

  #key(purpose: number, coin: number, account: number, branch: number, index: number): SignerKey {
    const name = `m/${purpose}'/${coin}'/${account}'`;
    const cached = this.#keys.get(`${name}/${branch}/${index}`);
    if (cached !== undefined) return cached;
    const pubkey = this.#branch(name, branch).deriveChild(index).publicKey;
    if (pubkey === null) throw new Error(`no public key at ${name}/${branch}/${index}`);
    const path = [purpose + hardened, coin + hardened, account + hardened, branch, index];
    const key = { pubkey: Uint8Array.from(pubkey), path, family: account, index };
    this.#keys.set(`${name}/${branch}/${index}`, key);
    return key;
  }

  #branch(name: string, branch: number): HDKey {
    const cached = this.#branches.get(`${name}/${branch}`);
    if (cached !== undefined) return cached;
    const extendedPublicKey = this.#accounts.get(name);
    if (extendedPublicKey === undefined) throw new Error(`the accounts export has no account ${name}`);
    // The version bytes differ per scope (xpub, ypub, zpub ...), so only what follows them is read:
    // version(4) || depth(1) || parent(4) || child(4) || chain code(32) || key(33), BIP32.
    const bytes = base58check.decode(extendedPublicKey);
    const node = new HDKey({ chainCode: bytes.slice(13, 45), publicKey: bytes.slice(45, 78) }).deriveChild(branch);
    this.#branches.set(`${name}/${branch}`, node);
    return node;
  }
}
