/**
 * Approvals at work: which one covers a request, what it has left, when it is used up.
 *
 * A use is written down before it is allowed, so that a crash loses an approval rather than grants it twice.
 */
import type { RequestSummary } from "../policy/summary";
import type { Clock } from "../support/clock";
import type { Allowed } from "./answer";
import type { ApprovalRecord } from "./approval";
import type { ApprovalBook } from "./approvalBook";
import { type Asked, belongsTo, isGroupSigned, type SeedIdentity, signedParts } from "./asked";
import { intentCovers } from "./intentCovers";
import { addSpent, isOfItsKind, spendOf, standingCovers } from "./standing";
import { type Use, Uses } from "./uses";

/** The other inputs of a transaction follow within this time of the first. */
const useMs = 60_000;

type Subject = Pick<Asked, "nodeId" | "intent" | "groupKey" | "summary">;

export class Grants {
  readonly #book: ApprovalBook;
  readonly #clock: Clock;
  readonly #uses = new Uses();

  constructor(book: ApprovalBook, clock: Clock) {
    this.#book = book;
    this.#clock = clock;
  }

  /**
   * Allows a request under an approval that covers it; null when there is none.
   *
   * @throws what the store throws; nothing was used then
   */
  use(asked: Asked, identity: SeedIdentity): Allowed | null {
    const ongoing = this.#ongoingUse(asked, identity);
    if (ongoing !== null) return this.allow(ongoing);
    const usable = this.#book
      .live()
      .filter((record) => record.state === "granted" && belongsTo(record, identity, asked.nodeId));
    const oneTime = usable.find(({ standing, intent }) => standing === null && intentCovers(intent, asked.intent));
    const grant =
      oneTime ??
      usable.find(({ standing, intent }) => standing !== null && standingCovers({ standing, intent }, asked.intent));
    return grant === undefined ? null : this.allow(this.start(grant, asked));
  }

  /** Puts an approval to use for one group. @throws what the store throws */
  start(record: ApprovalRecord, asked: Subject): Use {
    const useUntilMs = this.#clock.nowMs() + useMs;
    const used = { ...record, usedByTxid: asked.summary.txid, useUntilMs };
    this.#book.put(
      record.standing === null
        ? { ...used, state: "in-use" }
        : { ...used, standing: addSpent(record.standing, spendOf(asked.intent)) },
    );
    return this.#begin(record, asked, useMs);
  }

  /** Allows one more request of a use. Whoever is allowed has to conclude. */
  allow(use: Use): Allowed {
    use.pending += 1;
    return { kind: "allowed", ref: use.ref, groupKey: use.groupKey };
  }

  /**
   * Takes note of how an allowed request ended. An approval is used up when all inputs are signed, and is there again
   * when nothing was.
   *
   * @throws what the store throws
   */
  conclude({ ref, groupKey }: Allowed, summary: RequestSummary, isSigned: boolean): void {
    const use = this.#uses.find(ref, groupKey);
    if (use === undefined) return;
    const added = isSigned ? signedParts(summary).filter((part) => !use.signed.has(part)) : [];
    use.pending -= 1;
    for (const part of added) use.signed.add(part);
    this.#book.onRollback(() => {
      use.pending += 1;
      for (const part of added) use.signed.delete(part);
    });
    const record = this.#book.find(ref);
    if (record === undefined) return;
    if (isSigned && record.state === "in-use" && isGroupSigned(summary, use.signed)) {
      this.#book.put({ ...record, state: "used" });
    } else if (use.pending === 0 && use.signed.size === 0) {
      this.#uses.end(use);
      this.#book.onRollback(() => this.#uses.resume(use));
      this.#giveBack(record, use);
    }
  }

  /** Ends what is being signed under an approval. */
  stop(ref: string): void {
    this.#uses.endOf(ref);
  }

  /** Ends everything that is being signed: the keys are others now. */
  stopAll(): void {
    this.#uses.clear();
  }

  /** A use of the same group that is not over: its other inputs, and repeats after a lost connection. */
  #ongoingUse(asked: Asked, identity: SeedIdentity): Use | null {
    const { groupKey, nodeId, intent, summary } = asked;
    const ongoing = this.#uses
      .ofGroup(groupKey, this.#clock.monotonicUs())
      .find((use) => use.nodeId === nodeId && intentCovers(use.intent, intent));
    if (ongoing !== undefined) return ongoing;
    // Begun before a restart.
    for (const record of this.#book.live()) {
      const leftMs = (record.useUntilMs ?? 0) - this.#clock.nowMs();
      if (record.usedByTxid === null || record.usedByTxid !== summary.txid || leftMs <= 0 || leftMs > useMs) continue;
      if (!belongsTo(record, identity, nodeId) || this.#uses.find(record.ref, groupKey) !== undefined) continue;
      const isCovered =
        record.standing === null
          ? intentCovers(record.intent, intent)
          : isOfItsKind(record.intent, intent) && spendOf(intent) <= BigInt(record.standing.perUseSat);
      if (isCovered) return this.#begin(record, asked, leftMs);
    }
    return null;
  }

  #begin(record: ApprovalRecord, { groupKey, nodeId, intent }: Subject, forMs: number): Use {
    return this.#uses.begin({
      ref: record.ref,
      groupKey,
      nodeId,
      intent: record.standing === null ? record.intent : intent,
      untilUs: this.#clock.monotonicUs() + forMs * 1_000,
    });
  }

  #giveBack(record: ApprovalRecord, use: Use): void {
    const unused = { ...record, usedByTxid: null, useUntilMs: null };
    if (record.standing !== null) {
      this.#book.put({ ...unused, standing: addSpent(record.standing, -spendOf(use.intent)) });
    } else if (record.state === "in-use") {
      this.#book.put({ ...unused, state: "granted" });
    }
  }
}
