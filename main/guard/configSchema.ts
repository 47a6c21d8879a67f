/** The shape of the guard's settings as they are kept, and what a new profile starts with. */
import { z } from "zod";
import type { PolicyConfig } from "../policy/config";
import { presetConfig } from "../policy/presets";
import { presets, ruleActions } from "../policy/ruleTags";

const sat = z.string().regex(/^\d{1,16}$/);
const limitsOfMeasure = z.strictObject({
  perTransactionSat: sat.exactOptional(),
  perHourSat: sat.exactOptional(),
  perDaySat: sat.exactOptional(),
  perWeekSat: sat.exactOptional(),
});

const configSchema: z.ZodType<PolicyConfig> = z.strictObject({
  preset: z.enum(presets),
  overrides: z.record(z.string().max(80), z.enum(ruleActions)),
  limits: z.strictObject({
    "onchain-out": limitsOfMeasure,
    fees: limitsOfMeasure,
    "channel-opens": limitsOfMeasure,
  }),
  allowlist: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(64),
        label: z.string().max(80),
        kind: z.enum(["address", "descriptor"]),
        text: z.string().min(1).max(2_000),
      }),
    )
    .max(1_000),
  looseningDelayMs: z
    .number()
    .int()
    .min(0)
    .max(30 * 24 * 3_600_000),
  appFamilies: z.array(z.number().int().min(0).max(255)).max(64),
});

/** The settings and a change that waits. */
export const storedConfigSchema = z.strictObject({
  config: configSchema,
  pending: z.strictObject({ config: configSchema, effectiveAtMs: z.number() }).nullable(),
});
export type StoredConfig = z.output<typeof storedConfigSchema>;

/** Somebody who sets up a signer must not wait a day for each payee; the delay is theirs to choose. */
export const initialConfig: PolicyConfig = { ...presetConfig("standard"), looseningDelayMs: 0 };
