/** Invoices and messages the node signs (BOLT11; lnd lnrpc/invoicesrpc/addinvoice.go, rpcserver.go: SignMessage). */
import { concatBytes } from "@noble/hashes/utils.js";
import type { SignMessageRequest } from "../../signer/requests";
import type { Exchange } from "../exchange";
import { checkMessageSignature } from "../verify/message";
import type { SignerKey } from "../watchOnlyKeys";
import { between, chance, pick, someBytes, someSats } from "./dice";
import { invoiceDescriptions, userMessages } from "./names";
import type { World } from "./world";

const utf8 = (text: string) => new TextEncoder().encode(text);

type Mode = Partial<Omit<SignMessageRequest, "kind" | "msg" | "keyLoc">>;

/** A message under a key of any family, signed in any way that signrpc offers. */
export function signMessage(msg: Uint8Array, key: SignerKey, variant: string, mode: Mode): Exchange {
  const request: SignMessageRequest = {
    kind: "sign_message_req",
    msg,
    keyLoc: { keyFamily: key.family, keyIndex: key.index },
    doubleHash: false,
    compactSig: false,
    schnorrSig: false,
    schnorrSigTapTweak: new Uint8Array(),
    tag: new Uint8Array(),
    ...mode,
  };
  return { request, variant, check: (answer) => checkMessageSignature(request, key.pubkey, answer) };
}

const prefixes = { mainnet: "lnbc", testnet: "lntb", testnet4: "lntb", signet: "lntbs", regtest: "lnbcrt" } as const;

/** BOLT11: the human-readable part as text, then the data part's 5-bit words packed into bytes. */
export function invoice(world: World): Exchange {
  const amount = chance(0.1) ? "" : `${someSats(100, 400_000) * 10n}n`;
  const words = [
    ...toWords(BigInt(Math.floor(Date.now() / 1000)), 7),
    ...taggedField("p", toFiveBits(someBytes(32))),
    ...taggedField("s", toFiveBits(someBytes(32))),
    ...taggedField("d", toFiveBits(utf8(pick(invoiceDescriptions)))),
    ...taggedField("x", toWords(BigInt(pick([3_600, 86_400])), 4)),
    ...taggedField("c", toWords(BigInt(pick([18, 80, 144])), 2)),
    // Payment secret required, multi-part payments and TLV onions understood.
    ...taggedField("9", [16, 8, 0]),
  ];
  const msg = concatBytes(utf8(prefixes[world.network] + amount), toBytes(words));
  return signMessage(msg, world.nodeKey, "invoice", { compactSig: true });
}

const bech32Letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

function taggedField(letter: string, words: readonly number[]): number[] {
  return [bech32Letters.indexOf(letter), words.length >> 5, words.length & 31, ...words];
}

function toWords(value: bigint, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Number((value >> BigInt(5 * (count - 1 - i))) & 31n));
}

function toFiveBits(bytes: Uint8Array): number[] {
  return regroup([...bytes], 8, 5);
}

function toBytes(words: readonly number[]): Uint8Array {
  return Uint8Array.from(regroup(words, 5, 8));
}

/** Regroups bits, most significant first, zero-padded at the end. */
function regroup(values: readonly number[], from: number, to: number): number[] {
  const out: number[] = [];
  let held = 0;
  let bits = 0;
  for (const value of values) {
    held = (held << from) | value;
    bits += from;
    while (bits >= to) {
      bits -= to;
      out.push((held >> bits) & ((1 << to) - 1));
      held &= (1 << bits) - 1;
    }
  }
  if (bits > 0) out.push((held << (to - bits)) & ((1 << to) - 1));
  return out;
}

/** `lncli signmessage`: always prefixed, so that it can be nothing else. */
export function userMessage(world: World): Exchange {
  const isSingle = chance(0.1);
  const msg = utf8(`Lightning Signed Message:${pick(userMessages)}`);
  return signMessage(msg, world.nodeKey, "user-message", { compactSig: true, doubleHash: !isSingle });
}

/** Modes that only callers of signrpc use, by name. */
export const signerRpcModes: Readonly<Record<string, () => Mode>> = {
  "message-single-hash": () => ({}),
  "message-double-hash": () => ({ doubleHash: true }),
  "message-compact": () => ({ compactSig: true }),
  "message-compact-double-hash": () => ({ compactSig: true, doubleHash: true }),
  "message-schnorr": () => ({ schnorrSig: true }),
  "message-schnorr-double-hash": () => ({ schnorrSig: true, doubleHash: true }),
  "message-schnorr-tag": () => ({ schnorrSig: true, tag: utf8("app/challenge") }),
  "message-schnorr-tap-tweak": () => ({ schnorrSig: true, schnorrSigTapTweak: someBytes(32) }),
};

export function signerRpcMessage(world: World, mode: string): Exchange {
  const key = world.keys.channelKey(6, between(0, 4));
  return signMessage(utf8(pick(userMessages)), key, mode, signerRpcModes[mode]?.() ?? {});
}
