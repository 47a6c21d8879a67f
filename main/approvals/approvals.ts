/**
 * Asks a person and remembers the answer: holds a request while there is time, keeps its card when there is none left,
 * and signs the repeat of what was approved, once.
 *
 * Nothing is allowed without a decision, and no decision allows more than what was shown.
 */
import type { RuleFinding } from "../policy/ruleTags";
import type { RequestSummary } from "../policy/summary";
import type { Clock } from "../support/clock";
import {
  type Allowed,
  type ApprovalAnswer,
  approvalImpossible,
  approvalNeeded,
  approvalQueueFull,
  approvalRefused,
  type Refused,
} from "./answer";
import type { ApprovalRecord, ApprovalStore } from "./approval";
import { ApprovalBook } from "./approvalBook";
import { type AskContext, type Asked, belongsTo, groupKeyOf, type SeedIdentity } from "./asked";
import { Grants } from "./grants";
import { HeldRequests } from "./heldRequests";
import { asOpen, intentOf } from "./intent";
import { intentCovers, isSameIntent } from "./intentCovers";
import { type GrantDraft, mostOpenApprovals, windowMs } from "./preApproval";
import { newReference } from "./reference";

export interface ApprovalsOptions {
  readonly store: ApprovalStore;
  readonly clock: Clock;
  /** Secure random bytes, for references. */
  readonly randomBytes: (count: number) => Uint8Array;
  /** Called whenever a card or a grant is different: opened, decided, used, over, or held by more or fewer requests. */
  readonly changed: (view: ApprovalView) => void;
  /** The store could not be written when a card or grant was over. */
  readonly failed: (error: unknown) => void;
}

/** An approval and what waits for it right now. */
export interface ApprovalView {
  readonly record: ApprovalRecord;
  /** Requests of the node that a decision would answer. */
  readonly heldRequests: number;
  /** Wall clock by which they have to be answered; null when none waits. */
  readonly answerByMs: number | null;
}

/** The request waits; it is settled once, unless it is dropped before. */
export interface Held {
  readonly kind: "held";
  readonly ref: string;
  /** Nobody waits for the answer any more: the stream is gone or the request was refused for another reason. */
  readonly drop: () => void;
}

/** A payment to one taproot output may be approved as the open that it is: the repeat then pays another script. */
export type Decision = "approve" | "approve-as-open" | "refuse";

/** Cards that wait for a decision: more than these nobody could look at. */
const mostCards = 32;
/** Larger cards are not kept: no honest request comes near. Characters of JSON. */
const largestCard = 262_144;

export class Approvals {
  readonly #options: ApprovalsOptions;
  readonly #book: ApprovalBook;
  readonly #grants: Grants;
  readonly #held: HeldRequests;
  #identity: SeedIdentity | null = null;

  /** Takes up where the store left off. */
  constructor(options: ApprovalsOptions) {
    const { store, clock, failed } = options;
    this.#options = options;
    this.#held = new HeldRequests(clock);
    this.#book = new ApprovalBook({ store, clock, failed, changed: (record) => this.#changed(record) });
    this.#grants = new Grants(this.#book, clock);
  }

  /** Approvals of this seed and network count from now on; null while the keys are locked. */
  bind(identity: SeedIdentity | null): void {
    const isSame =
      identity?.network === this.#identity?.network &&
      identity?.identityPubkeyHex === this.#identity?.identityPubkeyHex;
    if (!isSame) this.settleHeld("locked", "the signer's keys are locked: unlock Countersign");
    if (!isSame && identity !== null) this.#grants.stopAll();
    this.#identity = identity;
  }

  /**
   * Asks for one request that the rules want a person to see.
   *
   * @param later called at most once, and only when the request is held
   * @throws what the store throws: then nothing may be signed
   */
  ask(
    summary: RequestSummary,
    findings: readonly RuleFinding[],
    context: AskContext,
    later: (answer: ApprovalAnswer) => void,
  ): ApprovalAnswer | Held {
    const identity = this.#requireIdentity();
    const intent = intentOf(summary);
    if (intent === null) return approvalImpossible;
    const asked: Asked = { ...context, summary, findings, intent, groupKey: groupKeyOf(summary, intent) };
    const allowed = this.#grants.use(asked, identity);
    if (allowed !== null) return allowed;
    const own = this.#book.live().filter((record) => belongsTo(record, identity, asked.nodeId));
    const refused = own.find((record) => record.state === "refused" && isSameIntent(record.intent, intent));
    if (refused !== undefined) return approvalRefused(refused.ref);
    const card = own.find((record) => this.#isCardOf(record, asked)) ?? this.#openCard(asked, identity);
    return "kind" in card ? card : this.#hold(card, asked, later);
  }

  /**
   * Takes note of how an allowed request ended, so that the approval is used up or is there again. Whoever is allowed
   * to sign has to call it once.
   *
   * @throws what the store throws
   */
  conclude(allowed: Allowed, summary: RequestSummary, isSigned: boolean): void {
    this.#grants.conclude(allowed, summary, isSigned);
  }

  /**
   * Decides a card. Requests that wait are answered at once; without any, an approval is kept for the repeat.
   *
   * @returns the decided record, or null when the card is not open (any more) or cannot be approved this way
   * @throws what the store throws; the card is still open then
   */
  decide(ref: string, decision: Decision): ApprovalRecord | null {
    const card = this.#ownRecord(ref);
    if (card?.state !== "waiting") return null;
    const decidedAtMs = this.#options.clock.nowMs();
    const tooLate = () => approvalNeeded(ref);
    if (decision === "refuse") {
      this.#book.put({ ...card, state: "refused", decidedAtMs });
      this.#held.settleCard(ref, () => approvalRefused(ref), tooLate);
      return this.#recordNow(ref, card);
    }
    const intent = decision === "approve-as-open" ? asOpen(card.intent) : card.intent;
    if (intent === null) return null;
    const granted: ApprovalRecord = {
      ...card,
      intent,
      state: "granted",
      decidedAtMs,
      expiresAtMs: decidedAtMs + windowMs,
    };
    const waiting = this.#held.inTime(ref);
    if (waiting === undefined) {
      this.#book.put(granted);
      this.#held.settleCard(ref, tooLate, tooLate);
    } else {
      const use = this.#grants.start(granted, waiting);
      this.#held.settleCard(ref, () => this.#grants.allow(use), tooLate);
    }
    return this.#recordNow(ref, granted);
  }

  /**
   * Grants in advance what `preApproval` or `standingApproval` made of a person's words.
   *
   * @returns null when there are too many open approvals
   * @throws what the store throws
   */
  grant(draft: GrantDraft): ApprovalRecord | null {
    const { network, identityPubkeyHex } = this.#requireIdentity();
    if (this.#openCount() >= mostOpenApprovals) return null;
    const nowMs = this.#options.clock.nowMs();
    const record: ApprovalRecord = {
      ref: this.#newRef(),
      network,
      identityPubkeyHex,
      nodeId: draft.nodeId,
      intent: draft.intent,
      state: "granted",
      createdAtMs: nowMs,
      expiresAtMs: nowMs + draft.durationMs,
      decidedAtMs: nowMs,
      usedByTxid: null,
      useUntilMs: null,
      origin: draft.standing === null ? "pre-approved" : "standing",
      standing: draft.standing,
      summary: null,
      findings: [],
    };
    this.#book.put(record);
    return record;
  }

  /**
   * Takes back a grant, also in the middle of its use, or a refusal, so that the next request is asked about again.
   *
   * @returns null when there is nothing to take back
   * @throws what the store throws
   */
  revoke(ref: string): ApprovalRecord | null {
    const record = this.#ownRecord(ref);
    if (record === undefined || record.state === "waiting") return null;
    const revoked: ApprovalRecord = { ...record, state: "revoked" };
    this.#grants.stop(ref);
    this.#book.put(revoked);
    return revoked;
  }

  /** Refuses every request that is held; their cards stay. For a lock, a pause, another node. */
  settleHeld(tag: string, reason: string): void {
    const cards = this.#book.live();
    this.#held.settleAll((ref): Refused => ({ kind: "refused", tag, reason, ref }));
    for (const card of cards) if (card.state === "waiting") this.#changed(card);
  }

  /** What is open for the keys in use: cards, grants, uses. Oldest first. */
  list(): ApprovalView[] {
    return this.#book
      .live()
      .filter((record) => record.state !== "refused" && this.#isOwn(record))
      .map((record) => this.#viewOf(record));
  }

  /** What is over, and what is open, of every seed; newest first. */
  history(limit: number, beforeMs?: number): ApprovalRecord[] {
    return this.#options.store.history(limit, beforeMs);
  }

  /** Lets go of timers; held requests are not settled. */
  close(): void {
    this.#held.dropAll();
    this.#book.close();
  }

  /** A card is joined by what it covers, as long as only one transaction waits for it: it will be signed once. */
  #isCardOf(record: ApprovalRecord, { intent, groupKey }: Asked): boolean {
    const group = this.#held.groupOf(record.ref);
    return record.state === "waiting" && (group === null || group === groupKey) && intentCovers(record.intent, intent);
  }

  #openCard(asked: Asked, { network, identityPubkeyHex }: SeedIdentity): ApprovalRecord | Refused {
    const cards = this.#book.live().filter(({ state }) => state === "waiting").length;
    if (cards >= mostCards || this.#openCount() >= mostOpenApprovals) return approvalQueueFull;
    const { summary, findings, intent, nodeId } = asked;
    if (JSON.stringify([summary, findings, intent]).length > largestCard) return approvalImpossible;
    const nowMs = this.#options.clock.nowMs();
    const card: ApprovalRecord = {
      ref: this.#newRef(),
      network,
      identityPubkeyHex,
      nodeId,
      intent,
      state: "waiting",
      createdAtMs: nowMs,
      expiresAtMs: nowMs + windowMs,
      decidedAtMs: null,
      usedByTxid: null,
      useUntilMs: null,
      origin: "asked",
      standing: null,
      summary,
      findings,
    };
    this.#book.put(card);
    return card;
  }

  #hold(card: ApprovalRecord, asked: Asked, later: (answer: ApprovalAnswer) => void): Held | Refused {
    const { ref } = card;
    if (this.#held.isFull || this.#options.clock.monotonicUs() >= asked.deadlineUs) return approvalNeeded(ref);
    const notify = () => {
      const record = this.#book.find(ref);
      if (record !== undefined) this.#changed(record);
    };
    const drop = this.#held.hold(ref, asked, (answer) => {
      later(answer);
      notify();
    });
    notify();
    return {
      kind: "held",
      ref,
      drop: () => {
        if (drop()) notify();
      },
    };
  }

  #changed(record: ApprovalRecord): void {
    this.#options.changed(this.#viewOf(record));
  }

  #viewOf(record: ApprovalRecord): ApprovalView {
    const { clock } = this.#options;
    const lastUs = this.#held.lastDeadlineUs(record.ref);
    const answerByMs = lastUs === null ? null : Math.floor(clock.nowMs() + (lastUs - clock.monotonicUs()) / 1_000);
    return { record, heldRequests: this.#held.count(record.ref), answerByMs };
  }

  #recordNow(ref: string, otherwise: ApprovalRecord): ApprovalRecord {
    return this.#book.find(ref) ?? otherwise;
  }

  #ownRecord(ref: string): ApprovalRecord | undefined {
    const record = this.#book.find(ref);
    return record !== undefined && this.#isOwn(record) ? record : undefined;
  }

  /** Refusals do not count: a node that asks a lot must not be able to keep everybody else from asking. */
  #openCount(): number {
    return this.#book.live().filter(({ state }) => state !== "refused").length;
  }

  #isOwn({ network, identityPubkeyHex }: ApprovalRecord): boolean {
    return network === this.#identity?.network && identityPubkeyHex === this.#identity.identityPubkeyHex;
  }

  #requireIdentity(): SeedIdentity {
    if (this.#identity === null) throw new Error("nobody is asked while the keys are locked");
    return this.#identity;
  }

  #newRef(): string {
    return newReference(this.#options.randomBytes, (ref) => this.#book.has(ref));
  }
}
