/** The part of the contract about what a person is asked, and what they said. */
import { z } from "zod";
import { requestSummarySchema, ruleFindingSchema } from "./feed";
import { limitMeasureSchema } from "./guard";
import { atMs, count, hex, networkSchema, nothing, sat } from "./values";

/** Four characters, as they stand in the error text that the node's operator reads. */
const ref = z.string().regex(/^[0-9A-Z]{4}$/);
/** An address or a BIP21 text, as somebody typed it. */
const payeeText = z.string().trim().min(1).max(2_000);

const payments = z.array(z.strictObject({ scriptHex: hex, amountSat: sat }));

const intentSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("send"),
    payees: payments,
    totalSat: sat,
    feeSat: sat,
    feeCapSat: sat.optional(),
    account: z.string(),
    sighashType: z.number(),
  }),
  z.strictObject({
    kind: z.literal("open"),
    outputType: z.enum(["p2wsh", "p2tr"]),
    amountSat: sat,
    feeSat: sat,
    feeCapSat: sat.optional(),
  }),
  z.strictObject({
    kind: z.literal("close"),
    fundingOutpoint: z.string(),
    ownScriptHex: hex.nullable(),
    ownAmountSat: sat,
    payees: payments,
    feeSat: sat,
  }),
  z.strictObject({ kind: z.literal("message"), messageHashHex: hex, keyPath: z.string(), flags: z.string() }),
  z.strictObject({ kind: z.literal("family"), keyFamily: z.number() }),
  z.strictObject({ kind: z.literal("exact"), contentHashHex: hex, feeSat: sat.nullable() }),
]);

/** Somebody money goes to, and what this signer knows of them. */
const payeeSchema = z.strictObject({
  scriptHex: hex,
  address: z.string().nullable(),
  /** What the allowlist calls them; null when they are not on it. */
  allowlistLabel: z.string().nullable(),
});

/** A limit as it would stand after signing. */
const limitLineSchema = z.strictObject({
  measure: limitMeasureSchema,
  window: z.enum(["transaction", "hour", "day", "week"]),
  limitSat: sat,
  afterSat: sat,
});

const decisionSchema = z.enum(["approve", "approve-as-open", "refuse"]);

export const approvalSchema = z.strictObject({
  ref,
  network: networkSchema,
  /** Node that asked; null for a pre-approval, or when it is no longer paired. */
  nodeName: z.string().nullable(),
  intent: intentSchema,
  state: z.enum(["waiting", "granted", "in-use", "used", "refused", "revoked", "expired"]),
  createdAtMs: atMs,
  expiresAtMs: atMs,
  decidedAtMs: atMs.nullable(),
  /** Until then the node itself waits and approving signs at once; null when it was told to repeat. */
  heldUntilMs: atMs.nullable(),
  usedByTxid: z.string().nullable(),
  origin: z.enum(["asked", "pre-approved", "standing"]),
  standing: z.strictObject({ perUseSat: sat, totalSat: sat, spentSat: sat }).nullable(),
  /** What was asked; null for pre-approvals. */
  summary: requestSummarySchema.nullable(),
  findings: z.array(ruleFindingSchema),
  payees: z.array(payeeSchema),
  /** It is a send that may be the opening of a channel, and can be approved as one. */
  mayBeOpen: z.boolean(),
  limits: z.array(limitLineSchema),
});

export const approvalCalls = {
  /** Those that are not over: waiting, granted, in use, standing. Oldest first. */
  "approvals.list": { input: nothing, output: z.strictObject({ open: z.array(approvalSchema).max(200) }) },
  /** Those that are over, newest first. */
  "approvals.history": {
    input: z.strictObject({ beforeMs: atMs.optional(), limit: z.number().int().min(1).max(100) }),
    output: z.strictObject({ records: z.array(approvalSchema) }),
  },
  /** The first decision counts. APPROVAL_OVER when there is nothing left to decide. */
  "approvals.decide": { input: z.strictObject({ ref, decision: decisionSchema }), output: nothing },
  /** "I am about to send X to Y": the first try is signed without a question. ADDRESS_UNREADABLE names the payee. */
  "approvals.preApprove": {
    input: z.strictObject({
      payees: z
        .array(z.strictObject({ text: payeeText, amountSat: sat }))
        .min(1)
        .max(16),
      maxFeeSat: sat,
      minutes: z.number().int().min(1).max(1_440),
    }),
    output: z.strictObject({ ref }),
  },
  /** Allows sends to one payee again and again, up to an amount each and an amount in all. */
  "approvals.standing": {
    input: z.strictObject({
      payee: payeeText,
      perUseSat: sat,
      totalSat: sat,
      days: z.number().int().min(1).max(366),
    }),
    output: z.strictObject({ ref }),
  },
  /** The approval window has nothing more to show: it goes until the next request comes. */
  "approvals.putAway": { input: nothing, output: nothing },
  "approvals.revoke": { input: z.strictObject({ ref }), output: nothing },
} as const;

export const approvalEvents = {
  /** The same as `approvals.list`, at every change. */
  "approvals.changed": z.strictObject({ seq: count, open: z.array(approvalSchema).max(200) }),
} as const;
