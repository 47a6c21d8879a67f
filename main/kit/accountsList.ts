/** Reads what `lncli wallet accounts list` printed, tolerantly: lncli's and REST's spelling, fields left out. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { base64, createBase58check } from "@scure/base";

export interface ListedAccount {
  readonly name: string;
  /** As written, e.g. m/84'/0'/0'; empty for lnd's account of single imported keys. */
  readonly path: string;
  /** Hex of depth, parent fingerprint, child number, chain code and key, without the version; null if unreadable. */
  readonly keyHex: string | null;
  /** 4 bytes in hex; empty when lnd knows none. */
  readonly masterFingerprintHex: string;
  readonly watchOnly: boolean;
}

export type AccountsList =
  | { readonly isReadable: true; readonly accounts: readonly ListedAccount[] }
  | { readonly isReadable: false; readonly tag: string; readonly text: string };

/** lncli prints about 100 000 characters for the 259 accounts every wallet has. */
export const maxAccountsLength = 400_000;
const maxAccounts = 1_000;
const base58check = createBase58check(sha256);

/** Never throws, and never repeats what it was given. */
export function readAccountsList(text: string): AccountsList {
  if (text.trim() === "")
    return unreadable("accounts-empty", "The file is empty. Make it with: lncli wallet accounts list > hot.json");
  if (text.length > maxAccountsLength) {
    return unreadable(
      "accounts-too-long",
      "This is far too long for a list of accounts. Use the output of: lncli wallet accounts list",
    );
  }
  if (/[xtyzuv]prv[1-9A-HJ-NP-Za-km-z]{90}/.test(text)) {
    return unreadable(
      "accounts-private",
      "This holds an extended private key. Delete the file, and make one with: lncli wallet accounts list, which prints public keys only.",
    );
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return unreadable(
      "accounts-not-json",
      "This is no JSON, or a part of it is missing. Use the whole output of: lncli wallet accounts list",
    );
  }
  const list = isObject(parsed) ? parsed["accounts"] : parsed;
  if (!Array.isArray(list)) {
    return unreadable(
      "accounts-not-a-list",
      "There is no list named accounts in it. Use the output of: lncli wallet accounts list",
    );
  }
  if (list.length > maxAccounts) {
    return unreadable(
      "accounts-too-many",
      `More than ${maxAccounts} accounts: that is no wallet of lnd. Use the output of: lncli wallet accounts list`,
    );
  }
  return { isReadable: true, accounts: list.filter(isObject).map(readAccount) };
}

function readAccount(entry: Readonly<Record<string, unknown>>): ListedAccount {
  return {
    name: textOf(entry["name"]).slice(0, 80),
    path: textOf(entry["derivation_path"] ?? entry["derivationPath"])
      .trim()
      .slice(0, 80),
    keyHex: keyHexOf(textOf(entry["extended_public_key"] ?? entry["extendedPublicKey"])),
    masterFingerprintHex: fingerprintHex(textOf(entry["master_key_fingerprint"] ?? entry["masterKeyFingerprint"])),
    watchOnly: (entry["watch_only"] ?? entry["watchOnly"]) === true,
  };
}

/** The version only says which letters the key starts with: xpub, ypub and zpub may hold the same key. */
export function keyHexOf(extendedPublicKey: string): string | null {
  try {
    const bytes = base58check.decode(extendedPublicKey.trim());
    return bytes.length === 78 ? bytesToHex(bytes.subarray(4)) : null;
  } catch {
    return null;
  }
}

/** lncli prints hex, REST base64. */
function fingerprintHex(text: string): string {
  if (/^[0-9a-f]{8}$/i.test(text)) return text.toLowerCase();
  try {
    const bytes = base64.decode(text);
    return bytes.length === 4 ? bytesToHex(bytes) : "";
  } catch {
    return "";
  }
}

function unreadable(tag: string, text: string): AccountsList {
  return { isReadable: false, tag, text };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
