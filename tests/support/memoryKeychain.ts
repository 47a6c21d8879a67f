/** A stand-in for @napi-rs/keyring's AsyncEntry that keeps entries in memory and fails when told to. */
import type { KeyringEntryConstructor } from "../../main/keystore/osKeychain";

export interface MemoryKeychain {
  readonly AsyncEntry: KeyringEntryConstructor;
  readonly entries: Map<string, number[]>;
  /** Thrown by every call while set. */
  failure: Error | null;
}

export function memoryKeychain(): MemoryKeychain {
  const keychain: MemoryKeychain = {
    entries: new Map(),
    failure: null,
    AsyncEntry: class {
      readonly #name: string;
      constructor(service: string, account: string) {
        this.#name = `${service}/${account}`;
      }
      async getSecret() {
        answer();
        return keychain.entries.get(this.#name)?.slice() ?? null;
      }
      async setSecret(secret: Uint8Array) {
        answer();
        keychain.entries.set(this.#name, [...secret]);
      }
      async deleteCredential() {
        answer();
        return keychain.entries.delete(this.#name);
      }
    },
  };
  const answer = () => {
    if (keychain.failure !== null) throw keychain.failure;
  };
  return keychain;
}
