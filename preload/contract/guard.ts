/** The part of the contract about what the signer checks: rules, limits, allowlist, trust and alerts. */
import { z } from "zod";
import { requestSummarySchema } from "./feed";
import { atMs, count, networkSchema, nothing, sat } from "./values";

/** In rising severity, as in main/policy. */
const ruleActionSchema = z.enum(["off", "warn", "ask", "block"]);
const presetSchema = z.enum(["blind", "standard", "strict"]);
export const limitMeasureSchema = z.enum(["onchain-out", "fees", "channel-opens"]);
const ruleTag = z.string().min(1).max(80);

const ruleViewSchema = z.strictObject({
  tag: z.string(),
  /** Heading it stands under; the window has the words. */
  area: z.string(),
  title: z.string(),
  why: z.string(),
  action: ruleActionSchema,
  byPreset: z.record(presetSchema, ruleActionSchema),
  /** What the person may choose from. One choice: the rule cannot be changed. */
  choices: z.array(ruleActionSchema).min(1),
  /** The action differs from the preset's. */
  isOverridden: z.boolean(),
});

const windowUseSchema = z.strictObject({ limitSat: sat.nullable(), spentSat: sat });

const limitViewSchema = z.strictObject({
  measure: limitMeasureSchema,
  perTransactionSat: sat.nullable(),
  hour: windowUseSchema,
  day: windowUseSchema,
  week: windowUseSchema,
});

const allowlistEntrySchema = z.strictObject({
  id: z.string().min(1).max(64),
  label: z.string().trim().max(60),
  kind: z.enum(["address", "descriptor"]),
  text: z.string().min(1).max(2_000),
});

const guardViewSchema = z.strictObject({
  network: networkSchema,
  preset: presetSchema,
  rules: z.array(ruleViewSchema),
  limits: z.array(limitViewSchema),
  allowlist: z.array(allowlistEntrySchema),
  looseningDelayMs: count,
  appFamilies: z.array(z.number()),
  /** Allows more than now, so it waits; one line for each thing it changes. */
  pendingChange: z.strictObject({ effectiveAtMs: atMs, lines: z.array(z.string()) }).nullable(),
});

/** Absent: no such limit. */
const limitsOfMeasure = z
  .strictObject({ perTransactionSat: sat, perHourSat: sat, perDaySat: sat, perWeekSat: sat })
  .partial();

/** What is given takes the place of what was there; what is left out stays. */
const guardChangeSchema = z
  .strictObject({
    preset: presetSchema,
    /** Actions by rule tag that differ from the preset's. */
    overrides: z.record(ruleTag, ruleActionSchema),
    limits: z.record(limitMeasureSchema, limitsOfMeasure),
    allowlist: z.array(allowlistEntrySchema).max(500),
    looseningDelayMs: count.max(30 * 86_400_000),
    appFamilies: z.array(z.number().int().min(0).max(255)).max(64),
  })
  .partial();

const replayHitSchema = z.strictObject({
  /** Number of the journal entry. */
  seq: count,
  atMs,
  summary: requestSummarySchema,
  tag: z.string(),
  detail: z.string(),
  action: z.enum(["ask", "block"]),
});

const alertSchema = z.strictObject({
  id: z.string(),
  atMs,
  tag: z.string(),
  /** What it is about: an outpoint, a class. */
  subject: z.string(),
  detail: z.string(),
});

/** What the snapshot says of the guard. */
export const guardSummarySchema = z.strictObject({
  preset: presetSchema,
  /** Approvals that nobody has decided. */
  waiting: count,
  /** Alerts that nobody has put away. */
  alerts: count,
  /** "unavailable": entries cannot be written, so nothing is spent. "damaged": what was written does not add up. */
  journal: z.enum(["ok", "unavailable", "damaged"]),
  /** The memory of channels and amounts is empty although the seed is not new. */
  memoryIsNew: z.boolean(),
  pendingChangeAtMs: atMs.nullable(),
});

export const guardCalls = {
  "guard.read": { input: nothing, output: guardViewSchema },
  /** What allows less applies now, what allows more after the delay that is in force. */
  "guard.change": {
    input: guardChangeSchema,
    output: z.strictObject({ applied: z.enum(["now", "later"]), effectiveAtMs: atMs.nullable() }),
  },
  "guard.cancelPending": { input: nothing, output: nothing },
  /** What a change would have done to the requests in the journal. Changes nothing. */
  "guard.replay": {
    input: guardChangeSchema,
    output: z.strictObject({
      examined: count,
      /** Oldest entry that was looked at; null when there was none. */
      sinceMs: atMs.nullable(),
      blockedCount: count,
      askedCount: count,
      /** Newest first, the first 200. */
      hits: z.array(replayHitSchema).max(200),
      /** It allows something that is not allowed now: it would wait for the delay. */
      isLooser: z.boolean(),
    }),
  },
  /** Reads what somebody typed or pasted: an address, a BIP21 text or a descriptor. */
  "allowlist.check": {
    input: z.strictObject({ text: z.string().trim().min(1).max(2_000) }),
    output: z.discriminatedUnion("ok", [
      z.strictObject({
        ok: z.literal(true),
        kind: z.enum(["address", "descriptor"]),
        text: z.string(),
        /** From a BIP21 text. */
        label: z.string().nullable(),
        amountSat: sat.nullable(),
      }),
      z.strictObject({ ok: z.literal(false), error: z.string() }),
    ]),
  },

  /** What the paired node could do if it were stolen today. The window has the sentences. */
  "trust.read": {
    input: nothing,
    output: z.strictObject({
      nodeName: z.string().nullable(),
      sentences: z.array(
        z.strictObject({
          tag: z.string(),
          level: z.enum(["ok", "info", "warn", "bad"]),
          values: z.record(z.string(), z.union([z.string(), z.number()])),
        }),
      ),
    }),
  },

  "alerts.list": { input: nothing, output: z.strictObject({ alerts: z.array(alertSchema).max(200) }) },
  "alerts.dismiss": { input: z.strictObject({ id: z.string().min(1).max(64) }), output: nothing },
} as const;
