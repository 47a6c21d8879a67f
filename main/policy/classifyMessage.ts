/** What a SignMessage request signs: gossip, an invoice, a person's text, or something that should not be signed. */
import { equalBytes, utf8ToBytes } from "../signer/bytes";
import type { Network } from "../signer/network";
import type { KeyLocator, SignMessageRequest } from "../signer/requests";
import { disguiseOf } from "./disguisedSighash";
import type { Disguise } from "./facts";
import { type GossipMessage, gossipNetwork, parseGossip } from "./gossip";
import { type Invoice, invoiceNetwork, parseInvoice } from "./invoice";
import { includesKey } from "./lightningScripts";
import type { OwnKeys } from "./ownKeys";
import { plainText } from "./plainText";
import type { RequestClass } from "./summary";

export interface ClassifiedMessage {
  readonly class: RequestClass;
  /** Requested amount of an invoice, rounded down to whole satoshi. */
  readonly amountSat?: bigint;
  readonly text?: string | null;
  readonly shortChannelId?: string;
  readonly disguise?: Disguise;
  /** Of an invoice. */
  readonly expiresAtMs?: number;
  /** Network of an invoice or of gossip that is not ours. */
  readonly otherNetwork?: Network;
}

const multiSigFamily = 0;
const nodeKeyFamily = 6;
/** What lnd puts in front of a person's message (rpcserver.go, signedMsgPrefix). */
const userMessagePrefix = utf8ToBytes("Lightning Signed Message:");

/** Recognises a message by its bytes, the hash it asks for and the key it names; all three must fit. */
export function classifyMessage(request: SignMessageRequest, network: Network, keys: OwnKeys): ClassifiedMessage {
  const { msg, keyLoc, schnorrSig, compactSig, doubleHash } = request;
  if (keyLoc === undefined || msg.length === 0) return { class: "malformed" };
  const isNodeKey = keyLoc.keyFamily === nodeKeyFamily && keyLoc.keyIndex === 0;
  if (!schnorrSig && equalBytes(msg.subarray(0, userMessagePrefix.length), userMessagePrefix)) {
    return { class: "user-message", text: plainText(msg.subarray(userMessagePrefix.length)) };
  }
  if (isNodeKey && compactSig && !schnorrSig && !doubleHash) {
    const invoice = parseInvoice(msg, network);
    if (invoice !== undefined) return classifiedInvoice(invoice);
  }
  if (doubleHash && !compactSig && !schnorrSig) {
    const gossip = parseGossip(msg, network);
    if (gossip !== undefined && namesItsSigner(gossip, keyLoc, keys)) return classifiedGossip(gossip);
  }
  const disguise = disguiseOf(request);
  if (disguise !== null) return { class: "disguised-sighash", disguise };
  const otherNetwork = compactSig ? invoiceNetwork(msg, network) : gossipNetwork(msg, network);
  return { class: "unknown-message", ...(otherNetwork === undefined ? {} : { otherNetwork }) };
}

function classifiedInvoice({ amountMsat, description, expiresAtMs }: Invoice): ClassifiedMessage {
  const amount = amountMsat === null ? {} : { amountSat: amountMsat / 1000n };
  return { class: "invoice", text: description, expiresAtMs, ...amount };
}

function classifiedGossip(gossip: GossipMessage): ClassifiedMessage {
  if (gossip.kind === "node-announcement") {
    const end = gossip.alias.indexOf(0);
    return { class: gossip.kind, text: plainText(end === -1 ? gossip.alias : gossip.alias.subarray(0, end)) };
  }
  return { class: gossip.kind, shortChannelId: gossip.shortChannelId };
}

/**
 * Whether the key that is to sign is the one the announcement names in its place. An update names no key: only the
 * node key signs it. The funding key signs a channel announcement alone.
 */
function namesItsSigner(gossip: GossipMessage, keyLoc: KeyLocator, keys: OwnKeys): boolean {
  const isNodeKey = keyLoc.keyFamily === nodeKeyFamily && keyLoc.keyIndex === 0;
  switch (gossip.kind) {
    case "channel-update":
      return isNodeKey;
    case "node-announcement":
      return isNodeKey && equalBytes(gossip.nodeId, keys.publicKey(keyLoc));
    case "channel-announcement": {
      if (isNodeKey) return includesKey(gossip.nodeIds, keys.publicKey(keyLoc));
      const isFundingKey = keyLoc.keyFamily === multiSigFamily && keyLoc.keyIndex >= 0;
      return isFundingKey && includesKey(gossip.bitcoinKeys, keys.publicKey(keyLoc));
    }
  }
}
