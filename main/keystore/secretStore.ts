/**
 * The port to where secrets rest: the OS keychain, or a file of mode 0600 where there is none.
 *
 * Trouble is never silence: `read` returns null only when the store answered and holds nothing.
 */
export interface SecretStore {
  readonly kind: "keychain" | "file";
  /** Bytes stored under `name`, or null if there are none. @throws SecretStoreError */
  read(name: string): Promise<Uint8Array | null>;
  /** Replaces atomically, then reads back to prove it. @throws SecretStoreError */
  write(name: string, value: Uint8Array): Promise<void>;
  /** @throws SecretStoreError */
  remove(name: string): Promise<void>;
}

/** absent: no service; locked: it refused to unlock; hanging: no answer in time; failed: anything else. */
export const secretStoreTroubles = ["absent", "locked", "hanging", "failed"] as const;
export type SecretStoreTrouble = (typeof secretStoreTroubles)[number];

export class SecretStoreError extends Error {
  readonly trouble: SecretStoreTrouble;

  constructor(trouble: SecretStoreTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SecretStoreError";
    this.trouble = trouble;
  }
}
