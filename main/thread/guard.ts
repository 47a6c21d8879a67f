/** The guard in the signer thread: its calls, and telling the shell what a person has to know. */
import type { SeedIdentity } from "../approvals/asked";
import { GuardDesk } from "../guard/guardDesk";
import { OpenExports } from "../guard/openExports";
import { OpenGuard } from "../guard/openGuard";
import { exportJournal } from "../journal/exportJournal";
import { JournalUpkeep } from "../journal/upkeep";
import type { Verification } from "../journal/verify";
import type { Curve } from "../signer/curve";
import type { Database } from "../state/database";
import { memoryStart } from "../state/memoryStart";
import type { WriterPort } from "../state/writerPort";
import type { Clock } from "../support/clock";
import type { EventLoop } from "../support/eventLoop";
import type { Log } from "../support/log";
import type { EmitEvent, HandlersOf } from "./calls";
import type { GuardCalls, GuardNotice } from "./guardProtocol";

export interface ThreadGuardOptions {
  readonly database: Database;
  /** Writes to the database beside this thread; absent for one in memory. */
  readonly writer: WriterPort | undefined;
  readonly clock: Clock;
  readonly curve: Curve;
  readonly eventLoop: EventLoop;
  readonly emit: EmitEvent;
  readonly log: Log;
}

const tellEveryMs = 100;
const lookAroundEveryMs = 60_000;

export class ThreadGuard {
  readonly open: OpenGuard;
  readonly #options: ThreadGuardOptions;
  readonly #desk: GuardDesk;
  readonly #upkeep: JournalUpkeep;
  readonly #exports = new OpenExports();
  #isJournalDamaged = false;
  #isTelling = false;

  constructor(options: ThreadGuardOptions) {
    const { database, writer, clock, curve, eventLoop, log } = options;
    this.#options = options;
    this.open = new OpenGuard({
      database,
      writer,
      clock,
      curve,
      changed: () => this.#tellSoon(),
      reportBug: (error) => log.bug("guard", error),
    });
    this.#desk = new GuardDesk(this.open, clock, eventLoop);
    this.#upkeep = new JournalUpkeep({
      journal: this.open.journal,
      database,
      clock,
      checked: (result) => this.#checked(result),
    });
    this.#checked(this.#upkeep.start());
    setInterval(() => this.#lookAround(), lookAroundEveryMs);
  }

  /** Guards this seed from now on. @param masterKey 64 bytes, not kept */
  bind(identity: SeedIdentity, masterKey: Uint8Array): void {
    this.open.bind(identity, masterKey);
    this.#desk.bind(identity);
  }

  /** Index in family 3 of the key behind our balance in a channel, where memory knows it. */
  paymentKeyOf(fundingKeyIndex: number): number | null | undefined {
    return this.open.memory?.channelOfKey(fundingKeyIndex)?.paymentKeyIndex;
  }

  unbind(): void {
    this.#desk.bind(null);
    this.open.unbind();
  }

  /** Answers to the shell's calls. */
  readonly handlers: HandlersOf<keyof GuardCalls> = {
    "guard.read": () => {
      const { config, pending } = this.open.config;
      const { memory } = this.open;
      const channelCount = memory?.channels().length ?? 0;
      const hasUsedMuSig2 = memory?.hasUsedMuSig2() ?? false;
      return { config, pending, spent: this.#desk.spent, memory: { channelCount, hasUsedMuSig2 } };
    },
    "guard.change": ({ config }) => ({ effectiveAtMs: this.#desk.change(config) }),
    "guard.cancelPending": () => {
      this.#desk.cancelPending();
      return {};
    },
    "guard.replay": ({ config }) => this.#desk.replay(config),
    "approvals.list": () => ({ views: this.#desk.approvals }),
    "approvals.history": ({ limit, beforeMs }) => ({ records: this.open.approvals.history(limit, beforeMs) }),
    "approvals.decide": ({ ref, decision }) => ({ record: this.#desk.decide(ref, decision) }),
    "approvals.preApprove": (input) => this.#desk.preApprove(input),
    "approvals.standing": (input) => this.#desk.standing(input),
    "approvals.revoke": ({ ref }) => ({ isRevoked: this.#desk.revoke(ref) }),
    "journal.page": (query) => ({ ...this.open.journal.page(query), total: this.open.journal.head.newest.seq }),
    "journal.verify": () => this.#desk.verifyJournal(),
    "journal.openExport": ({ format }) => ({ id: this.#exports.open(exportJournal(this.#options.database, format)) }),
    "journal.readExport": ({ id }) => ({ text: this.#exports.next(id) }),
    "memory.export": () => ({ bytes: this.open.exportMemory() }),
    "memory.import": ({ bytes }) => {
      const { channels, amounts, nonces } = this.open.importMemory(bytes);
      this.#tellSoon();
      return { channels, amounts, nonces };
    },
    "alerts.list": () => ({ alerts: this.open.alerts.open() }),
    "alerts.dismiss": ({ id }) => {
      const isDismissed = this.open.alerts.dismiss(id, this.#options.clock.nowMs());
      this.#tellSoon();
      return { isDismissed };
    },
  };

  /** Ends what runs beside the requests, and writes down what waits. */
  close(): void {
    this.#upkeep.stop();
    this.open.close();
  }

  #checked(result: Verification): void {
    this.#isJournalDamaged = !result.ok;
    if (!result.ok) this.#options.log("error", `the journal is not as it was written: ${result.detail}`);
    this.#tellSoon();
  }

  #lookAround(): void {
    try {
      this.open.guard.lookAround();
    } catch (error) {
      this.#options.log.bug("guard", error);
    }
  }

  #tellSoon(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#options.clock.after(tellEveryMs, () => {
      this.#isTelling = false;
      this.#options.emit("guard.changed", this.#notice());
      this.#options.emit("approvals.changed", { views: this.#desk.approvals });
    });
  }

  #notice(): GuardNotice {
    const { config, alerts, journal } = this.open;
    return {
      preset: config.config.preset,
      waiting: this.#desk.approvals.filter(({ record }) => record.state === "waiting").length,
      alerts: alerts.open().length,
      journal: journal.trouble !== null ? "unavailable" : this.#isJournalDamaged ? "damaged" : "ok",
      memory: memoryStart(this.#options.database),
      pendingChangeAtMs: config.pending?.effectiveAtMs ?? null,
    };
  }
}
