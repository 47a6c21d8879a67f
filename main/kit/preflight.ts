/** Before a hot node gives up its keys: are its accounts those of this seed? */
import type { WatchOnlyAccount } from "../signer/accounts";
import { keyHexOf, type ListedAccount, readAccountsList } from "./accountsList";

/** This signer's side of the comparison. */
export interface SeedIdentity {
  /** All 259, from main/signer/accounts. */
  readonly accounts: readonly WatchOnlyAccount[];
  /** 4 bytes, lower-case hex. */
  readonly masterFingerprintHex: string;
  /** 33 bytes, lower-case hex. */
  readonly nodePubkeyHex: string;
}

interface PreflightRemark {
  /** Stable name of what was found. */
  readonly tag: string;
  /** Derivation path it concerns; null when it concerns the whole. */
  readonly path: string | null;
  readonly text: string;
}

export interface Preflight {
  /** "green": every account of this seed is on the node, with the same key. */
  readonly verdict: "green" | "mismatch";
  /** The verdict in a sentence: what to do now. */
  readonly text: string;
  readonly matching: number;
  readonly expected: number;
  /** At most `maxRemarks`; empty when green. */
  readonly problems: readonly PreflightRemark[];
  /** Problems beyond those listed. */
  readonly furtherProblems: number;
  /** Harmless peculiarities, explained. */
  readonly notes: readonly PreflightRemark[];
}

const maxRemarks = 20;
const green =
  "Every key of the node comes from this seed. Go on with the dry run; the node keeps its own keys meanwhile.";
const stop = "Do not migrate: with its keys purged the node could never sign again.";

/**
 * Compares the text of `lncli wallet accounts list` and, if given, the node's identity key with a seed. Never throws.
 *
 * @param nodePubkeyHex from `lncli getinfo`; empty leaves it out of the comparison
 */
export function preflight(listText: string, nodePubkeyHex: string, seed: SeedIdentity): Preflight {
  const list = readAccountsList(listText);
  const expected = seed.accounts.length;
  if (!list.isReadable) {
    const problems = [{ tag: list.tag, path: null, text: list.text }];
    return {
      verdict: "mismatch",
      text: "Nothing could be compared.",
      matching: 0,
      expected,
      problems,
      furtherProblems: 0,
      notes: [],
    };
  }
  const { matching, problems: keyProblems, notes } = compareKeys(list.accounts, seed);
  const problems = [
    ...nodeKeyProblems(nodePubkeyHex, seed),
    ...fingerprintProblems(list.accounts, seed),
    ...keyProblems,
  ];
  if (nodePubkeyHex.trim() === "") {
    notes.push({
      tag: "node-key-not-given",
      path: null,
      text: "The node's public key was not compared. lncli getinfo prints it as identity_pubkey.",
    });
  }
  return {
    verdict: problems.length === 0 ? "green" : "mismatch",
    text: problems.length === 0 ? green : `${reason(matching, expected, problems)} ${stop}`,
    matching,
    expected,
    problems: problems.slice(0, maxRemarks),
    furtherProblems: Math.max(0, problems.length - maxRemarks),
    notes: notes.slice(0, maxRemarks),
  };
}

function compareKeys(listed: readonly ListedAccount[], { accounts }: SeedIdentity) {
  const problems: PreflightRemark[] = [];
  const notes: PreflightRemark[] = [];
  const byPath = new Map<string, ListedAccount[]>();
  for (const account of listed) {
    if (account.path === "") notes.push(importedNote(account));
    else byPath.set(plainPath(account.path), [...(byPath.get(plainPath(account.path)) ?? []), account]);
  }
  let matching = 0;
  let watchOnly = 0;
  for (const { derivation_path: path, extended_public_key: xpub } of accounts) {
    const candidates = byPath.get(plainPath(path)) ?? [];
    byPath.delete(plainPath(path));
    const problem = keyProblem(candidates, path, keyHexOf(xpub));
    if (problem === null) matching += 1;
    else problems.push(problem);
    if (candidates.some((account) => account.watchOnly)) watchOnly += 1;
  }
  if (watchOnly > 0) notes.push(watchOnlyNote(watchOnly));
  const otherChain = otherChainProblem([...byPath.keys()], accounts);
  if (otherChain !== null) problems.unshift(otherChain);
  else for (const [extra] of byPath.values()) if (extra !== undefined) notes.push(extraNote(extra));
  return { matching, problems, notes };
}

function keyProblem(candidates: readonly ListedAccount[], path: string, keyHex: string | null): PreflightRemark | null {
  if (candidates.length === 0) {
    return { tag: "account-missing", path, text: `${path}: the node does not list this account.` };
  }
  if (candidates.some((account) => account.keyHex === null)) {
    return {
      tag: "account-unreadable",
      path,
      text: `${path}: its key is missing or damaged in the list. Make the list again.`,
    };
  }
  if (candidates.some((account) => account.keyHex !== keyHex)) {
    return { tag: "account-differs", path, text: `${path}: the node's key is not this seed's.` };
  }
  return null;
}

function nodeKeyProblems(given: string, { nodePubkeyHex }: SeedIdentity): PreflightRemark[] {
  const pubkey = given.trim().toLowerCase();
  if (pubkey === "" || pubkey === nodePubkeyHex) return [];
  const text = /^0[23][0-9a-f]{64}$/.test(pubkey)
    ? `The node is ${pubkey.slice(0, 12)}\u2026, this seed's node would be ${nodePubkeyHex.slice(0, 12)}\u2026.`
    : "That is no node key: identity_pubkey in lncli getinfo has 66 hex digits and begins with 02 or 03.";
  return [{ tag: "node-key-differs", path: null, text }];
}

/** lnd leaves the fingerprint out for keys it derived itself. */
function fingerprintProblems(
  listed: readonly ListedAccount[],
  { masterFingerprintHex }: SeedIdentity,
): PreflightRemark[] {
  const other = listed.find(
    ({ path, masterFingerprintHex: hex }) =>
      path !== "" && hex !== "" && hex !== "00000000" && hex !== masterFingerprintHex,
  );
  if (other === undefined) return [];
  return [
    {
      tag: "fingerprint-differs",
      path: other.path,
      text: `${other.path}: its master fingerprint is ${other.masterFingerprintHex}, this seed's is ${masterFingerprintHex}.`,
    },
  ];
}

/** Lightning keys live under the network's coin type: none of ours there, but some under the other. */
function otherChainProblem(
  extraPaths: readonly string[],
  accounts: readonly WatchOnlyAccount[],
): PreflightRemark | null {
  const ours = accounts
    .map(({ derivation_path }) => plainPath(derivation_path))
    .find((path) => path.startsWith("1017/"));
  const other = ours?.startsWith("1017/0/") ? "1017/1/" : "1017/0/";
  if (!extraPaths.some((path) => path.startsWith(other))) return null;
  const text =
    other === "1017/0/"
      ? "The node is on mainnet; the seed here is for a test network. Restore the seed for mainnet."
      : "The node is on a test network; the seed here is for mainnet. Restore the seed for the node's network.";
  return { tag: "other-network", path: null, text };
}

function reason(matching: number, expected: number, problems: readonly PreflightRemark[]): string {
  const tags = new Set(problems.map(({ tag }) => tag));
  if (tags.has("other-network")) return "The node is on another network than this seed.";
  if (matching === 0 && tags.has("account-differs")) {
    return "Not one key is the same: the node was made from another seed, or from this one with another passphrase.";
  }
  if (matching === expected) return "The accounts are the same, but something else is not.";
  const others = expected - matching;
  return `${others} of ${expected} accounts ${others === 1 ? "is not as this seed makes it" : "are not as this seed makes them"}.`;
}

function importedNote({ name }: ListedAccount): PreflightRemark {
  return {
    tag: "imported-account",
    path: null,
    text: `"${name || "imported"}" holds single keys that were imported. They are not in any seed, and no signer signs for them.`,
  };
}

function extraNote({ name, path, watchOnly }: ListedAccount): PreflightRemark {
  const text = watchOnly
    ? `${path} ("${name}") was imported and watch-only before. It stays so.`
    : `${path} ("${name}") is beyond the accounts every node has. This seed signs for it if it was derived from it.`;
  return { tag: "extra-account", path, text };
}

function watchOnlyNote(count: number): PreflightRemark {
  const text = `${count} of these accounts are watch-only on the node already: there may be no keys left to purge.`;
  return { tag: "already-watch-only", path: null, text };
}

/** m/84'/0'/0' and 84h/0h/0h are the same account. */
function plainPath(path: string): string {
  return path.replace(/^m\//i, "").replace(/['hH]/g, "");
}
