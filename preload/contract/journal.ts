/** The part of the contract about what the signer wrote down and what it remembers. */
import { z } from "zod";
import { feedGroupSchema, requestOutcomeSchema, requestSummarySchema, ruleFindingSchema } from "./feed";
import { atMs, count, hex, nothing } from "./values";

const journalEntrySchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("request"),
    atMs,
    requestId: z.string(),
    summary: requestSummarySchema,
    findings: z.array(ruleFindingSchema),
    outcome: requestOutcomeSchema,
    /** Approval that allowed it. */
    approvalRef: z.string().nullable(),
    alerts: z.array(z.strictObject({ tag: z.string(), subject: z.string(), detail: z.string() })),
  }),
  /** Requests of one class in one minute, too many and too harmless for a line each. */
  z.strictObject({ kind: z.literal("routine"), atMs, class: z.string(), signed: count, refused: count }),
  /** Something a person or the signer itself did. */
  z.strictObject({ kind: z.literal("event"), atMs, event: z.string(), detail: z.string() }),
]);

const journalRowSchema = z.strictObject({
  seq: count,
  /** End of the chain with this entry in it. */
  hashHex: hex,
  nodeName: z.string().nullable(),
  entry: journalEntrySchema,
});

const journalFilterSchema = z.strictObject({
  group: z.enum(["all", ...feedGroupSchema.options, "event"]),
  outcome: z.enum(["all", "signed", "refused"]),
  /** In any value of the entry: a txid, an address, a rule's tag. Empty: whatever it says. */
  text: z.string().trim().max(200),
});

export const journalCalls = {
  /** Newest first. */
  "journal.page": {
    input: z.strictObject({
      beforeSeq: count.optional(),
      limit: z.number().int().min(1).max(200),
      filter: journalFilterSchema,
    }),
    output: z.strictObject({
      rows: z.array(journalRowSchema).max(200),
      /** All entries there are, whatever the filter. */
      total: count,
      /** Where to go on, null at the beginning of the journal. Looking for text a page may end before it is full. */
      nextBeforeSeq: count.nullable(),
    }),
  },
  /** Works the whole chain out again. */
  "journal.verify": {
    input: nothing,
    output: z.discriminatedUnion("ok", [
      z.strictObject({
        ok: z.literal(true),
        entries: count,
        /** Entries before this number were let go by the retention rule; null when none were. */
        keptFromSeq: count.nullable(),
        headHashHex: hex,
        /** Whether the end was sealed with a key of this seed: without a seal entries could be cut off unseen. */
        seal: z.enum(["valid", "not-checked", "absent", "other-seed"]),
        /** Entries at the end that no seal covers yet. */
        unsealed: count,
        tookMs: z.number(),
      }),
      /** The first bad entry; null when it is not about one. */
      z.strictObject({ ok: z.literal(false), seq: count.nullable(), reason: z.string() }),
    ]),
  },
  /** Saves everything through a dialog of the main process. */
  "journal.export": {
    input: z.strictObject({ format: z.enum(["json", "csv"]) }),
    output: z.strictObject({ saved: z.boolean() }),
  },

  /** What the signer remembers of channels, amounts and nonces, as a file that travels with the seed. */
  "memory.export": { input: nothing, output: z.strictObject({ saved: z.boolean() }) },
  /** Adds a saved memory to this one. The main process asks which file. */
  "memory.import": {
    input: nothing,
    output: z.strictObject({
      /** Null: the person thought better of it. */
      imported: z.strictObject({ channels: count, amounts: count, nonces: count }).nullable(),
    }),
  },
} as const;
