/**
 * The guard's settings: what applies now, and the change that waits.
 *
 * What allows less applies at once. What allows more waits for the delay that was in force when it was asked for, so
 * that somebody who sits down at an unlocked signer cannot empty it the same hour.
 */
import type { PolicyConfig } from "../policy/config";
import { isLooser } from "../policy/loosening";
import { strictestOf } from "../policy/strictest";
import type { SettingTable } from "../state/settings";
import { initialConfig, type StoredConfig, storedConfigSchema } from "./configSchema";

const key = "guard";

export class ConfigBook {
  readonly #settings: Pick<SettingTable, "read" | "write">;
  #stored: StoredConfig;

  /** @param startWith what a profile without settings starts with */
  constructor(settings: Pick<SettingTable, "read" | "write">, startWith: PolicyConfig = initialConfig) {
    this.#settings = settings;
    this.#stored = this.#read() ?? { config: startWith, pending: null };
  }

  get config(): PolicyConfig {
    return this.#stored.config;
  }

  /** Somebody has changed something: these are not just what a new profile starts with. */
  get isChosen(): boolean {
    return this.#read() !== null;
  }

  get pending(): StoredConfig["pending"] {
    return this.#stored.pending;
  }

  /** Puts a waiting change into force once its time has come. True when it did. */
  applyDue(nowMs: number): boolean {
    const { pending } = this.#stored;
    if (pending === null || nowMs < pending.effectiveAtMs) return false;
    this.#write({ config: pending.config, pending: null });
    return true;
  }

  /**
   * Changes the settings: at once as far as that allows less, later as far as it allows more. Replaces a waiting change.
   *
   * @returns when the whole of it is in force; `nowMs` when it is already
   */
  change(next: PolicyConfig, nowMs: number): number {
    const { config } = this.#stored;
    const delayMs = config.looseningDelayMs;
    if (delayMs === 0 || !isLooser(config, next)) {
      this.#write({ config: next, pending: null });
      return nowMs;
    }
    const effectiveAtMs = nowMs + delayMs;
    this.#write({ config: strictestOf(config, next), pending: { config: next, effectiveAtMs } });
    return effectiveAtMs;
  }

  cancelPending(): void {
    this.#write({ config: this.#stored.config, pending: null });
  }

  /** Settings that cannot be read are those of a new profile: the guard is never off by accident. */
  #read(): StoredConfig | null {
    const json = this.#settings.read(key);
    return json === null ? null : storedIn(json);
  }

  #write(stored: StoredConfig): void {
    this.#settings.write(key, JSON.stringify(stored));
    this.#stored = stored;
  }
}

/** The rules in settings as they are kept, or null when they cannot be read. */
export function configIn(json: string): PolicyConfig | null {
  return storedIn(json)?.config ?? null;
}

function storedIn(json: string): StoredConfig | null {
  const parsed = storedConfigSchema.safeParse(parseJson(json));
  return parsed.success ? parsed.data : null;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
