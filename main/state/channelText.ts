/** A channel as it stands in the database and travels: JSON with amounts and numbers as decimal text. */
import { z } from "zod";
import type { ChannelRecord } from "../policy/verdict";

/** A whole number up to 2^64 as text. */
export const decimalSchema = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,19})$/)
  .transform(BigInt);

/** `txid:index` as rules name an output. */
export const outpointSchema = z.string().regex(/^[0-9a-f]{64}:(?:0|[1-9][0-9]{0,9})$/);

export const channelSchema = z.strictObject({
  fundingKeyIndex: z.number().int().nonnegative(),
  fundingOutpoint: outpointSchema,
  capacitySat: decimalSchema,
  firstSeenAtMs: z.number().int(),
  lastSeenAtMs: z.number().int(),
  localBalanceSat: decimalSchema.nullable(),
  highestBalanceSat: decimalSchema.nullable(),
  obscuringFactor: decimalSchema.nullable(),
  lowestNumber: decimalSchema.nullable(),
  highestNumber: decimalSchema.nullable(),
  otherOutputs: z.number().int().nonnegative(),
  paymentKeyIndex: z.number().int().nonnegative().nullable(),
}) satisfies z.ZodType<ChannelRecord>;

export function channelText(channel: ChannelRecord): string {
  return JSON.stringify({
    fundingKeyIndex: channel.fundingKeyIndex,
    fundingOutpoint: channel.fundingOutpoint,
    capacitySat: String(channel.capacitySat),
    firstSeenAtMs: channel.firstSeenAtMs,
    lastSeenAtMs: channel.lastSeenAtMs,
    localBalanceSat: decimal(channel.localBalanceSat),
    highestBalanceSat: decimal(channel.highestBalanceSat),
    obscuringFactor: decimal(channel.obscuringFactor),
    lowestNumber: decimal(channel.lowestNumber),
    highestNumber: decimal(channel.highestNumber),
    otherOutputs: channel.otherOutputs,
    paymentKeyIndex: channel.paymentKeyIndex,
  } satisfies Record<keyof ChannelRecord, string | number | null>);
}

function decimal(value: bigint | null): string | null {
  return value === null ? null : String(value);
}

/** The channel, or null when the text is damaged: one channel unknown is better than none known. */
export function channelOf(text: string): ChannelRecord | null {
  try {
    return channelSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
