/**
 * What the journal needs while the signer runs: a check of its newest part at the start and of the whole in the
 * background, and the oldest entries taken out from time to time. Never more than a few milliseconds at once.
 */
import type { Database } from "../state/database";
import type { Clock } from "../support/clock";
import type { Journal } from "./journal";
import { JournalError } from "./journalError";
import { type RetentionRule, trimJournal } from "./retention";
import type { Verification } from "./verify";

export interface UpkeepOptions {
  readonly journal: Journal;
  readonly database: Database;
  readonly clock: Clock;
  /** The whole chain was checked, or found wanting. */
  readonly checked: (result: Verification) => void;
  readonly rule?: RetentionRule;
}

/** Entries checked before anything is signed: some tens of milliseconds. */
const newestPart = 1_000;
/** Rest between two slices of the check, so that signing hardly notices it. */
const restMs = 20;
const recheckMs = 24 * 3_600_000;
const trimEveryMs = 3_600_000;
const nextPortionMs = 1_000;
const firstTrimMs = 60_000;

/** Some gigabytes at most. */
export const defaultRetention: RetentionRule = { longestMs: 2 * 365 * 24 * 3_600_000, mostEntries: 1_000_000 };

export class JournalUpkeep {
  readonly #options: UpkeepOptions;
  #cancelCheck: () => void = () => undefined;
  #cancelTrim: () => void = () => undefined;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** Begins. @returns what the check of the newest part says */
  start(): Verification {
    const work = this.#options.journal.verify({ newest: newestPart });
    let step = work.next();
    while (!step.done) step = work.next();
    this.#checkAll();
    this.#cancelTrim = this.#options.clock.after(firstTrimMs, () => this.#trim());
    return step.value;
  }

  stop(): void {
    this.#cancelCheck();
    this.#cancelTrim();
  }

  #checkAll(): void {
    const { journal, clock, checked } = this.#options;
    const work = journal.verify();
    const advance = () => {
      const step = work.next();
      if (!step.done) {
        this.#cancelCheck = clock.after(restMs, advance);
        return;
      }
      this.#cancelCheck = clock.after(recheckMs, () => this.#checkAll());
      checked(step.value);
    };
    this.#cancelCheck = clock.after(restMs, advance);
  }

  #trim(): void {
    const { journal, database, clock, rule = defaultRetention } = this.#options;
    let removed = 0;
    try {
      removed = trimJournal(journal, database, rule, clock.nowMs());
    } catch (error) {
      // The journal has told of its trouble; the oldest entries can wait.
      if (!(error instanceof JournalError)) throw error;
    }
    this.#cancelTrim = clock.after(removed > 0 ? nextPortionMs : trimEveryMs, () => this.#trim());
  }
}
