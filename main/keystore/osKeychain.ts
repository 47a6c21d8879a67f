/**
 * Secrets in the keychain of the operating system, through @napi-rs/keyring (docs/adr/0001-keychain.md).
 *
 * On Linux the store is pinned to the Secret Service. Left to itself the library falls back to the kernel keyring,
 * where a seed is gone at the next reboot.
 */
import { equalBytes } from "../signer/bytes";
import { type SecretStore, SecretStoreError, type SecretStoreTrouble } from "./secretStore";

/** The part of the library's AsyncEntry that is used. */
export interface KeyringEntry {
  getSecret(): Promise<ArrayLike<number> | null>;
  setSecret(secret: Uint8Array): Promise<void>;
  deleteCredential(): Promise<boolean>;
}

export type KeyringEntryConstructor = new (
  service: string,
  account: string,
  options: { linux: { store: "secret-service" } },
) => KeyringEntry;

export interface OsKeychainOptions {
  /** The native class, passed in by the composition root. */
  readonly AsyncEntry: KeyringEntryConstructor;
  /** What the entries are filed under in the keychain. */
  readonly service: string;
  /** Appended to every name: two profiles of one user never share an entry. */
  readonly profileId: string;
  /** An unlock prompt nobody answers keeps a call pending for ever; after this long it counts as hanging. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 30_000;
const hangingText = "the keychain did not answer: look for a window that asks for its password, then try again";

let unansweredCalls = 0;

/** While a call waits (for an unlock prompt, say), the native library keeps the process from ending by itself. */
export function isWaitingForKeychain(): boolean {
  return unansweredCalls > 0;
}

export class OsKeychain implements SecretStore {
  readonly kind = "keychain";
  readonly #options: OsKeychainOptions;

  constructor(options: OsKeychainOptions) {
    this.#options = options;
  }

  async read(name: string): Promise<Uint8Array | null> {
    const secret = await this.#ask(name, (entry) => entry.getSecret());
    if (secret === null) return null;
    const bytes = Uint8Array.from(secret);
    if (Array.isArray(secret)) secret.fill(0);
    return bytes;
  }

  async write(name: string, value: Uint8Array): Promise<void> {
    await this.#ask(name, (entry) => entry.setSecret(value));
    const stored = await this.read(name);
    const isSame = stored !== null && equalBytes(stored, value);
    stored?.fill(0);
    if (!isSame) throw new SecretStoreError("failed", "the keychain accepted an entry and gave back a different one");
  }

  async remove(name: string): Promise<void> {
    await this.#ask(name, (entry) => entry.deleteCredential());
  }

  /** The native call cannot be cancelled; one that answers after the time is up is ignored. */
  async #ask<T>(name: string, call: (entry: KeyringEntry) => Promise<T>): Promise<T> {
    const { AsyncEntry, service, profileId, timeoutMs = defaultTimeoutMs } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new SecretStoreError("hanging", hangingText)), timeoutMs);
    });
    try {
      // The constructor already talks to the service and throws.
      const entry = new AsyncEntry(service, `${name}.${profileId}`, { linux: { store: "secret-service" } });
      return await Promise.race([counted(call(entry)), timeUp]);
    } catch (error) {
      throw error instanceof SecretStoreError ? error : classify(error);
    } finally {
      clearTimeout(timer);
    }
  }
}

async function counted<T>(answer: Promise<T>): Promise<T> {
  unansweredCalls += 1;
  try {
    return await answer;
  } finally {
    unansweredCalls -= 1;
  }
}

/** The library gives every error the code GenericFailure; only the text tells them apart. */
const troubleTexts: readonly (readonly [RegExp, SecretStoreTrouble, string])[] = [
  [
    /not provided by any \.service files|autolaunch|dbus_session_bus_address|failed to connect to socket|connection refused/i,
    "absent",
    "no keychain service is running: start one (GNOME Keyring, KWallet, KeePassXC), or keep the seed in a file",
  ],
  [
    /prompt was dismissed|is locked|locked collection/i,
    "locked",
    "the keychain is locked: unlock it with its password, then try again",
  ],
  // The library itself waits for two seconds where it expects no prompt.
  [/did not receive a reply/i, "hanging", hangingText],
  [
    /no result found/i,
    "failed",
    "the keychain has no default keyring: create one in your keyring manager, then try again",
  ],
];

function classify(error: unknown): SecretStoreError {
  const text = error instanceof Error ? error.message : String(error);
  const [, trouble, message] = troubleTexts.find(([pattern]) => pattern.test(text)) ?? [
    null,
    "failed" as const,
    `the keychain failed: ${text.slice(0, 200)}`,
  ];
  return new SecretStoreError(trouble, message, { cause: error });
}
