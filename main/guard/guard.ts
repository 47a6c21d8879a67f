/**
 * The gate of a real signer: rules first, then a person where the rules want one, and the journal before anything
 * leaves.
 *
 * One transaction holds what was signed, what that used of the limits and what it taught. When the database cannot be
 * written, spending stops with a clear refusal; channels go on, and what they signed is written down later.
 */
import type { ApprovalAnswer } from "../approvals/answer";
import type { Approvals } from "../approvals/approvals";
import type { SeedIdentity } from "../approvals/asked";
import type { JournalEntry } from "../journal/entry";
import type { Journal } from "../journal/journal";
import { JournalError } from "../journal/journalError";
import { unfundedAlerts } from "../policy/alerts";
import { type CompiledAllowlist, compileAllowlist } from "../policy/allowlist";
import { evaluate } from "../policy/evaluate";
import { actionOf } from "../policy/presets";
import { createRateGuard } from "../policy/rateGuard";
import { refine } from "../policy/refine";
import type { Rule } from "../policy/rule";
import { rules } from "../policy/rules";
import type { RequestClass, RequestSummary } from "../policy/summary";
import type { Alert, Verdict } from "../policy/verdict";
import type { Curve } from "../signer/curve";
import type { AlertTable } from "../state/alerts";
import type { LimitTable } from "../state/limits";
import type { MemoryTable } from "../state/memory";
import type { Clock } from "../support/clock";
import { nowhere } from "../support/members";
import { goesOnWithoutJournal, isRoutine } from "./classTraits";
import type { ConfigBook } from "./configBook";
import type { Admission, AskedRequest, EndedRequest, Gate, Hold, Note } from "./gate";
import { PendingNotes } from "./pendingNotes";

export interface GuardParts {
  readonly clock: Clock;
  readonly curve: Curve;
  readonly config: ConfigBook;
  readonly limits: LimitTable;
  readonly alerts: AlertTable;
  readonly approvals: Approvals;
  readonly journal: Journal;
  /** Something a person may see is different. */
  readonly changed: () => void;
  /** Logs an error that stops nothing. */
  readonly reportBug: (error: unknown) => string;
}

type Settled = Exclude<Admission, { kind: "hold" }>;

/** How long an entry that nobody waits for may stay in memory. */
const writeLaterMs = 200;
/** Refusals that say something about the signer's state and nothing about the request. */
const quietTags: ReadonlySet<string> = new Set(["locked", "paused"]);

const journalUnavailable = {
  tag: "journal-unavailable",
  reason: "the signer cannot write its journal, so it spends nothing: see Countersign",
} as const;

export class Guard implements Gate {
  readonly #parts: GuardParts;
  readonly #rates = createRateGuard();
  #bound: Bound | null = null;
  #nodeId: string | null = null;
  /** Entries that nobody waits for. */
  #later: JournalEntry[] = [];
  #cancelWrite: (() => void) | null = null;
  /** Notes whose approval was concluded with their entry, however the request ends. */
  readonly #concluded = new WeakSet<Note>();

  constructor(parts: GuardParts) {
    this.#parts = parts;
  }

  /** Guards the keys of this seed from now on, with what is remembered of it; null while they are locked. */
  bind(seed: { readonly identity: SeedIdentity; readonly memory: MemoryTable } | null): void {
    this.#parts.approvals.bind(seed?.identity ?? null);
    this.#bound =
      seed === null
        ? null
        : {
            ...seed,
            pending: new PendingNotes(seed.memory, this.#parts.limits),
            allowlist: this.#compiledAllowlist(seed.identity),
          };
    this.#parts.changed();
  }

  /** The node whose requests come from now on. */
  nodeChanged(nodeId: string | null): void {
    if (this.#nodeId !== nodeId) this.#parts.approvals.settleHeld("node-changed", "the signer was paired anew");
    this.#nodeId = nodeId;
  }

  /** The rules are others from now on. */
  configChanged(): void {
    const bound = this.#bound;
    if (bound !== null) this.#bound = { ...bound, allowlist: this.#compiledAllowlist(bound.identity) };
    this.#parts.changed();
  }

  admit(arrived: AskedRequest): Admission {
    const asked = { ...arrived, summary: refine(arrived.summary, this.#requireBound().pending) };
    const verdict = this.#withRateAlert(this.#judge(asked.summary), asked.summary.class);
    const refusal = this.#refusalOf(asked, verdict);
    if (refusal !== null) return refusal;
    return verdict.action === "allow" ? this.#sign(noteOf(asked, verdict)) : this.#ask(asked, verdict);
  }

  commit(signed: readonly Note[], settle: (mayLeave: readonly boolean[] | undefined) => void): void {
    const entries = signed.map((note) => this.#entryOf(note, { kind: "signed" }));
    const later = this.#takeLater();
    const bound = this.#bound;
    const alongside = () => this.#writeAlongside(signed);
    try {
      this.#parts.journal.commit([...later, ...entries], alongside, ({ isWritten, error }) => {
        if (!isWritten) {
          this.#writeLater(...later);
          this.#holdWithoutJournal(signed, entries, bound);
        } else if (signed.some(({ alerts, approval }) => alerts.length > 0 || approval !== null)) {
          this.#parts.changed();
        }
        settle(error === null ? undefined : mayLeaveWithoutJournal(signed));
      });
    } catch (error) {
      this.#writeLater(...later);
      throw error;
    } finally {
      // It counts in memory by now, or came to nothing.
      for (const note of signed) bound?.pending.release(note);
    }
  }

  noteEnd({ note, outcome }: EndedRequest): void {
    const { journal } = this.#parts;
    const { atMs, summary } = note.asked;
    const isSigned = outcome.kind === "signed";
    this.#bound?.pending.release(note);
    if (!this.#concluded.has(note)) this.#conclude(note, isSigned);
    if (isSigned || (outcome.kind === "denied" && quietTags.has(outcome.tag))) {
      journal.count(atMs, this.#nodeId, summary.class, isSigned);
      return;
    }
    this.#writeLater(this.#entryOf(note, outcome));
  }

  streamEnded(): void {
    for (const note of this.#bound?.pending.releaseAll() ?? []) this.#conclude(note, false);
    this.#parts.approvals.settleHeld("disconnected", "the node's connection ended");
  }

  /** Writes down something that a person or the signer itself did. */
  noteEvent(event: string, detail: string): void {
    this.#writeLater({ kind: "event", atMs: this.#parts.clock.nowMs(), event, detail });
  }

  /** What has to be noticed without a request: a change whose time has come, money sent into channels that never came. */
  lookAround(): void {
    const { clock, config, alerts, journal } = this.#parts;
    const nowMs = clock.nowMs();
    if (config.applyDue(nowMs)) this.configChanged();
    const memory = this.#bound?.memory;
    if (memory === undefined || journal.trouble !== null) return;
    const raised = unfundedAlerts(memory.fundingsWithoutChannel(nowMs), memory, nowMs);
    if (raised.length === 0) return;
    alerts.raise(raised, nowMs);
    for (const { subject, detail } of raised) {
      memory.forgetFunding(subject);
      this.noteEvent("unfunded-channel", detail);
    }
    this.#parts.changed();
  }

  /** Writes down what waits, as far as that is possible. */
  close(): void {
    this.#cancelWrite?.();
    this.#writeWaiting();
  }

  #judge(summary: RequestSummary): Verdict {
    const { clock, config } = this.#parts;
    const nowMs = clock.nowMs();
    if (config.applyDue(nowMs)) this.configChanged();
    const { pending, allowlist } = this.#requireBound();
    return evaluate(summary, { memory: pending, limits: pending, allowlist, nowMs, config: config.config });
  }

  /** Requests that come much too often are told of, and signed all the same. */
  #withRateAlert(verdict: Verdict, requestClass: RequestClass): Verdict {
    const alert = this.#rates.note(requestClass, this.#parts.clock.nowMs());
    if (alert === null || actionOf(rateGuardRule, this.#parts.config.config) === "off") return verdict;
    return { ...verdict, alerts: [...verdict.alerts, alert] };
  }

  #compiledAllowlist({ network }: SeedIdentity): CompiledAllowlist {
    const { config, curve } = this.#parts;
    return compileAllowlist(config.config.allowlist, { network, curve });
  }

  #requireBound(): Bound {
    if (this.#bound === null) throw new Error("nothing is judged while the keys are locked");
    return this.#bound;
  }

  #refusalOf(asked: AskedRequest, verdict: Verdict): Settled | null {
    const note = noteOf(asked, verdict);
    const [first] = verdict.findings;
    if (verdict.action === "block") {
      if (first === undefined) throw new Error("a verdict blocks without a finding");
      return { kind: "refuse", tag: first.tag, reason: first.detail, note };
    }
    const isStopped = this.#parts.journal.trouble !== null && !goesOnWithoutJournal(asked.summary.class);
    return isStopped ? { kind: "refuse", ...journalUnavailable, note } : null;
  }

  #sign(note: Note): Settled {
    this.#requireBound().pending.add(note);
    return { kind: "sign", note };
  }

  #ask(asked: AskedRequest, verdict: Verdict): Admission {
    const { approvals } = this.#parts;
    if (this.#nodeId === null) throw new Error("a request came from no node");
    let settle: (answer: ApprovalAnswer) => void = () => undefined;
    const context = { nodeId: this.#nodeId, deadlineUs: asked.deadlineUs };
    const answer = approvals.ask(asked.summary, verdict.findings, context, (later) => settle(later));
    if (answer.kind !== "held") return this.#answered(asked, verdict, answer);
    const hold: Hold = {
      settled: (listener) => {
        settle = (later) => listener(this.#answeredLater(asked, verdict, later));
      },
      abandon: answer.drop,
    };
    return { kind: "hold", note: noteOf(asked, verdict), hold };
  }

  #answered(asked: AskedRequest, verdict: Verdict, answer: ApprovalAnswer): Settled {
    const note = noteOf(asked, verdict);
    if (answer.kind === "refused") return { kind: "refuse", tag: answer.tag, reason: answer.reason, note };
    return this.#sign({ ...note, approval: answer });
  }

  /** While a person thought, others may have been signed: the rules are asked again, and a no of theirs stands. */
  #answeredLater(asked: AskedRequest, verdict: Verdict, answer: ApprovalAnswer): Settled {
    if (answer.kind === "refused" || this.#bound === null) return this.#answered(asked, verdict, answer);
    const verdictNow = this.#judge(asked.summary);
    const refusal = this.#refusalOf(asked, verdictNow);
    if (refusal === null) return this.#answered(asked, verdictNow, answer);
    return { ...refusal, note: { ...refusal.note, approval: answer } };
  }

  /** Inside the journal's transaction. */
  #writeAlongside(signed: readonly Note[]): void {
    const { limits, alerts, approvals } = this.#parts;
    for (const { asked, uses, learns, alerts: raised, approval } of signed) {
      this.#bound?.memory.apply(learns);
      limits.apply(uses);
      alerts.raise(raised, asked.atMs);
      if (approval !== null) approvals.conclude(approval, asked.summary, true);
    }
    for (const note of signed) if (note.approval !== null) this.#concluded.add(note);
  }

  #holdWithoutJournal(signed: readonly Note[], entries: readonly JournalEntry[], bound: Bound | null): void {
    for (const note of signed) this.#concluded.delete(note);
    const mayLeave = mayLeaveWithoutJournal(signed);
    this.#parts.journal.hold(entries.filter((_, index) => mayLeave[index]));
    signed.forEach(({ learns, uses }, index) => {
      if (!mayLeave[index]) return;
      bound?.memory.hold(learns);
      this.#parts.limits.hold(uses);
    });
    this.#parts.changed();
  }

  #conclude({ approval, asked }: Note, isSigned: boolean): void {
    if (approval === null) return;
    try {
      this.#parts.approvals.conclude(approval, asked.summary, isSigned);
    } catch (error) {
      // It counts as in use until its time is over, which errs on the safe side.
      this.#parts.reportBug(error);
    }
  }

  #writeLater(...entries: readonly JournalEntry[]): void {
    if (entries.length === 0) return;
    this.#later.push(...entries);
    this.#cancelWrite ??= this.#parts.clock.after(writeLaterMs, () => {
      this.#cancelWrite = null;
      this.#writeWaiting();
    });
  }

  #writeWaiting(): void {
    const entries = this.#takeLater();
    if (entries.length === 0) return;
    try {
      this.#parts.journal.writeSoon(entries);
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      this.#parts.journal.hold(entries);
      this.#parts.changed();
    }
  }

  #takeLater(): readonly JournalEntry[] {
    const entries = this.#later;
    this.#later = [];
    this.#cancelWrite?.();
    this.#cancelWrite = null;
    return entries;
  }

  #entryOf({ asked, findings, approval, alerts }: Note, outcome: EndedRequest["outcome"]): JournalEntry {
    return {
      kind: "request",
      atMs: asked.atMs,
      nodeId: this.#nodeId,
      requestId: asked.requestId,
      summary: asked.summary,
      findings,
      outcome,
      approvalRef: approval?.ref ?? null,
      alerts: outcome.kind === "signed" ? alerts : noAlerts,
    };
  }
}

/** The seed in use, and what is known of it. */
interface Bound {
  readonly identity: SeedIdentity;
  readonly memory: MemoryTable;
  readonly pending: PendingNotes;
  readonly allowlist: CompiledAllowlist;
}

const rateGuardRule = ruleOf("rate-guard");

function ruleOf(tag: string): Rule {
  const rule = rules.find((each) => each.tag === tag);
  if (rule === undefined) throw new Error(`there is no rule ${tag}`);
  return rule;
}

const noAlerts: readonly Alert[] = [];

/** Channels must not depend on a disk. */
function mayLeaveWithoutJournal(signed: readonly Note[]): readonly boolean[] {
  return signed.map(({ asked }) => goesOnWithoutJournal(asked.summary.class));
}

function noteOf(asked: AskedRequest, { findings, uses, learns, alerts }: Verdict): Note {
  const isWrittenAhead =
    !isRoutine(asked.summary.class) || findings.length + uses.length + learns.length + alerts.length > 0;
  return { asked, findings, uses, learns, alerts, approval: null, isWrittenAhead, place: nowhere };
}
