/** What a person decided about the rules: a preset, deviations from it, limits and the allowlist. Plain JSON. */
import type { Preset, RuleAction } from "./ruleTags";
import type { LimitMeasure } from "./verdict";

export interface PolicyConfig {
  readonly preset: Preset;
  /** Actions that differ from the preset's, by rule tag. */
  readonly overrides: Readonly<Record<string, RuleAction>>;
  readonly limits: LimitSettings;
  readonly allowlist: readonly AllowlistEntry[];
  /** Changes that allow more wait this long; changes that allow less apply at once. */
  readonly looseningDelayMs: number;
  /** Key families that apps beside lnd may use (Loop 99, Pool 210 ...). */
  readonly appFamilies: readonly number[];
}

/** Satoshi as decimal text; an absent number is no limit. */
export type LimitSettings = Readonly<Record<LimitMeasure, LimitsOfMeasure>>;

export interface LimitsOfMeasure {
  readonly perTransactionSat?: string;
  readonly perHourSat?: string;
  readonly perDaySat?: string;
  readonly perWeekSat?: string;
}

export interface AllowlistEntry {
  /** Unique. */
  readonly id: string;
  readonly label: string;
  readonly kind: "address" | "descriptor";
  /** The address, or the descriptor with its checksum. */
  readonly text: string;
}
