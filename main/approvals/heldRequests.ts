/** Requests that wait for a person: each is settled once, by a decision, by its deadline or because its stream went. */
import type { Clock } from "../support/clock";
import { type ApprovalAnswer, approvalNeeded } from "./answer";
import type { Asked } from "./asked";

/** More than these do not wait at a time; nodes ask for one input after the other. */
const mostHeld = 500;

interface HeldRequest {
  readonly ref: string;
  readonly asked: Asked;
  readonly settle: (answer: ApprovalAnswer) => void;
  readonly stopTimer: () => void;
}

export class HeldRequests {
  readonly #clock: Clock;
  readonly #held = new Set<HeldRequest>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isFull(): boolean {
    return this.#held.size >= mostHeld;
  }

  /**
   * Holds a request of a card until its deadline, which refuses it.
   *
   * @returns lets go of the request without settling it; false when it was settled before
   */
  hold(ref: string, asked: Asked, settle: (answer: ApprovalAnswer) => void): () => boolean {
    const delayMs = (asked.deadlineUs - this.#clock.monotonicUs()) / 1_000;
    const stopTimer = this.#clock.after(delayMs, () => this.#settle(held, approvalNeeded(ref)));
    const held: HeldRequest = { ref, asked, settle, stopTimer };
    this.#held.add(held);
    return () => this.#drop(held);
  }

  /** Group of the requests that wait for a card, or null when none does. */
  groupOf(ref: string): string | null {
    return this.#ofCard(ref)[0]?.asked.groupKey ?? null;
  }

  count(ref: string): number {
    return this.#ofCard(ref).length;
  }

  /** Monotonic time at which the last request of a card is settled, or null when none waits. */
  lastDeadlineUs(ref: string): number | null {
    const deadlines = this.#ofCard(ref).map(({ asked }) => asked.deadlineUs);
    return deadlines.length === 0 ? null : Math.max(...deadlines);
  }

  /** One of the requests of a card that can still be signed; they are all of one group. */
  inTime(ref: string): Asked | undefined {
    return this.#ofCard(ref).find((held) => this.#isInTime(held))?.asked;
  }

  /** Settles what waits for a card; what is past its deadline with `tooLate`. */
  settleCard(ref: string, answer: () => ApprovalAnswer, tooLate: () => ApprovalAnswer): void {
    for (const held of this.#ofCard(ref)) this.#settle(held, this.#isInTime(held) ? answer() : tooLate());
  }

  settleAll(answer: (ref: string) => ApprovalAnswer): void {
    for (const held of [...this.#held]) this.#settle(held, answer(held.ref));
  }

  dropAll(): void {
    for (const held of [...this.#held]) this.#drop(held);
  }

  #isInTime({ asked }: HeldRequest): boolean {
    return this.#clock.monotonicUs() < asked.deadlineUs;
  }

  #ofCard(ref: string): HeldRequest[] {
    return [...this.#held].filter((held) => held.ref === ref);
  }

  #settle(held: HeldRequest, answer: ApprovalAnswer): void {
    if (this.#drop(held)) held.settle(answer);
  }

  #drop(held: HeldRequest): boolean {
    held.stopTimer();
    return this.#held.delete(held);
  }
}
