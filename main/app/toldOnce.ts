/** Remembers over restarts what was said to the person, so that it is said once. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { writeFileAtomically } from "../keystore/atomicFile";
import type { Log } from "../support/log";

/** Older ones are forgotten: they belong to credentials long replaced. */
const mostRemembered = 50;
const fileSchema = z.array(z.string().max(200)).max(mostRemembered);

export class ToldOnce {
  readonly #file: string;
  readonly #log: Log;
  #told: readonly string[];
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, told: readonly string[], log: Log) {
    this.#file = file;
    this.#told = told;
    this.#log = log;
  }

  /** A file that is missing or damaged counts as empty: the worst is something said twice. */
  static async open(file: string, log: Log): Promise<ToldOnce> {
    return new ToldOnce(file, await read(file), log);
  }

  /** True for each key the first time, and it is remembered then. */
  isFirst(key: string): boolean {
    if (this.#told.includes(key)) return false;
    this.#told = [...this.#told, key].slice(-mostRemembered);
    const text = JSON.stringify(this.#told);
    this.#writing = this.#writing
      .then(() => writeFileAtomically(this.#file, Buffer.from(text)))
      .catch((error: unknown) => void this.#log.bug("notices", error));
    return true;
  }

  /** Resolves when everything is on disk. */
  settled(): Promise<void> {
    return this.#writing;
  }
}

async function read(file: string): Promise<readonly string[]> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return [];
  }
}
