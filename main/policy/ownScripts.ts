/**
 * Which output scripts are the wallet's own: proven by deriving the key and building the script, never by a claim.
 *
 * lnd names no derivation for its change outputs, so keys are derived ahead: the first indexes of each branch and a
 * window around every index that a request of ours used.
 */
import { bytesToHex, equalBytes } from "../signer/bytes";
import type { Curve } from "../signer/curve";
import { type ScriptClass, scriptClass } from "../signer/script";
import type { OwnKeys } from "./ownKeys";
import { keyHashScript, nestedKeyHashScript, taprootScript } from "./walletScripts";

/** A branch of the on-chain wallet, m/purpose'/0'/0'/branch. */
interface WalletBranch {
  readonly purpose: number;
  readonly branch: number;
}

export interface OwnScript extends WalletBranch {
  readonly index: number;
}

export interface OwnScripts {
  /** Where an output script comes from, or undefined when none of the derived keys makes it. */
  find(script: Uint8Array): OwnScript | undefined;
  /** Whether the key at a wallet path makes this script: how a claimed derivation is checked. */
  matches(script: Uint8Array, at: OwnScript): boolean;
  /**
   * As `find`, and derives more of the branches that could make the script when it is not among them: a few hundred
   * keys a time, so that a wallet with many addresses is known in the end. For money that must not be turned away.
   */
  findFurther(script: Uint8Array): OwnScript | undefined;
  /** Takes note of an index that the wallet uses, so that its neighbours are found as well. */
  noteUsed(at: OwnScript): void;
  /** Derives the first thousands of every branch; to be driven in idle time, yields every few milliseconds. */
  deriveAhead(): Generator<void, void, void>;
}

export interface OwnScriptsOptions {
  readonly keys: OwnKeys;
  readonly curve: Curve;
}

/** What each branch pays to (btcwallet waddrmgr, ScopeAddrMap; 49' gives plain key hashes for change). */
const branchClasses: readonly (WalletBranch & { readonly class: ScriptClass })[] = [
  { purpose: 49, branch: 0, class: "scripthash" },
  { purpose: 49, branch: 1, class: "witness_v0_keyhash" },
  { purpose: 84, branch: 0, class: "witness_v0_keyhash" },
  { purpose: 84, branch: 1, class: "witness_v0_keyhash" },
  { purpose: 86, branch: 0, class: "witness_v1_taproot" },
  { purpose: 86, branch: 1, class: "witness_v1_taproot" },
];

/** Indexes derived after the highest known one, and before an index that was used. */
const lookahead = 50;
const lookback = 10;
/** Scripts kept per branch; beyond it the oldest windows go. */
const mostPerBranch = 20_000;
/** How far `deriveAhead` goes in each branch. */
const aheadIndexes = 5_000;
/** Keys derived between two of its yields: a few milliseconds. */
const aheadPerSlice = 100;
/** Keys of each branch derived by one `findFurther`. */
const furtherStep = 200;
const hardenedOffset = 0x80000000;

/** Derived scripts of one branch: hex to index. */
interface Window {
  readonly indexes: Map<string, number>;
  readonly derived: Set<number>;
  /** Every index below was derived at some time. */
  ahead: number;
}

export function createOwnScripts({ keys, curve }: OwnScriptsOptions): OwnScripts {
  const windows = new Map<string, Window>();

  function windowOf(at: WalletBranch): Window {
    const name = `${at.purpose}/${at.branch}`;
    let window = windows.get(name);
    if (window === undefined) {
      window = { indexes: new Map(), derived: new Set(), ahead: 0 };
      windows.set(name, window);
      extendAhead(window, at, lookahead);
    }
    return window;
  }

  function extend(window: Window, at: WalletBranch, from: number, to: number): void {
    for (let index = Math.max(0, from); index < Math.min(to, hardenedOffset); index++) {
      if (window.derived.has(index)) continue;
      const script = deriveScript({ ...at, index });
      if (script === undefined) return;
      window.derived.add(index);
      window.indexes.set(bytesToHex(script), index);
    }
    for (const [scriptHex, index] of window.indexes) {
      if (window.indexes.size <= mostPerBranch) break;
      window.indexes.delete(scriptHex);
      window.derived.delete(index);
    }
  }

  function deriveScript({ purpose, branch, index }: OwnScript): Uint8Array | undefined {
    const kind = branchClasses.find((each) => each.purpose === purpose && each.branch === branch);
    if (kind === undefined) return undefined;
    const path = [purpose + hardenedOffset, hardenedOffset, hardenedOffset, branch, index];
    const pubkey = keys.publicKeyAtPath(path);
    switch (kind.class) {
      case "witness_v0_keyhash":
        return keyHashScript(pubkey);
      case "scripthash":
        return nestedKeyHashScript(pubkey);
      default:
        return taprootScript(pubkey.subarray(1), curve);
    }
  }

  function extendAhead(window: Window, at: WalletBranch, to: number): void {
    const end = Math.min(to, aheadIndexes);
    extend(window, at, window.ahead, end);
    window.ahead = Math.max(window.ahead, end);
  }

  function* deriveAhead(): Generator<void, void, void> {
    for (let to = aheadPerSlice; to <= aheadIndexes; to += aheadPerSlice) {
      for (const { purpose, branch } of branchClasses) {
        extendAhead(windowOf({ purpose, branch }), { purpose, branch }, to);
        yield;
      }
    }
  }

  function find(script: Uint8Array): OwnScript | undefined {
    const scriptHex = bytesToHex(script);
    const kind = scriptClass(script);
    for (const { purpose, branch, class: branchClass } of branchClasses) {
      if (branchClass !== kind) continue;
      const index = windowOf({ purpose, branch }).indexes.get(scriptHex);
      if (index !== undefined) return { purpose, branch, index };
    }
    return undefined;
  }

  return {
    deriveAhead,
    find,
    findFurther(script) {
      const found = find(script);
      if (found !== undefined) return found;
      const kind = scriptClass(script);
      for (const { purpose, branch, class: branchClass } of branchClasses) {
        if (branchClass !== kind) continue;
        const window = windowOf({ purpose, branch });
        extendAhead(window, { purpose, branch }, window.ahead + furtherStep);
      }
      return find(script);
    },
    matches(script, at) {
      const derived = at.index < hardenedOffset ? deriveScript(at) : undefined;
      return derived !== undefined && equalBytes(derived, script);
    },
    noteUsed({ purpose, branch, index }) {
      if (index >= hardenedOffset || !branchClasses.some((each) => each.purpose === purpose && each.branch === branch))
        return;
      extend(windowOf({ purpose, branch }), { purpose, branch }, index - lookback, index + 1 + lookahead);
    },
  };
}
