/** What approvals are tested with: requests as summaries, a store in memory, a person who decides. */
import type { ApprovalAnswer, Refused } from "../../main/approvals/answer";
import type { ApprovalRecord, ApprovalStore } from "../../main/approvals/approval";
import { Approvals, type ApprovalView, type Held } from "../../main/approvals/approvals";
import { malformedSummary } from "../../main/policy/examine";
import type { PsbtFacts } from "../../main/policy/facts";
import type { RuleFinding } from "../../main/policy/ruleTags";
import type { InputSummary, OutputSummary, RequestSummary } from "../../main/policy/summary";
import { FakeClock } from "./fakeClock";

export const keyHashScript = (byte: number) => `0014${byte.toString(16).padStart(2, "0").repeat(20)}`;
export const scriptHashScript = (byte: number) => `0020${byte.toString(16).padStart(2, "0").repeat(32)}`;
export const taprootScript = (byte: number) => `5120${byte.toString(16).padStart(2, "0").repeat(32)}`;
export const txidOf = (number: number) => number.toString(16).padStart(64, "0");

export const nodeId = "0123456789abcdef";
export const identity = { network: "regtest", identityPubkeyHex: `02${"ab".repeat(32)}` } as const;
const findings: readonly RuleFinding[] = [
  { tag: "unknown-output", action: "ask", detail: "pays 100000 sat to somebody else" },
];

const emptySummary = malformedSummary("sign_psbt_request", "regtest");

interface Payment {
  readonly scriptHex: string;
  readonly amountSat: number;
}

export interface SpendWish {
  readonly class?: RequestSummary["class"];
  readonly txid?: string;
  readonly pays?: readonly Payment[];
  readonly own?: readonly Payment[];
  readonly feeSat?: number | null;
  readonly keyPath?: string;
  readonly sighashType?: number;
  /** Which of how many wallet inputs this request signs. */
  readonly input?: number;
  readonly inputs?: number;
  readonly facts?: Partial<PsbtFacts>;
}

/** A request for one input of a transaction that pays somebody else. */
export function spendOf(wish: SpendWish = {}): RequestSummary {
  const {
    txid = txidOf(1),
    keyPath = "m/84'/0'/0'/0/3",
    sighashType = 1,
    input = 0,
    inputs = 1,
    feeSat = 1_000,
  } = wish;
  const pays = wish.pays ?? [{ scriptHex: keyHashScript(0xee), amountSat: 100_000 }];
  const outputs: OutputSummary[] = [
    ...pays.map((payment) => outputSummary(payment, "unknown")),
    ...(wish.own ?? [{ scriptHex: keyHashScript(0x01), amountSat: 50_000 }]).map((payment) =>
      outputSummary(payment, "own-change"),
    ),
  ];
  const listed: InputSummary[] = Array.from({ length: Math.min(inputs, 64) }, (_, index) => ({
    outpoint: `${txidOf(0xf000 + index)}:0`,
    amountSat: "500000",
    proof: "claimed",
    isSigned: index === input,
    keyPath: "m/84'/0'/0'/0/3",
  }));
  return {
    ...emptySummary,
    class: wish.class ?? "wallet-send",
    keyPath,
    amountSat: pays.reduce((sum, { amountSat }) => sum + amountSat, 0).toString(),
    feeSat: feeSat?.toString() ?? null,
    inputs: listed,
    inputCount: inputs,
    outputs,
    outputCount: outputs.length,
    txid,
    outpoint: listed[input]?.outpoint ?? null,
    sighashType,
    contentHashHex: `${txid.slice(0, 60)}${input.toString(16).padStart(4, "0")}`,
    facts: { ...psbtFacts(keyPath, sighashType), ...wish.facts },
  };
}

function outputSummary({ scriptHex, amountSat }: Payment, owner: OutputSummary["owner"]): OutputSummary {
  return { amountSat: amountSat.toString(), address: null, scriptHex, owner, path: null };
}

function psbtFacts(keyPath: string, sighashType: number): PsbtFacts {
  const purpose = Number(keyPath.split("/")[1]?.slice(0, -1)) as PsbtFacts["signings"][number]["purpose"];
  return {
    kind: "psbt",
    version: 2,
    lockTime: 0,
    signedCount: 1,
    signings: [{ class: "wallet-send", purpose, account: 0, tweak: "none", sighashType, sequence: 0xfffffffd }],
    isExaminedWhole: true,
    wrongKeys: 0,
    otherNetworkPaths: 0,
    inputSat: null,
    ownInputSat: "0",
    outputSat: "0",
    ownOutputSat: "0",
    ownOutputCount: 0,
    unknownOutputCount: 0,
    carriedOutputs: [],
    strayOwnOutputs: 0,
    vsizeVb: 141,
    contradictedOutpoints: [],
    hasAbsurdAmount: false,
    dustOutputs: 0,
    nonstandardOutputs: 0,
    nonSegwitInputs: 0,
    channelOutput: null,
    commitment: null,
    htlc: null,
  };
}

/** A person's text to be signed by the node key. */
export function messageOf(contentHashHex: string, wish: Partial<RequestSummary> = {}): RequestSummary {
  return {
    ...emptySummary,
    class: "user-message",
    kind: "sign_message_req",
    keyFamily: 6,
    keyIndex: 0,
    keyPath: "m/1017'/1'/6'/0/0",
    text: "hello",
    contentHashHex,
    facts: {
      kind: "message",
      length: 29,
      isDoubleHashed: true,
      isCompact: true,
      isSchnorr: false,
      hasTapTweak: false,
      tagHex: "",
      disguise: null,
      invoiceExpiresAtMs: null,
    },
    ...wish,
  };
}

/** Keeps approvals as a database would; `isBroken` makes every write fail. */
export class MemoryApprovalStore implements ApprovalStore {
  readonly records = new Map<string, ApprovalRecord>();
  isBroken = false;
  #undo: (() => void)[] | null = null;

  open(): ApprovalRecord[] {
    const states = ["waiting", "granted", "in-use"];
    return structuredClone([...this.records.values()].filter(({ state }) => states.includes(state)));
  }

  history(limit: number, beforeMs = Number.POSITIVE_INFINITY): ApprovalRecord[] {
    const older = [...this.records.values()].filter(({ createdAtMs }) => createdAtMs < beforeMs);
    return structuredClone(older.sort((a, b) => b.createdAtMs - a.createdAtMs).slice(0, limit));
  }

  save(record: ApprovalRecord): void {
    if (this.isBroken) throw new Error("the database is read-only");
    const key = `${record.ref} ${record.createdAtMs}`;
    const before = this.records.get(key);
    this.records.set(key, structuredClone(record));
    this.onRollback(() => void (before === undefined ? this.records.delete(key) : this.records.set(key, before)));
  }

  onRollback(undo: () => void): void {
    this.#undo?.push(undo);
  }

  /** A transaction that comes to nothing. */
  failing(work: () => void): void {
    this.#undo = [];
    work();
    const undo = this.#undo.reverse();
    this.#undo = null;
    for (const back of undo) back();
  }
}

type Asking = Partial<{ nodeId: string; deadlineMs: number; findings: readonly RuleFinding[] }>;

/** Approvals of one seed on a clock that stands still, with everything that came of each request. */
export class ApprovalDesk {
  readonly clock: FakeClock;
  readonly store: MemoryApprovalStore;
  approvals: Approvals;
  readonly views: ApprovalView[] = [];
  readonly failures: unknown[] = [];
  #random = 1;

  constructor({ clock = new FakeClock(), store = new MemoryApprovalStore() } = {}) {
    this.clock = clock;
    this.store = store;
    this.approvals = this.#create();
  }

  /** New approvals on the same store, as after a restart; what was held is gone. */
  restart(): void {
    this.approvals.close();
    this.approvals = this.#create();
  }

  /** Asks; a held request has its answers put into `settled` once they come. */
  ask(summary: RequestSummary, asking: Asking = {}): Question {
    const deadlineUs = this.clock.monotonicUs() + (asking.deadlineMs ?? 4_000) * 1_000;
    const settled: ApprovalAnswer[] = [];
    const context = { nodeId: asking.nodeId ?? nodeId, deadlineUs };
    const first = this.approvals.ask(summary, asking.findings ?? findings, context, (answer) => settled.push(answer));
    return new Question(this, summary, first, settled);
  }

  /** Cards that wait for a decision. */
  cards(): ApprovalRecord[] {
    return this.approvals.list().flatMap(({ record }) => (record.state === "waiting" ? [record] : []));
  }

  #create(): Approvals {
    const approvals = new Approvals({
      store: this.store,
      clock: this.clock,
      randomBytes: (count) => Uint8Array.from({ length: count }, () => this.#nextByte()),
      changed: (view) => this.views.push(view),
      failed: (error) => this.failures.push(error),
    });
    approvals.bind(identity);
    return approvals;
  }

  /** Repeatable, and without a short period. */
  #nextByte(): number {
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#random >>> 24;
  }
}

export class Question {
  readonly #desk: ApprovalDesk;
  readonly #summary: RequestSummary;
  readonly first: ApprovalAnswer | Held;
  readonly settled: readonly ApprovalAnswer[];

  constructor(
    desk: ApprovalDesk,
    summary: RequestSummary,
    first: ApprovalAnswer | Held,
    settled: readonly ApprovalAnswer[],
  ) {
    this.#desk = desk;
    this.#summary = summary;
    this.first = first;
    this.settled = settled;
  }

  /** "allowed", "held", or the tag of the refusal. */
  get now(): string {
    const last = this.settled.at(-1) ?? this.first;
    return last.kind === "refused" ? last.tag : last.kind;
  }

  get ref(): string {
    return this.first.ref ?? "";
  }

  get refusal(): Refused {
    const last = this.settled.at(-1) ?? this.first;
    if (last.kind !== "refused") throw new Error(`the request is ${last.kind}`);
    return last;
  }

  /** Tells the approvals that the request was signed, or was not after all. */
  conclude(isSigned = true): void {
    const last = this.settled.at(-1) ?? this.first;
    if (last.kind !== "allowed") throw new Error(`the request is ${last.kind}`);
    this.#desk.approvals.conclude(last, this.#summary, isSigned);
  }
}
