/** What a person does with the guard: change rules, decide, grant in advance, look back. */
import type { ApprovalRecord } from "../approvals/approval";
import type { ApprovalView, Decision } from "../approvals/approvals";
import type { SeedIdentity } from "../approvals/asked";
import {
  type DraftProblem,
  type GrantDraft,
  type PreApprovalInput,
  preApproval,
  type StandingInput,
  standingApproval,
} from "../approvals/preApproval";
import type { Verification } from "../journal/verify";
import type { PolicyConfig } from "../policy/config";
import { isLooser } from "../policy/loosening";
import { type LimitMeasure, limitMeasures } from "../policy/verdict";
import type { Clock } from "../support/clock";
import type { EventLoop } from "../support/eventLoop";
import type { OpenGuard } from "./openGuard";
import { type GuardReplay, replayHistory } from "./replayHistory";

/** Counted so far in each window, satoshi as text. */
export type SpentByMeasure = Readonly<Record<LimitMeasure, { hourSat: string; daySat: string; weekSat: string }>>;

export type Granted = { readonly ref: string } | DraftProblem | { readonly problem: "too-many" };

const hourMs = 3_600_000;

export class GuardDesk {
  readonly #open: OpenGuard;
  readonly #clock: Clock;
  readonly #eventLoop: EventLoop;
  #identity: SeedIdentity | null = null;

  constructor(open: OpenGuard, clock: Clock, eventLoop: EventLoop) {
    this.#open = open;
    this.#clock = clock;
    this.#eventLoop = eventLoop;
  }

  /** The seed that grants are for; null while keys are locked. */
  bind(identity: SeedIdentity | null): void {
    this.#identity = identity;
  }

  get spent(): SpentByMeasure {
    const sumSat = (measure: LimitMeasure, windowMs: number) =>
      this.#open.limits.spentSat(measure, windowMs, "").toString();
    const ofMeasure = (measure: LimitMeasure) => ({
      hourSat: sumSat(measure, hourMs),
      daySat: sumSat(measure, 24 * hourMs),
      weekSat: sumSat(measure, 7 * 24 * hourMs),
    });
    return Object.fromEntries(limitMeasures.map((measure) => [measure, ofMeasure(measure)])) as SpentByMeasure;
  }

  /** Allows less at once, more after the delay in force. Returns when all of it applies; null when it does already. */
  change(next: PolicyConfig): number | null {
    const { config, guard } = this.#open;
    const nowMs = this.#clock.nowMs();
    const before = config.config;
    const effectiveAtMs = config.change(next, nowMs);
    const isLater = effectiveAtMs > nowMs;
    guard.noteEvent(
      isLater ? "rules-change-waits" : "rules-changed",
      `${describeChange(before, next)}${isLater ? `; in force from ${new Date(effectiveAtMs).toISOString()}` : ""}`,
    );
    guard.configChanged();
    return isLater ? effectiveAtMs : null;
  }

  cancelPending(): void {
    const { config, guard } = this.#open;
    if (config.pending === null) return;
    config.cancelPending();
    guard.noteEvent("rules-change-cancelled", "a change that waited was taken back");
    guard.configChanged();
  }

  /** What other rules would have done to the journal's requests, and whether they would have to wait. */
  async replay(next: PolicyConfig): Promise<GuardReplay & { readonly isLooser: boolean }> {
    const { network } = this.#requireIdentity();
    const { database, curve } = this.#open;
    const report = await inPortions(replayHistory(database, next, { network, curve }), this.#eventLoop);
    return { ...report, isLooser: isLooser(this.#open.config.config, next) };
  }

  /** Null: there is nothing (left) to decide. */
  decide(ref: string, decision: Decision): ApprovalRecord | null {
    const record = this.#open.approvals.decide(ref, decision);
    if (record !== null) {
      this.#open.guard.noteEvent(decision === "refuse" ? "approval-refused" : "approval-granted", ref);
    }
    return record;
  }

  preApprove(input: PreApprovalInput): Granted {
    return this.#grant((identity) => preApproval(input, identity.network), "pre-approved");
  }

  standing(input: StandingInput): Granted {
    return this.#grant((identity) => standingApproval(input, identity.network), "standing-approval");
  }

  revoke(ref: string): boolean {
    const isRevoked = this.#open.approvals.revoke(ref) !== null;
    if (isRevoked) this.#open.guard.noteEvent("approval-revoked", ref);
    return isRevoked;
  }

  get approvals(): ApprovalView[] {
    return this.#identity === null ? [] : this.#open.approvals.list();
  }

  /** Works the whole chain out again, in slices between which requests are answered. */
  verifyJournal(): Promise<Verification> {
    return inPortions(this.#open.journal.verify(), this.#eventLoop);
  }

  #requireIdentity(): SeedIdentity {
    if (this.#identity === null) throw new Error("the keys are locked");
    return this.#identity;
  }

  #grant(draftFor: (identity: SeedIdentity) => GrantDraft | DraftProblem, event: string): Granted {
    const draft = draftFor(this.#requireIdentity());
    if ("problem" in draft) return draft;
    const record = this.#open.approvals.grant(draft);
    if (record === null) return { problem: "too-many" };
    this.#open.guard.noteEvent(event, `${record.ref}: ${JSON.stringify(draft)}`);
    return { ref: record.ref };
  }
}

/** Drives long work to its end, and lets requests be answered in between. */
function inPortions<T>(work: Generator<unknown, T>, eventLoop: EventLoop): Promise<T> {
  return new Promise((resolve, reject) => {
    const advance = () => {
      try {
        const step = work.next();
        if (step.done) resolve(step.value);
        else eventLoop.afterIo(advance);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    advance();
  });
}

/** For the journal: which parts of the rules are different. */
function describeChange(before: PolicyConfig, next: PolicyConfig): string {
  const parts: string[] = [];
  if (before.preset !== next.preset) parts.push(`preset ${before.preset} -> ${next.preset}`);
  for (const part of ["overrides", "limits", "allowlist", "looseningDelayMs", "appFamilies"] as const) {
    const [from, to] = [JSON.stringify(before[part]), JSON.stringify(next[part])];
    if (from !== to) parts.push(`${part} ${from} -> ${to}`);
  }
  return parts.length === 0 ? "nothing is different" : parts.join("; ");
}
