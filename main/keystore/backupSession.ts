/**
 * The time between showing the backup words and having checked a copy of them. Holds the words' bytes and what is
 * needed to store the seed again without them; everything is wiped at the end.
 */
import { randomInt } from "node:crypto";
import { bytesToWords } from "../signer/seedWords";
import { pickPositions, wrongPositions } from "./backupCheck";
import type { EnvelopeKey } from "./envelope";

export class BackupSession {
  readonly #encipheredSeed: Uint8Array;
  /** Seals the record again; null for a seed without passphrase or one that is not stored yet. */
  readonly envelopeKey: EnvelopeKey | null;
  #positions: readonly number[] | null = null;

  /** @param encipheredSeed taken over: wiped by `end` */
  constructor(encipheredSeed: Uint8Array, envelopeKey: EnvelopeKey | null) {
    this.#encipheredSeed = encipheredSeed;
    this.envelopeKey = envelopeKey;
  }

  words(): string[] {
    return bytesToWords(this.#encipheredSeed);
  }

  /** The same positions until they were all answered correctly: asking again does not bring easier ones. */
  positions(): readonly number[] {
    this.#positions ??= pickPositions(this.words().length, (limit) => randomInt(limit));
    return this.#positions;
  }

  /** Positions that are wrong or unanswered. */
  wrong(typed: readonly { readonly position: number; readonly word: string }[]): number[] {
    return wrongPositions(this.words(), this.positions(), typed);
  }

  end(): void {
    this.#encipheredSeed.fill(0);
    this.envelopeKey?.key.fill(0);
  }
}
