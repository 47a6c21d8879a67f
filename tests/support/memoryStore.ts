/** A SecretStore in memory whose trouble a test can switch on. */
import { type SecretStore, SecretStoreError, type SecretStoreTrouble } from "../../main/keystore/secretStore";

export class MemoryStore implements SecretStore {
  readonly kind: "keychain" | "file";
  readonly secrets = new Map<string, Uint8Array>();
  trouble: SecretStoreTrouble | null = null;

  constructor(kind: "keychain" | "file") {
    this.kind = kind;
  }

  async read(name: string): Promise<Uint8Array | null> {
    this.#check();
    return this.secrets.get(name)?.slice() ?? null;
  }

  async write(name: string, value: Uint8Array): Promise<void> {
    this.#check();
    this.secrets.set(name, value.slice());
  }

  async remove(name: string): Promise<void> {
    this.#check();
    this.secrets.delete(name);
  }

  #check(): void {
    if (this.trouble !== null) throw new SecretStoreError(this.trouble, `the store is ${this.trouble}`);
  }
}
