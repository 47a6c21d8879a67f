/** Rules, approvals, journal and memory as the window sees them. Expected refusals are AppErrors. */
import type {
  ApprovalView,
  AppSnapshot,
  CallInput,
  CallOutput,
  KeystoreView,
  PairedNodeView,
} from "../../preload/contract/types";
import type { ExportFormat } from "../journal/exportJournal";
import { type ReadDestination, readDestination } from "../policy/allowlist";
import { trustSentences } from "../policy/trust";
import type { Curve } from "../signer/curve";
import type { Network } from "../signer/network";
import { startsWithoutMemory } from "../state/memoryStart";
import type { ThreadCallName, ThreadCalls } from "../thread/protocol";
import { ThreadError } from "../thread/threadError";
import { AppError } from "./appError";
import { type ApprovalFacts, approvalView } from "./approvalViews";
import { changedConfig, guardView } from "./guardView";
import { journalQuery, journalRow, verificationView } from "./journalViews";
import type { SignerSide } from "./signerSide";
import { summaryView } from "./snapshot";

/** What the desk needs to know of the rest of the session. */
export interface GuardSurroundings {
  readonly curve: Curve;
  /** The signer that is shown: the real one, or the practice node's. */
  readonly side: () => SignerSide;
  /** Seed and node of that signer. */
  readonly keystore: () => KeystoreView;
  readonly node: () => PairedNodeView | null;
}

const dayMs = 86_400_000;
/** What a signer's macaroon is for (lnd lnrpc/watchonlyrpc). */
const signerPermission = "remotesigner";
/** Replays list so many requests; the counts are of all. */
const mostHits = 200;

export class SessionGuard {
  readonly #surroundings: GuardSurroundings;

  constructor(surroundings: GuardSurroundings) {
    this.#surroundings = surroundings;
  }

  /** What a person has to know without asking. */
  get notice(): AppSnapshot["guard"] {
    const { memory, ...notice } = this.#surroundings.side().guard;
    const keystore = this.#surroundings.keystore();
    const seedIsNew = keystore.state === "open" && (keystore.origin === "new-aezeed" || keystore.origin === "practice");
    const hasNode = this.#surroundings.node() !== null;
    return { ...notice, memoryIsNew: hasNode && startsWithoutMemory(memory, seedIsNew) };
  }

  async read(): Promise<CallOutput<"guard.read">> {
    return guardView(await this.#call("guard.read", {}), this.#network());
  }

  async change(change: CallInput<"guard.change">): Promise<CallOutput<"guard.change">> {
    const { config } = await this.#call("guard.read", {});
    const { effectiveAtMs } = await this.#call("guard.change", { config: changedConfig(config, change) });
    return { applied: effectiveAtMs === null ? "now" : "later", effectiveAtMs };
  }

  async cancelPending(): Promise<void> {
    await this.#call("guard.cancelPending", {});
  }

  async replay(change: CallInput<"guard.replay">): Promise<CallOutput<"guard.replay">> {
    const { config } = await this.#call("guard.read", {});
    const { hits, ...report } = await this.#call("guard.replay", { config: changedConfig(config, change) });
    return {
      ...report,
      hits: hits.slice(0, mostHits).map((hit) => ({ ...hit, summary: summaryView(hit.summary) })),
    };
  }

  checkAllowlistText({ text }: CallInput<"allowlist.check">): CallOutput<"allowlist.check"> {
    const read = this.#destination(text);
    if (!read.ok) return read;
    const { scripts: _, ...destination } = read;
    return destination;
  }

  async trust(): Promise<CallOutput<"trust.read">> {
    const { config, memory } = await this.#call("guard.read", {});
    const node = this.#surroundings.node();
    const permissions = node?.macaroon?.permissions ?? null;
    const isMacaroonWide = permissions?.some(({ entity }) => entity !== signerPermission) ?? null;
    const isMemoryNew = this.notice.memoryIsNew;
    const sentences = trustSentences({ config, ...memory, isMemoryNew, pairing: { isMacaroonWide } });
    return {
      nodeName: node?.name ?? null,
      sentences: sentences.map(({ values, ...rest }) => ({ ...rest, values: { ...values } })),
    };
  }

  async alerts(): Promise<CallOutput<"alerts.list">> {
    const { alerts } = await this.#call("alerts.list", {});
    return {
      alerts: alerts
        .slice(0, 200)
        .map(({ id, lastAtMs, tag, subject, detail }) => ({ id: String(id), atMs: lastAtMs, tag, subject, detail })),
    };
  }

  async dismissAlert({ id }: CallInput<"alerts.dismiss">): Promise<void> {
    await this.#call("alerts.dismiss", { id: Number(id) });
  }

  async approvals(): Promise<ApprovalView[]> {
    const { views } = await this.#call("approvals.list", {});
    const facts = await this.#facts();
    return views.slice(0, 200).map(({ record, answerByMs }) => approvalView(record, answerByMs, facts));
  }

  async approvalHistory(input: CallInput<"approvals.history">): Promise<CallOutput<"approvals.history">> {
    const { records } = await this.#call("approvals.history", input);
    const facts = await this.#facts();
    const isOver = new Set(["used", "refused", "revoked", "expired"]);
    return {
      records: records.filter(({ state }) => isOver.has(state)).map((record) => approvalView(record, null, facts)),
    };
  }

  /** @throws AppError APPROVAL_OVER */
  async decide(input: CallInput<"approvals.decide">): Promise<void> {
    const { record } = await this.#call("approvals.decide", input);
    if (record === null) throw over(input.ref);
  }

  /** @throws AppError ADDRESS_UNREADABLE, BAD_INPUT */
  async preApprove(input: CallInput<"approvals.preApprove">): Promise<CallOutput<"approvals.preApprove">> {
    const payments = input.payees.map(({ text, amountSat }) => ({ address: this.#addressIn(text), amountSat }));
    return this.#granted(
      await this.#call("approvals.preApprove", {
        wish: { kind: "send", payments },
        feeCapSat: input.maxFeeSat,
        nodeId: null,
        durationMs: input.minutes * 60_000,
      }),
    );
  }

  /** @throws AppError ADDRESS_UNREADABLE, BAD_INPUT */
  async standing({ payee, perUseSat, totalSat, days }: CallInput<"approvals.standing">): Promise<{ ref: string }> {
    return this.#granted(
      await this.#call("approvals.standing", {
        wish: { kind: "send", addresses: [this.#addressIn(payee)] },
        perUseSat,
        totalSat,
        nodeId: null,
        durationMs: days * dayMs,
      }),
    );
  }

  /** @throws AppError APPROVAL_OVER */
  async revoke({ ref }: CallInput<"approvals.revoke">): Promise<void> {
    const { isRevoked } = await this.#call("approvals.revoke", { ref });
    if (!isRevoked) throw over(ref);
  }

  async journalPage(input: CallInput<"journal.page">): Promise<CallOutput<"journal.page">> {
    const { entries, total, nextBeforeSeq } = await this.#call("journal.page", journalQuery(input));
    return { rows: entries.map((entry) => journalRow(entry, (id) => this.#nodeName(id))), total, nextBeforeSeq };
  }

  async verifyJournal(): Promise<CallOutput<"journal.verify">> {
    const startedAtMs = performance.now();
    const verification = await this.#call("journal.verify", {});
    return verificationView(verification, Math.round(performance.now() - startedAtMs));
  }

  /** The whole journal as text, in portions. */
  async *exportJournal(format: ExportFormat): AsyncGenerator<string, void> {
    const { id } = await this.#call("journal.openExport", { format });
    for (;;) {
      const { text } = await this.#call("journal.readExport", { id });
      if (text === null) return;
      yield text;
    }
  }

  /** What the signer remembers, as the bytes of a file. */
  async *exportMemory(): AsyncGenerator<Uint8Array, void> {
    yield (await this.#call("memory.export", {})).bytes;
  }

  /** @throws AppError MEMORY_UNREADABLE, MEMORY_OTHER_SEED */
  async importMemory(bytes: Uint8Array): Promise<{ channels: number; amounts: number; nonces: number }> {
    return this.#call("memory.import", { bytes });
  }

  async #facts(): Promise<ApprovalFacts> {
    const { curve } = this.#surroundings;
    return { curve, guard: await this.#call("guard.read", {}), nodeName: (id) => this.#nodeName(id) };
  }

  #nodeName(nodeId: string | null): string | null {
    const node = this.#surroundings.node();
    return node !== null && node.id === nodeId ? node.name : null;
  }

  #network(): Network {
    const keystore = this.#surroundings.keystore();
    if (keystore.state === "open") return keystore.network;
    throw new AppError("KEYS_LOCKED", "There is no open seed: the rules belong to one.");
  }

  #addressIn(text: string): string {
    const read = this.#destination(text);
    if (!read.ok) throw new AppError("ADDRESS_UNREADABLE", `${text.slice(0, 80)}: ${read.error}`);
    if (read.kind === "address") return read.text;
    throw new AppError("ADDRESS_UNREADABLE", "Name one address: a descriptor stands for many.");
  }

  #destination(text: string): ReadDestination {
    return readDestination(text, { network: this.#network(), curve: this.#surroundings.curve });
  }

  #granted(granted: ThreadCalls["approvals.preApprove"]["output"]): { ref: string } {
    if ("ref" in granted) return granted;
    const sentences = {
      "no-payment": "Name whom you are about to pay.",
      "too-many-payments": "That is too many payees for one approval.",
      duration: "The approval cannot last that long.",
      address: "An address cannot be read.",
      amount: "An amount cannot be read: whole satoshi, more than 0.",
      "too-many": "Too many approvals are open. Decide or revoke some first.",
    };
    const code = granted.problem === "address" ? "ADDRESS_UNREADABLE" : "BAD_INPUT";
    throw new AppError(code, sentences[granted.problem]);
  }

  async #call<N extends ThreadCallName>(name: N, input: ThreadCalls[N]["input"]): Promise<ThreadCalls[N]["output"]> {
    try {
      return await this.#surroundings.side().host.call(name, input);
    } catch (error) {
      throw refusalOf(error);
    }
  }
}

/** Codes of JournalError and MemoryFileError, whose messages are for people already. */
const refusalCodes: Readonly<Record<string, "JOURNAL_UNAVAILABLE" | "MEMORY_UNREADABLE" | "MEMORY_OTHER_SEED">> = {
  FULL: "JOURNAL_UNAVAILABLE",
  READ_ONLY: "JOURNAL_UNAVAILABLE",
  CORRUPT: "JOURNAL_UNAVAILABLE",
  BUSY: "JOURNAL_UNAVAILABLE",
  CHANGED: "JOURNAL_UNAVAILABLE",
  IO: "JOURNAL_UNAVAILABLE",
  UNREADABLE: "MEMORY_UNREADABLE",
  CONTRADICTION: "MEMORY_UNREADABLE",
  OTHER_SEED: "MEMORY_OTHER_SEED",
};

/** What the guard refuses with becomes a refusal for people; what is a bug stays one. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof ThreadError)) return error;
  const code = refusalCodes[error.code];
  return code === undefined ? error : new AppError(code, error.message, { cause: error });
}

function over(ref: string): AppError {
  return new AppError("APPROVAL_OVER", `There is nothing left to decide about ${ref}: its time is over.`);
}
