/** The person's settings: read once, changed field by field, kept in the signer thread's database. */
import { settingsSchema } from "../../preload/contract/schemas";
import type { CallInput, Settings } from "../../preload/contract/types";
import type { ThreadHost } from "../thread/host";

const key = "settings";

export const defaultSettings: Settings = {
  theme: "system",
  signWhileLocked: true,
  openAtLogin: false,
  keepAwake: true,
  openPairingLinks: false,
  amountUnit: "sat",
};

export class SettingsBook {
  readonly #host: ThreadHost;
  #settings = defaultSettings;

  constructor(host: ThreadHost) {
    this.#host = host;
  }

  get current(): Settings {
    return this.#settings;
  }

  /** What cannot be read is at its default: a setting of another version must not keep the signer from starting. */
  async read(): Promise<void> {
    const { json } = await this.#host.call("settings.read", { key });
    const stored = parseObject(json ?? "{}");
    const known = Object.entries(settingsSchema.shape).flatMap(([name, schema]) => {
      const field = schema.safeParse(stored[name]);
      return field.success ? [[name, field.data]] : [];
    });
    this.#settings = { ...defaultSettings, ...Object.fromEntries(known) };
  }

  async update(changes: CallInput<"settings.update">): Promise<void> {
    const settings = { ...this.#settings, ...withoutUndefined(changes) };
    await this.#host.call("settings.write", { key, json: JSON.stringify(settings) });
    this.#settings = settings;
  }
}

function withoutUndefined(changes: CallInput<"settings.update">): Partial<Settings> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function parseObject(json: string): Record<string, unknown> {
  try {
    return { ...JSON.parse(json) };
  } catch {
    return {};
  }
}
