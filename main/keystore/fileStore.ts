/**
 * Secrets in files only their owner can read, for computers without a keychain. What is written must be sealed
 * already: the keystore insists on a passphrase for this store.
 */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { equalBytes } from "../signer/bytes";
import { removeFileDurably, writeFileAtomically } from "./atomicFile";
import { type SecretStore, SecretStoreError } from "./secretStore";

const longestSecret = 65_536;

export class FileStore implements SecretStore {
  readonly kind = "file";
  readonly #folder: string;

  /** @param folder made with mode 0700 when something is written */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(name: string): Promise<Uint8Array | null> {
    const file = this.#file(name);
    let handle: FileHandle;
    try {
      handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    } catch (error) {
      if (isMissing(error)) return null;
      throw failed(`cannot open ${file}`, error);
    }
    try {
      const status = await handle.stat();
      if (process.platform !== "win32" && (status.mode & 0o077) !== 0) {
        throw new SecretStoreError("failed", `others can read ${file}: run  chmod 600 '${file}'  and try again`);
      }
      if (status.size > longestSecret) throw new SecretStoreError("failed", `${file} is too large to be a secret`);
      return new Uint8Array(await handle.readFile());
    } catch (error) {
      throw error instanceof SecretStoreError ? error : failed(`cannot read ${file}`, error);
    } finally {
      await handle.close();
    }
  }

  async write(name: string, value: Uint8Array): Promise<void> {
    const file = this.#file(name);
    try {
      await writeFileAtomically(file, value);
    } catch (error) {
      throw failed(`cannot write ${file}`, error);
    }
    const stored = await this.read(name);
    if (stored === null || !equalBytes(stored, value)) {
      throw new SecretStoreError("failed", `${file} was written and reads back differently`);
    }
  }

  async remove(name: string): Promise<void> {
    const file = this.#file(name);
    try {
      await removeFileDurably(file);
    } catch (error) {
      if (!isMissing(error)) throw failed(`cannot remove ${file}`, error);
    }
  }

  #file(name: string): string {
    if (!/^[a-z0-9-]{1,64}$/.test(name)) throw new RangeError("a secret's name is 1 to 64 of a-z, 0-9 and -");
    return path.join(this.#folder, name);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function failed(what: string, cause: unknown): SecretStoreError {
  const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
  return new SecretStoreError("failed", `${what}: ${reason}`, { cause });
}
