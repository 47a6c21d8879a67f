/** Which keys a watch-only node may name: locators and the derivation paths of PSBT inputs, by lnd's rules. */
import { hardenedOffset } from "./derive";
import { SignerError } from "./errors";
import { lightningCoinType, type Network } from "./network";
import type { KeyLocator } from "./requests";

/** Purpose of lnd's own keys (lnd keychain/derivation.go, BIP0043Purpose). */
export const lightningPurpose = 1017;
/** Purposes of the on-chain wallet; their coin type is 0 on every network (btcwallet waddrmgr, KeyScopeBIP0084). */
const walletPurposes = [44, 49, 84, 86] as const;
export type Purpose = typeof lightningPurpose | (typeof walletPurposes)[number];
export const purposes: readonly Purpose[] = [lightningPurpose, ...walletPurposes];

/** m/purpose'/coinType'/account'/branch/index; branch and index are uint32 and may be hardened. */
export interface KeyPath {
  readonly purpose: Purpose;
  readonly account: number;
  readonly branch: number;
  readonly index: number;
}

/** btcwallet keeps the last account number for imported keys (waddrmgr, MaxAccountNum). */
const maxAccount = hardenedOffset - 2;

/** Coin type of a purpose on a network. */
export function coinTypeOf(purpose: Purpose, network: Network): number {
  return purpose === lightningPurpose ? lightningCoinType(network) : 0;
}

/**
 * Reads a key locator as m/1017'/coin'/keyFamily'/0/keyIndex.
 *
 * lnd casts negative indexes to hardened children without a word; a watch-only node cannot know such keys, so they
 * are refused here.
 *
 * @throws SignerError BAD_PATH
 */
export function locatorPath(locator: KeyLocator): KeyPath {
  const { keyFamily, keyIndex } = locator;
  if (!isUint31(keyFamily) || keyFamily > maxAccount) {
    throw new SignerError("BAD_PATH", `key family must be between 0 and ${maxAccount}, instead was ${keyFamily}`);
  }
  if (!isUint31(keyIndex)) {
    throw new SignerError("BAD_PATH", `key index must be between 0 and ${hardenedOffset - 1}, instead was ${keyIndex}`);
  }
  return { purpose: lightningPurpose, account: keyFamily, branch: 0, index: keyIndex };
}

/**
 * Reads the path of a PSBT derivation record (lnd lnwallet/btcwallet/signer.go, deriveKeyByBIP32Path). Under purpose
 * 1017 the branch is ignored and forced to 0.
 *
 * @param path uint32 elements, hardened from 2^31
 * @throws SignerError BAD_PATH with lnd's text
 */
export function psbtPath(path: readonly number[], network: Network): KeyPath {
  const [purposeElement, coinElement, accountElement, branch, index] = path;
  if (
    path.length !== 5 ||
    purposeElement === undefined ||
    coinElement === undefined ||
    accountElement === undefined ||
    branch === undefined ||
    index === undefined
  ) {
    throw badPath(`expected path length 5, instead was ${path.length}`);
  }
  if (Math.min(purposeElement, coinElement, accountElement) < hardenedOffset) {
    const notHardened = path.findIndex((element) => element < hardenedOffset);
    throw badPath(`expected first three elements to be hardened: element at index ${notHardened} is not hardened`);
  }
  const purpose = purposes.find((known) => known === purposeElement - hardenedOffset);
  const coinType = coinElement - hardenedOffset;
  const account = accountElement - hardenedOffset;
  if (purpose === undefined) throw badPath(`unknown purpose ${purposeElement - hardenedOffset}`);
  if (purpose === lightningPurpose) {
    const expected = lightningCoinType(network);
    if (coinType !== expected) throw badPath(`expected coin type ${expected}, instead was ${coinType}`);
    if (account > maxAccount) {
      throw new SignerError("BAD_PATH", `key family must be between 0 and ${maxAccount}, instead was ${account}`);
    }
    return { purpose, account, branch: 0, index };
  }
  if (coinType !== 0) throw badPath("coin type must be 0 for BIP49/84 btcwallet keys");
  if (account !== 0) {
    const goPath = goDerivationPath(account, branch, index);
    throw new SignerError("BAD_PATH", `error deriving key from path ${goPath}: account ${account} not found`);
  }
  return { purpose, account, branch, index };
}

function isUint31(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < hardenedOffset;
}

/** btcwallet's waddrmgr.DerivationPath as Go's %#v prints it, which is what lnd's text holds. */
function goDerivationPath(account: number, branch: number, index: number): string {
  const fields = { InternalAccount: account, Account: account, Branch: branch, Index: index, MasterKeyFingerprint: 0 };
  const text = Object.entries(fields).map(([name, value]) => `${name}:0x${value.toString(16)}`);
  return `waddrmgr.DerivationPath{${text.join(", ")}}`;
}

function badPath(reason: string): SignerError {
  return new SignerError("BAD_PATH", `invalid BIP32 derivation path, ${reason}`);
}
