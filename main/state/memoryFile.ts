/**
 * The signer's memory as a file that travels with the seed: one JSON document with a checksum.
 *
 * It holds no secret, but it says which channels there are and how much is in them.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { limitMeasures } from "../policy/verdict";
import { channelSchema, decimalSchema, outpointSchema } from "./channelText";

/** A file of a signer with a hundred thousand outputs and nonces is half as long. */
const longestFile = 64 * 1024 * 1024;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const atMs = z.number().int().nonnegative();

const contentsSchema = z.strictObject({
  /** Latest time that limits were counted in. */
  signerTimeMs: atMs,
  channels: z.array(z.strictObject({ seed: z.string().min(1).max(200), channel: channelSchema })),
  /** [outpoint, satoshi] */
  amounts: z.array(z.tuple([outpointSchema, decimalSchema])),
  fundings: z.array(z.strictObject({ outpoint: outpointSchema, amountSat: decimalSchema, atMs })),
  /** [SHA-256 of the public nonce, binding] */
  nonces: z.array(z.tuple([hash, hash])),
  limitUses: z.array(
    z.strictObject({
      measure: z.enum(limitMeasures),
      key: z.string().min(1).max(200),
      amountSat: decimalSchema,
      atMs,
    }),
  ),
  /** JSON text by key. */
  settings: z.record(z.string().max(80), z.string()),
});
export type MemoryContents = z.output<typeof contentsSchema>;

const fileSchema = z.strictObject({
  format: z.literal("countersign-memory"),
  version: z.literal(1),
  exportedAtMs: atMs,
  /** SHA-256 of the contents as JSON without white space. */
  sha256: hash,
  contents: z.unknown(),
});

export type MemoryFileErrorCode = "UNREADABLE" | "OTHER_SEED" | "CONTRADICTION";

/**
 * UNREADABLE: no memory file, of a later version, or damaged. OTHER_SEED: of another seed. CONTRADICTION: it says
 * something else of the same thing than the memory here; the message names it.
 */
export class MemoryFileError extends Error {
  readonly code: MemoryFileErrorCode;

  constructor(code: MemoryFileErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "MemoryFileError";
    this.code = code;
  }
}

export function writeMemoryFile(contents: MemoryContents, exportedAtMs: number): Uint8Array {
  const text = JSON.stringify(contents, (_, value) => (typeof value === "bigint" ? String(value) : value));
  const head = { format: "countersign-memory", version: 1, exportedAtMs, sha256: sha256Hex(text) };
  return Buffer.from(`${JSON.stringify(head).slice(0, -1)},"contents":${text}}\n`);
}

/** @throws MemoryFileError UNREADABLE */
export function readMemoryFile(bytes: Uint8Array): MemoryContents {
  if (bytes.length > longestFile) throw unreadable("it is far too long");
  let file: z.output<typeof fileSchema>;
  try {
    file = fileSchema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (cause) {
    throw unreadable("it is no memory file of this version of Countersign", cause);
  }
  if (sha256Hex(JSON.stringify(file.contents)) !== file.sha256) throw unreadable("it is damaged: its checksum differs");
  const contents = contentsSchema.safeParse(file.contents);
  if (contents.success) return contents.data;
  const [issue] = contents.error.issues;
  throw unreadable(`${issue?.path.join(".")}: ${issue?.message}`, contents.error);
}

function unreadable(why: string, cause?: unknown): MemoryFileError {
  return new MemoryFileError("UNREADABLE", `The memory file cannot be read: ${why}.`, { cause });
}

function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
