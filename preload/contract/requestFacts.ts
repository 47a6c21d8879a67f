/** What rules know of a request beyond what a person is shown first; one shape per kind of request. */
import { z } from "zod";
import { count, hex } from "./values";

const ecdhFactsSchema = z.strictObject({
  kind: z.literal("ecdh"),
  isSearched: z.boolean(),
  ownPointIndex: count.nullable(),
});

const messageFactsSchema = z.strictObject({
  kind: z.literal("message"),
  length: count,
  isDoubleHashed: z.boolean(),
  isCompact: z.boolean(),
  isSchnorr: z.boolean(),
  hasTapTweak: z.boolean(),
  tagHex: hex,
  disguise: z.enum(["bip143-preimage", "bip143-inner-hash", "tap-sighash-prefix", "reserved-tag"]).nullable(),
  invoiceExpiresAtMs: z.number().nullable(),
});

const muSig2SessionFactsSchema = z.strictObject({
  kind: z.literal("musig2-session"),
  version: z.number(),
  signerCount: count,
  hasOwnKey: z.boolean(),
  isNoncePregenerated: z.boolean(),
  taprootTweak: z.enum(["none", "bip86", "script-root"]),
  genericTweaks: count,
});

const commitmentFactsSchema = z.strictObject({
  fundingKeyIndex: count,
  capacitySat: z.string(),
  obscuredNumber: z.string(),
  side: z.enum(["remote", "own", "either"]),
  toRemote: z.strictObject({ amountSat: z.string(), keyIndex: count, form: z.enum(["key-hash", "script"]) }).nullable(),
  ownAnchors: count,
  peerAnchors: count,
  wrongAnchors: count,
  misvaluedAnchors: count,
  ownBalances: count,
  foreignKeyHashes: count,
  otherOutputs: count,
});

const htlcFactsSchema = z.strictObject({
  index: count,
  amountSat: z.string(),
  direction: z.enum(["offered", "received"]).nullable(),
  paymentHash160Hex: hex.nullable(),
  expiryHeight: z.number().nullable(),
  hasOwnKey: z.boolean().nullable(),
  isAnchors: z.boolean(),
});

const psbtFactsSchema = z.strictObject({
  kind: z.literal("psbt"),
  version: z.number(),
  lockTime: z.number(),
  signedCount: count,
  signings: z
    .array(
      z.strictObject({
        class: z.string(),
        purpose: z.number(),
        account: z.number(),
        tweak: z.enum(["none", "single", "double", "both"]),
        sighashType: z.number(),
        sequence: z.number(),
      }),
    )
    .readonly(),
  isExaminedWhole: z.boolean(),
  wrongKeys: count,
  otherNetworkPaths: count,
  inputSat: z.string().nullable(),
  ownInputSat: z.string(),
  outputSat: z.string(),
  ownOutputSat: z.string(),
  ownOutputCount: count,
  unknownOutputCount: count,
  carriedOutputs: z.array(count).readonly(),
  strayOwnOutputs: count,
  vsizeVb: count,
  contradictedOutpoints: z.array(z.string()).readonly(),
  hasAbsurdAmount: z.boolean(),
  dustOutputs: count,
  nonstandardOutputs: count,
  nonSegwitInputs: count,
  channelOutput: z.strictObject({ index: count, type: z.enum(["p2wsh", "p2tr"]) }).nullable(),
  commitment: commitmentFactsSchema.nullable(),
  htlc: htlcFactsSchema.nullable(),
});

export const requestFactsSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  ecdhFactsSchema,
  messageFactsSchema,
  muSig2SessionFactsSchema,
  psbtFactsSchema,
]);
