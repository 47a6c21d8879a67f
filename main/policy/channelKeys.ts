/**
 * Scripts of a channel that are ours by derivation: the output that a remote commitment pays to us, and both sides'
 * anchors. A channel's scripts never change, so each is made once.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, equalBytes } from "../signer/bytes";
import { hardenedOffset } from "../signer/derive";
import type { TransactionOutput } from "../signer/transaction";
import { fundingKeys } from "./lightningScripts";
import type { OwnKeys } from "./ownKeys";
import { keyHashScript } from "./walletScripts";

const paymentFamily = 3;
/** Payment keys looked at on either side of the funding key's index: lnd counts both up with every channel. */
const searchWidth = 24;
/** Channels and payment scripts kept; beyond them everything is made anew. */
const mostChannels = 2_000;
const mostPaymentScripts = 20_000;

interface PaymentKey {
  /** Index in family 3. */
  readonly keyIndex: number;
  readonly form: "key-hash" | "script";
}

/** Our balance on a remote commitment. */
interface OwnBalance extends PaymentKey {
  readonly outputIndex: number;
  readonly amountSat: bigint;
}

/** What is known of the channel behind a funding key. */
interface ChannelScripts {
  readonly ownAnchor: Uint8Array;
  readonly peerAnchor: Uint8Array;
  /** The output that one of our payment keys makes, or undefined when none does. */
  findOwnBalance(outputs: readonly TransactionOutput[]): OwnBalance | undefined;
}

export interface ChannelKeys {
  /** @param fundingScript 2-of-2 that holds the funding key of this index */
  channel(fundingKeyIndex: number, fundingScript: Uint8Array, fundingPubkey: Uint8Array): ChannelScripts;
}

export interface ChannelKeysOptions {
  readonly keys: OwnKeys;
  /** Where memory knows the payment key of a channel, by the index of its funding key. */
  readonly knownPaymentKey: (fundingKeyIndex: number) => number | null | undefined;
}

interface CachedChannel extends ChannelScripts {
  readonly fundingScript: Uint8Array;
}

export function createChannelKeys({ keys, knownPaymentKey }: ChannelKeysOptions): ChannelKeys {
  const channels = new Map<number, CachedChannel>();
  const paymentScripts = new Map<string, PaymentKey>();
  const searched = new Set<number>();
  /** Funding keys around whose index all payment keys were looked at. */
  const searchedAround = new Set<number>();

  function search(keyIndex: number): void {
    if (keyIndex < 0 || keyIndex >= hardenedOffset || searched.has(keyIndex)) return;
    searched.add(keyIndex);
    const pubkey = keys.publicKey({ keyFamily: paymentFamily, keyIndex });
    paymentScripts.set(bytesToHex(keyHashScript(pubkey)), { keyIndex, form: "key-hash" });
    paymentScripts.set(bytesToHex(witnessScriptHash(toRemoteScript(pubkey))), { keyIndex, form: "script" });
  }

  function searchAround(fundingKeyIndex: number): void {
    if (searchedAround.has(fundingKeyIndex)) return;
    if (paymentScripts.size > mostPaymentScripts) {
      for (const kept of [paymentScripts, searched, searchedAround]) kept.clear();
    }
    searchedAround.add(fundingKeyIndex);
    const known = knownPaymentKey(fundingKeyIndex);
    if (known !== undefined && known !== null) search(known);
    for (let keyIndex = fundingKeyIndex - searchWidth; keyIndex <= fundingKeyIndex + searchWidth; keyIndex++) {
      search(keyIndex);
    }
  }

  function findBalance(fundingKeyIndex: number, outputs: readonly TransactionOutput[]): OwnBalance | undefined {
    searchAround(fundingKeyIndex);
    for (const [outputIndex, { script, amountSat }] of outputs.entries()) {
      if (script.length !== 22 && script.length !== 34) continue;
      const key = paymentScripts.get(bytesToHex(script));
      if (key !== undefined) return { keyIndex: key.keyIndex, form: key.form, outputIndex, amountSat };
    }
    return undefined;
  }

  function makeChannel(fundingKeyIndex: number, fundingScript: Uint8Array, ownKey: Uint8Array): CachedChannel {
    const pair = fundingKeys(fundingScript) ?? [ownKey, ownKey];
    const peerKey = equalBytes(pair[0], ownKey) ? pair[1] : pair[0];
    // Where it was found once it is found again: the script stays the same for the channel's life.
    let last: { readonly script: Uint8Array; readonly key: PaymentKey } | undefined;
    return {
      fundingScript: Uint8Array.from(fundingScript),
      ownAnchor: witnessScriptHash(anchorScript(ownKey)),
      peerAnchor: witnessScriptHash(anchorScript(peerKey)),
      findOwnBalance(outputs) {
        if (last !== undefined) {
          const { script, key } = last;
          const outputIndex = outputs.findIndex((output) => equalBytes(output.script, script));
          const output = outputs[outputIndex];
          if (output !== undefined)
            return { keyIndex: key.keyIndex, form: key.form, outputIndex, amountSat: output.amountSat };
        }
        const found = findBalance(fundingKeyIndex, outputs);
        const output = found === undefined ? undefined : outputs[found.outputIndex];
        if (found === undefined || output === undefined) return undefined;
        last = { script: Uint8Array.from(output.script), key: { keyIndex: found.keyIndex, form: found.form } };
        return found;
      },
    };
  }

  return {
    channel(fundingKeyIndex, fundingScript, fundingPubkey) {
      const cached = channels.get(fundingKeyIndex);
      if (cached !== undefined && equalBytes(cached.fundingScript, fundingScript)) return cached;
      if (channels.size >= mostChannels) channels.clear();
      const made = makeChannel(fundingKeyIndex, fundingScript, fundingPubkey);
      channels.set(fundingKeyIndex, made);
      return made;
    },
  };
}

/** <key> OP_CHECKSIG OP_IFDUP OP_NOTIF OP_16 OP_CHECKSEQUENCEVERIFY OP_ENDIF (BOLT 3, anchors). */
function anchorScript(key: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(0x21), key, Uint8Array.of(0xac, 0x73, 0x64, 0x60, 0xb2, 0x68));
}

/** <key> OP_CHECKSIGVERIFY 1 OP_CHECKSEQUENCEVERIFY (BOLT 3, to_remote with anchors). */
function toRemoteScript(key: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(0x21), key, Uint8Array.of(0xad, 0x51, 0xb2));
}

/** OP_0 <SHA256 of the script>. */
function witnessScriptHash(script: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(0, 32), sha256(script));
}
