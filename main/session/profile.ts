/**
 * A profile: the folder one signer lives in. Its id keeps the entries of several profiles apart in one keychain.
 *
 *   profile.json   id and where the seed is kept
 *   state.db       pairings, settings
 *   secrets/       only without a keychain
 *   profile.lock   see profileLock.ts
 */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { writeFileAtomically } from "../keystore/atomicFile";
import type { StoreNote } from "../keystore/keystore";
import type { StoreKind } from "../keystore/keystoreState";

const profileSchema = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{16}$/),
  store: z.enum(["keychain", "file"]).nullable(),
});
type ProfileFile = z.output<typeof profileSchema>;

export class Profile implements StoreNote {
  readonly id: string;
  readonly databaseFile: string;
  readonly secretsFolder: string;
  readonly #file: string;
  #store: StoreKind | null;

  private constructor(folder: string, { id, store }: ProfileFile) {
    this.id = id;
    this.#store = store;
    this.#file = fileIn(folder);
    this.databaseFile = path.join(folder, "state.db");
    this.secretsFolder = path.join(folder, "secrets");
  }

  /** Whether there is a profile in `folder`. */
  static exists(folder: string): boolean {
    return existsSync(fileIn(folder));
  }

  /**
   * Opens the profile in `folder`, making one where there is none.
   *
   * @throws Error when profile.json is damaged: with a new id the seed in the keychain would be lost sight of
   */
  static async open(folder: string): Promise<Profile> {
    let text: string;
    try {
      text = await readFile(fileIn(folder), "utf8");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
      const fresh = { version: 1, id: randomBytes(8).toString("hex"), store: null } as const;
      await write(fileIn(folder), fresh);
      return new Profile(folder, fresh);
    }
    return new Profile(folder, parse(text, fileIn(folder)));
  }

  get store(): StoreKind | null {
    return this.#store;
  }

  async recordStore(store: StoreKind | null): Promise<void> {
    await write(this.#file, { version: 1, id: this.id, store });
    this.#store = store;
  }
}

function fileIn(folder: string): string {
  return path.join(folder, "profile.json");
}

function parse(text: string, file: string): ProfileFile {
  try {
    return profileSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${file} is damaged: restore it from a backup, or move it away to begin anew`, { cause });
  }
}

async function write(file: string, profile: ProfileFile): Promise<void> {
  await writeFileAtomically(file, new TextEncoder().encode(`${JSON.stringify(profile, null, 2)}\n`));
}
