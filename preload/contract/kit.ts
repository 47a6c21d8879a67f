/** The part of the contract about what a person does on the node: new-node kit, migration, rotation, lnd.conf. */
import { z } from "zod";
import { nothing } from "./values";

/** Host and port as people type them; main reads them as strictly as a pairing text. */
const host = z.string().trim().min(1).max(300);
const requestTimeoutMs = z.number().int().min(1_000).max(600_000);

const guideSchema = z.strictObject({
  title: z.string(),
  lead: z.string(),
  steps: z.array(
    z.strictObject({
      tag: z.string(),
      where: z.enum(["node", "signer"]),
      title: z.string(),
      text: z.string(),
      blocks: z.array(z.strictObject({ name: z.string(), text: z.string() })),
      caution: z.string().nullable(),
    }),
  ),
});

const kitViewSchema = z.strictObject({
  /** host:port */
  address: z.string(),
  requestTimeoutMs: z.number(),
  guide: guideSchema,
  /** Shown once, on purpose, and stored nowhere: "gone" after it was used, the window locked or the app ended. */
  rootKey: z.enum(["unseen", "shown", "gone"]),
});

const preflightRemark = z.strictObject({ tag: z.string(), path: z.string().nullable(), text: z.string() });

const preflightSchema = z.strictObject({
  verdict: z.enum(["green", "mismatch"]),
  text: z.string(),
  matching: z.number(),
  expected: z.number(),
  problems: z.array(preflightRemark),
  furtherProblems: z.number(),
  notes: z.array(preflightRemark),
});

const confFindingSchema = z.strictObject({
  level: z.enum(["ok", "info", "warn", "block"]),
  tag: z.string(),
  /** From 1; null when it is about a line that is not there. */
  line: z.number().nullable(),
  text: z.string(),
  /** The line as it should read, or to add. */
  corrected: z.string().nullable(),
});

const guideInput = z.strictObject({
  guide: z.enum(["migration", "rotate-macaroon", "rotate-certificate", "move-host", "retire-signer", "retire-node"]),
  host,
  requestTimeoutMs,
});

export const kitCalls = {
  /** The kit that was made and waits for its node. */
  "kit.view": { input: nothing, output: z.strictObject({ kit: kitViewSchema.nullable() }) },
  /** Makes a kit instead of any other: a fresh root key, and a macaroon that waits here for the pairing. */
  "kit.prepare": {
    input: z.strictObject({ host, requestTimeoutMs }),
    output: z.strictObject({ kit: kitViewSchema }),
  },
  /** The one time the root key of a kit is shown. It opens a node that does not exist yet, and never the seed. */
  "kit.revealRootKey": {
    input: nothing,
    output: z.strictObject({ rootKeyHex: z.string().regex(/^[0-9a-f]{64}$/) }),
  },
  /** Copies the shown root key; the clipboard forgets it again. */
  "kit.copyRootKey": { input: nothing, output: z.strictObject({ clearsAfterMs: z.number() }) },
  "kit.forgetRootKey": { input: nothing, output: nothing },
  "kit.discard": { input: nothing, output: nothing },
  "kit.save": { input: nothing, output: z.strictObject({ saved: z.boolean() }) },

  "guide.read": { input: guideInput, output: z.strictObject({ guide: guideSchema }) },
  /** Saves a guide as text through a dialog of the main process. */
  "guide.save": { input: guideInput, output: z.strictObject({ saved: z.boolean() }) },

  /** Compares what `lncli wallet accounts list` printed with the seed. */
  "migration.preflight": {
    input: z.strictObject({
      accounts: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0 && bytes.length <= 2_000_000),
      /** From lncli getinfo; may be empty. */
      nodePubkeyHex: z.string().max(100),
    }),
    output: preflightSchema,
  },
  "conf.check": {
    input: z.strictObject({ text: z.string().max(65_536), host: z.string().trim().max(300), requestTimeoutMs }),
    output: z.strictObject({ findings: z.array(confFindingSchema) }),
  },
} as const;
