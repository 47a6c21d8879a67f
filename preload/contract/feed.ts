/** The part of the contract about requests: what they are, how they ended, how many there were. */
import { z } from "zod";
import { requestFactsSchema } from "./requestFacts";
import { count, hex, networkSchema } from "./values";

export const feedGroupSchema = z.enum(["channels", "payments", "gossip", "on-chain", "messages", "other"]);

const outputSummarySchema = z.strictObject({
  amountSat: z.string(),
  address: z.string().nullable(),
  scriptHex: hex,
  owner: z.enum(["own", "own-change", "channel", "unknown"]),
  path: z.string().nullable(),
});

const amountProofSchema = z.enum(["previous-transaction", "signature", "memory", "claimed", "unknown"]);

const inputSummarySchema = z.strictObject({
  outpoint: z.string(),
  amountSat: z.string().nullable(),
  proof: amountProofSchema,
  isSigned: z.boolean(),
  keyPath: z.string().nullable(),
});

export const requestSummarySchema = z.strictObject({
  class: z.string(),
  kind: z.string(),
  network: networkSchema,
  keyFamily: z.number().nullable(),
  keyIndex: z.number().nullable(),
  keyPath: z.string().nullable(),
  amountSat: z.string().nullable(),
  feeSat: z.string().nullable(),
  feeProof: amountProofSchema.nullable(),
  feeRateSatPerVb: z.number().nullable(),
  inputs: z.array(inputSummarySchema).readonly(),
  outputs: z.array(outputSummarySchema),
  outputCount: count.nullable(),
  inputCount: count.nullable(),
  txid: z.string().nullable(),
  outpoint: z.string().nullable(),
  channelOutpoint: z.string().nullable(),
  sighashType: z.number().nullable(),
  text: z.string().nullable(),
  shortChannelId: z.string().nullable(),
  otherNetwork: z.string().nullable(),
  contentHashHex: hex.nullable(),
  facts: requestFactsSchema,
});

export const requestOutcomeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("signed") }),
  z.strictObject({ kind: z.literal("denied"), tag: z.string(), reason: z.string() }),
  z.strictObject({ kind: z.literal("expired"), tag: z.string() }),
  z.strictObject({ kind: z.literal("failed"), code: z.string(), detail: z.string() }),
  z.strictObject({ kind: z.literal("bug"), ref: z.string() }),
]);

/** A rule that fired. The tag is stable, the detail is for people. */
export const ruleFindingSchema = z.strictObject({
  tag: z.string(),
  action: z.enum(["warn", "ask", "block"]),
  detail: z.string(),
});

export const feedEntrySchema = z.strictObject({
  seq: count,
  atMs: z.number(),
  requestId: z.string(),
  summary: requestSummarySchema,
  findings: z.array(ruleFindingSchema),
  outcome: requestOutcomeSchema,
  tookUs: z.number(),
});

export const feedTotalsSchema = z.strictObject({
  requests: count,
  refused: count,
  byGroup: z.record(feedGroupSchema, count),
  lastMinute: count,
  p50Us: z.number().nullable(),
  p95Us: z.number().nullable(),
  recentUs: z.array(z.number()).max(60),
  lastPingAtMs: z.number().nullable(),
  longestUs: z.number().nullable(),
});
