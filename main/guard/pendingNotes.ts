/**
 * What was let through and is not written down yet, on top of what is.
 *
 * Requests arrive together. One that is judged while another is being signed must see what that one will use and teach:
 * otherwise ten sends at once would each be within the limit, and two claims about one output would never meet.
 */
import type { LimitLedger, PolicyMemory } from "../policy/memory";
import type { ChannelRecord, LimitMeasure } from "../policy/verdict";
import { Members } from "../support/members";
import type { Note } from "./gate";

export class PendingNotes implements PolicyMemory, LimitLedger {
  readonly #memory: PolicyMemory;
  readonly #limits: LimitLedger;
  readonly #notes = new Members<Note>();
  readonly #amounts = new Map<string, { readonly note: Note; readonly amountSat: bigint }>();
  /** The newest of each channel. A Map from which they go as fast as they come keeps what was in it (Members). */
  readonly #channels: PendingChannel[] = [];
  /** Notes that use up something: few at a time. */
  readonly #spending = new Set<Note>();

  /** @param memory and @param limits what is written down */
  constructor(memory: PolicyMemory, limits: LimitLedger) {
    this.#memory = memory;
    this.#limits = limits;
  }

  /** The request is going to be signed. */
  add(note: Note): void {
    this.#notes.add(note);
    if (note.uses.length > 0) this.#spending.add(note);
    for (const lesson of note.learns) {
      if (lesson.kind === "outpoint-amount") {
        this.#amounts.set(lesson.outpoint, { note, amountSat: lesson.amountSat });
      } else if (lesson.kind === "channel") {
        const { channel } = lesson;
        this.#dropChannel((pending) => pending.channel.fundingKeyIndex === channel.fundingKeyIndex);
        this.#channels.push({ note, channel });
      }
    }
  }

  /** The request was written down, or came to nothing. */
  release(note: Note): void {
    this.#notes.delete(note);
    this.#spending.delete(note);
    for (const lesson of note.learns) {
      if (lesson.kind === "outpoint-amount") {
        if (this.#amounts.get(lesson.outpoint)?.note === note) this.#amounts.delete(lesson.outpoint);
      } else if (lesson.kind === "channel") {
        this.#dropChannel((pending) => pending.note === note);
      }
    }
  }

  /** Lets go of everything, and returns it. */
  releaseAll(): readonly Note[] {
    const notes = this.#notes.all();
    for (const note of notes) this.release(note);
    return notes;
  }

  amountOf(outpoint: string): bigint | undefined {
    return this.#amounts.get(outpoint)?.amountSat ?? this.#memory.amountOf(outpoint);
  }

  channelOfKey(fundingKeyIndex: number): ChannelRecord | undefined {
    const pending = this.#channels.find(({ channel }) => channel.fundingKeyIndex === fundingKeyIndex);
    return pending?.channel ?? this.#memory.channelOfKey(fundingKeyIndex);
  }

  channelOfOutpoint(fundingOutpoint: string): ChannelRecord | undefined {
    const pending = this.#channels.find(({ channel }) => channel.fundingOutpoint === fundingOutpoint);
    return pending?.channel ?? this.#memory.channelOfOutpoint(fundingOutpoint);
  }

  hasUsedMuSig2(): boolean {
    return this.#memory.hasUsedMuSig2();
  }

  spentSat(measure: LimitMeasure, windowMs: number, exceptKey: string): bigint {
    const writtenSat = this.#limits.spentSat(measure, windowMs, exceptKey);
    return writtenSat + this.#pendingSat(measure, windowMs, exceptKey);
  }

  #dropChannel(isIt: (pending: PendingChannel) => boolean): void {
    const at = this.#channels.findIndex(isIt);
    if (at >= 0) this.#channels.splice(at, 1);
  }

  /** Each key once, and only what the written sum does not hold already: other inputs of a transaction share its key. */
  #pendingSat(measure: LimitMeasure, windowMs: number, exceptKey: string): bigint {
    const byKey = new Map<string, bigint>();
    for (const { uses } of this.#spending) {
      for (const use of uses) {
        if (use.measure === measure && use.key !== exceptKey) byKey.set(use.key, use.amountSat);
      }
    }
    let sumSat = 0n;
    for (const [key, amountSat] of byKey) {
      const countedSat = this.#limits.spentSat(measure, windowMs, "") - this.#limits.spentSat(measure, windowMs, key);
      if (countedSat < amountSat) sumSat += amountSat - countedSat;
    }
    return sumSat;
  }
}

interface PendingChannel {
  readonly note: Note;
  readonly channel: ChannelRecord;
}
