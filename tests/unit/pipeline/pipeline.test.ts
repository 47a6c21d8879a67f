import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  type Admission,
  type AskedRequest,
  bareNote,
  type EndedRequest,
  type Gate,
  type Hold,
  type Note,
} from "../../../main/guard/gate";
import type { SignAnswer } from "../../../main/link/messages";
import type { FeedEntry, FeedTotals } from "../../../main/pipeline/feed";
import { FeedRecorder } from "../../../main/pipeline/feedRecorder";
import { Pipeline } from "../../../main/pipeline/pipeline";
import { plainSummary } from "../../../main/pipeline/plainSummary";
import { SignerError } from "../../../main/signer/errors";
import type { Engine } from "../../../main/signer/index";
import type { SignRequest, SignResponse } from "../../../main/signer/requests";
import { FakeClock, FakeTurns } from "../../support/fakeClock";

let clock: FakeClock;
let turns: FakeTurns;
let pipeline: Pipeline;
let answers: [string, SignAnswer][];
let entries: FeedEntry[];
let totals: FeedTotals | undefined;
let gate: FakeGate;
const reportBug = vi.fn((_error: unknown) => "7f3a");

const empty = new Uint8Array(0);
const message: SignRequest = {
  kind: "sign_message_req",
  msg: Uint8Array.of(1),
  doubleHash: false,
  compactSig: false,
  schnorrSig: false,
  schnorrSigTapTweak: empty,
  tag: empty,
};
const signed: SignResponse = { kind: "sign_message_resp", signature: new Uint8Array(64).fill(1) };

/** An engine that answers each request with the given generator. */
function engineOf(answer: (request: SignRequest) => Generator<void, SignResponse, void>): Engine {
  return { answer, identityPubkey: () => new Uint8Array(33), wipe: () => undefined };
}

function* answering(slices: number, response: SignResponse = signed): Generator<void, SignResponse, void> {
  for (let slice = 1; slice < slices; slice += 1) yield;
  return response;
}

function useEngine(engine: Engine): void {
  pipeline.setKeys({ engine, examine: (request) => plainSummary(request, "regtest"), network: "regtest" });
}

function receive(requestId: string, request: SignRequest = message, budgetMs = 4_000): void {
  const receivedAtUs = clock.monotonicUs();
  const deadlineUs = receivedAtUs + budgetMs * 1_000;
  pipeline.receive({ requestId, request, receivedAtMs: clock.nowMs(), receivedAtUs, deadlineUs }, (answer) => {
    answers.push([requestId, structuredClone(answer)]);
  });
}

beforeEach(() => {
  clock = new FakeClock();
  turns = new FakeTurns();
  answers = [];
  entries = [];
  totals = undefined;
  gate = new FakeGate();
  const recorder = new FeedRecorder({
    clock,
    appended: (fresh, now) => {
      entries.push(...fresh);
      totals = now;
    },
  });
  pipeline = new Pipeline({ clock, eventLoop: turns, recorder, gate, reportBug });
});

describe("admission", () => {
  test("locked: without keys every request is refused at once", () => {
    receive("2");
    expect(answers).toEqual([
      ["2", { kind: "signer_error", error: "[locked] the signer's keys are locked: unlock Countersign" }],
    ]);
  });

  test("paused: refused until the time is over", () => {
    useEngine(engineOf(() => answering(1)));
    pipeline.pauseUntil(clock.nowMs() + 1_000);
    receive("2");
    clock.advance(1_000);
    receive("3");
    turns.runAll();
    expect(answers).toMatchObject([
      ["2", { error: expect.stringMatching(/^\[paused\] /) }],
      ["3", { kind: "sign_message_resp" }],
    ]);
  });

  test("paused: null resumes", () => {
    useEngine(engineOf(() => answering(1)));
    pipeline.pauseUntil(clock.nowMs() + 1_000);
    pipeline.pauseUntil(null);
    receive("2");
    turns.runAll();
    expect(answers).toEqual([["2", signed]]);
  });

  test("a wiped engine's open requests end as locked, and the engine lets go of them", () => {
    const release = vi.fn();
    function* holding(): Generator<void, SignResponse, void> {
      try {
        for (;;) {
          clock.spend(5_000);
          yield;
        }
      } finally {
        release();
      }
    }
    useEngine(engineOf(holding));
    receive("2");
    turns.turn();
    pipeline.setKeys(null);
    turns.runAll();
    expect(answers).toMatchObject([["2", { error: expect.stringMatching(/^\[locked\] /) }]]);
    expect(release).toHaveBeenCalledOnce();
    expect(pipeline.inFlight).toBe(0);
  });
});

describe("signing", () => {
  test("short requests overtake long ones", () => {
    const slices: Record<string, number> = { "2": 50, "3": 1, "4": 2 };
    const pending = ["2", "3", "4"];
    useEngine(engineOf(() => answering(slices[pending.shift() ?? ""] ?? 1)));
    for (const id of ["2", "3", "4"]) receive(id);
    expect(pipeline.inFlight).toBe(3);
    turns.runAll();
    expect(answers.map(([id]) => id)).toEqual(["3", "4", "2"]);
    expect(pipeline.inFlight).toBe(0);
  });

  test("deadline: a request that takes too long is refused in time", () => {
    function* slow(): Generator<void, SignResponse, void> {
      for (let slice = 0; slice < 10; slice += 1) {
        clock.spend(1_000_000);
        yield;
      }
      return signed;
    }
    useEngine(engineOf(slow));
    receive("2", message, 4_000);
    turns.runAll();
    expect(answers).toMatchObject([["2", { error: expect.stringMatching(/^\[deadline\] /) }]]);
    expect(clock.monotonicUs()).toBe(4_000_000);
  });

  test("failed: a SignerError is answered with lnd's prefix, and the others go on", () => {
    let count = 0;
    const engine = engineOf(() => {
      count += 1;
      if (count > 1) return answering(1);
      // biome-ignore lint/correctness/useYield: it fails before it gets there
      return (function* (): Generator<void, SignResponse, void> {
        throw new SignerError("BAD_REQUEST", "a message to sign MUST be passed in");
      })();
    });
    useEngine(engine);
    receive("2");
    receive("3");
    turns.runAll();
    expect(answers).toEqual([
      [
        "2",
        {
          kind: "signer_error",
          error: "error processing the request in the remote signer: a message to sign MUST be passed in",
        },
      ],
      ["3", signed],
    ]);
  });

  test("bug: only a reference leaves, the error goes to the log", () => {
    const error = new TypeError("undefined is not a function");
    // biome-ignore lint/correctness/useYield: it fails before it gets there
    const engine = engineOf(function* () {
      throw error;
    });
    useEngine(engine);
    receive("2");
    turns.runAll();
    expect(answers).toEqual([["2", { kind: "signer_error", error: "[internal] ref 7f3a" }]]);
    expect(reportBug).toHaveBeenCalledWith(error);
  });

  test("a shared key is wiped once its answer is handed over", () => {
    const sharedKey = new Uint8Array(32).fill(9);
    useEngine(engineOf(() => answering(1, { kind: "shared_key_response", sharedKey })));
    receive("2");
    turns.runAll();
    expect(answers).toEqual([["2", { kind: "shared_key_response", sharedKey: new Uint8Array(32).fill(9) }]]);
    expect(sharedKey).toEqual(new Uint8Array(32));
  });

  test("the node's secret nonce is wiped with the answer", () => {
    const pregeneratedLocalNonce = new Uint8Array(97).fill(9);
    useEngine(engineOf(() => answering(1)));
    receive("2", {
      kind: "mu_sig2_session_request",
      allSignerPubkeys: [],
      otherSignerPublicNonces: [],
      tweaks: [],
      version: 2,
      pregeneratedLocalNonce,
    });
    turns.runAll();
    expect(pregeneratedLocalNonce).toEqual(new Uint8Array(97));
  });

  test("the end of the stream ends the work, without answers", () => {
    const step = vi.fn();
    useEngine(
      engineOf(function* () {
        for (;;) {
          step();
          clock.spend(5_000);
          yield;
        }
      }),
    );
    receive("2");
    turns.turn();
    pipeline.streamEnded();
    turns.runAll();
    expect(step).toHaveBeenCalledOnce();
    expect(answers).toEqual([]);
    expect(pipeline.inFlight).toBe(0);
  });
});

describe("feed", () => {
  test("has an entry per request, 100 ms later at most, with time and outcome", () => {
    useEngine(
      engineOf(function* () {
        clock.spend(250);
        yield;
        return signed;
      }),
    );
    receive("18446744073709551615");
    turns.runAll();
    expect(entries).toEqual([]);
    clock.advance(100);
    expect(entries).toMatchObject([
      { seq: 1, requestId: "18446744073709551615", outcome: { kind: "signed" }, tookUs: 250, atMs: 1_800_000_000_000 },
    ]);
    expect(totals).toMatchObject({ requests: 1, refused: 0, lastMinute: 1 });
    expect(JSON.stringify(entries)).not.toContain("signature");
  });

  test("counts refusals and malformed messages", () => {
    receive("2");
    pipeline.receiveUnreadable("3", "index out of range", (answer) => answers.push(["3", answer]));
    clock.advance(100);
    expect(totals).toMatchObject({ requests: 2, refused: 2 });
    expect(entries).toMatchObject([
      { outcome: { kind: "denied", tag: "locked" } },
      { summary: { class: "malformed" }, outcome: { kind: "failed", code: "BAD_REQUEST" } },
    ]);
  });

  test("under a flood an event carries the newest 50 entries", () => {
    for (let id = 0; id < 2_500; id += 1) receive(String(id));
    clock.advance(100);
    expect(totals?.requests).toBe(2_500);
    expect(entries).toHaveLength(50);
    expect(entries.at(-1)?.requestId).toBe("2499");
  });

  test("tells again when the last minute has emptied itself", () => {
    receive("2");
    clock.advance(100);
    expect(totals?.lastMinute).toBe(1);
    clock.advance(65_000);
    expect(totals?.lastMinute).toBe(0);
  });
});

describe("the gate", () => {
  const finding = { tag: "policy-test", action: "block", detail: "nine is too many" } as const;

  test("is asked with the summary before anything is signed", () => {
    const engine = { ...engineOf(() => answering(1)), answer: vi.fn(() => answering(1)) };
    gate.admitted = (asked) => {
      expect(engine.answer).not.toHaveBeenCalled();
      expect(asked).toMatchObject({ requestId: "2", summary: { class: "unknown-message" }, deadlineUs: 4_000_000 });
      return { kind: "sign", note: bareNote(asked) };
    };
    useEngine(engine);
    receive("2");
    turns.runAll();
    expect(engine.answer).toHaveBeenCalledOnce();
    expect(answers).toEqual([["2", signed]]);
  });

  test("refuse: the tag leads the answer, nothing is signed, and the end is noted", () => {
    const engine = { ...engineOf(() => answering(1)), answer: vi.fn(() => answering(1)) };
    gate.admitted = (asked) => ({
      kind: "refuse",
      tag: "policy-test",
      reason: "nine is too many",
      note: { ...bareNote(asked), findings: [finding] },
    });
    useEngine(engine);
    receive("2");
    turns.runAll();
    clock.advance(100);
    expect(answers).toEqual([["2", { kind: "signer_error", error: "[policy-test] nine is too many" }]]);
    expect(engine.answer).not.toHaveBeenCalled();
    expect(gate.ended).toMatchObject([{ outcome: { kind: "denied", tag: "policy-test" } }]);
    expect(entries).toMatchObject([{ findings: [finding], outcome: { kind: "denied" } }]);
  });

  test("a signature leaves after it is written down, all of a turn together", () => {
    gate.admitted = (asked) => ({ kind: "sign", note: { ...bareNote(asked), isWrittenAhead: true } });
    gate.committed = (notes) => {
      expect(answers).toEqual([]);
      expect(notes.map(({ asked }) => asked.requestId)).toEqual(["2", "3"]);
      return undefined;
    };
    useEngine(engineOf(() => answering(1)));
    receive("2");
    receive("3");
    turns.runAll();
    expect(gate.commits).toBe(1);
    expect(answers).toEqual([
      ["2", signed],
      ["3", signed],
    ]);
    expect(gate.ended).toEqual([]);
  });

  test("journal-unavailable: what could not be written down does not leave", () => {
    gate.admitted = (asked) => ({ kind: "sign", note: { ...bareNote(asked), isWrittenAhead: true } });
    gate.committed = () => [true, false];
    useEngine(engineOf(() => answering(1)));
    receive("2");
    receive("3");
    turns.runAll();
    expect(answers).toMatchObject([
      ["2", signed],
      ["3", { kind: "signer_error", error: expect.stringMatching(/^\[journal-unavailable\] /) }],
    ]);
  });

  describe("while the disk is at it", () => {
    const finishWriting = () => gate.waiting.shift()?.();

    beforeEach(() => {
      gate.admitted = (asked) => ({ kind: "sign", note: { ...bareNote(asked), isWrittenAhead: true } });
      gate.isSlow = true;
      useEngine(engineOf(() => answering(1)));
      receive("2");
      turns.runAll();
    });

    test("no signature leaves, others are signed, and theirs go to the disk together after it", () => {
      receive("3");
      turns.runAll();
      receive("4");
      turns.runAll();
      expect(answers).toEqual([]);
      expect(gate.commits).toBe(1);
      finishWriting();
      expect(answers).toEqual([["2", signed]]);
      expect(gate.commits).toBe(2);
      finishWriting();
      expect(answers.slice(1)).toEqual([
        ["3", signed],
        ["4", signed],
      ]);
    });

    test("expired: at its deadline the node gets an answer without a signature, and no second one", () => {
      clock.advance(2_000);
      receive("3");
      turns.runAll();
      clock.advance(1_950);
      expect(answers).toMatchObject([["2", { kind: "signer_error", error: expect.stringMatching(/^\[deadline\] /) }]]);
      expect(gate.ended).toMatchObject([{ outcome: { kind: "expired" } }]);
      clock.advance(2_000);
      expect(answers.map(([requestId]) => requestId)).toEqual(["2", "3"]);
      finishWriting();
      expect(answers).toHaveLength(2);
      expect(gate.commits).toBe(1);
    });

    test("a shared key that waits is wiped when its request ends without it", () => {
      finishWriting();
      const keys = [7, 8, 9].map((byte) => new Uint8Array(32).fill(byte));
      const waiting = [...keys];
      useEngine(
        engineOf(function* () {
          yield* [];
          return { kind: "shared_key_response", sharedKey: waiting.shift() ?? new Uint8Array() };
        }),
      );
      for (const requestId of ["3", "4"]) {
        receive(requestId);
        turns.runAll();
      }
      pipeline.setKeys(null);
      finishWriting();
      expect(keys.slice(0, 2)).toEqual([new Uint8Array(32), new Uint8Array(32)]);
      expect(keys[2]).toEqual(new Uint8Array(32).fill(9));
    });

    test("the end of the stream drops it, and the next stream's requests are written as ever", () => {
      pipeline.streamEnded();
      receive("3");
      turns.runAll();
      finishWriting();
      finishWriting();
      expect(answers).toEqual([["3", signed]]);
    });

    test("locking refuses it, and the signature does not follow", () => {
      pipeline.setKeys(null);
      finishWriting();
      expect(answers).toMatchObject([["2", { kind: "signer_error", error: expect.stringMatching(/^\[locked\] /) }]]);
    });
  });

  test("a gate that breaks lets nothing leave", () => {
    const error = new Error("the table is gone");
    gate.admitted = (asked) => ({ kind: "sign", note: { ...bareNote(asked), isWrittenAhead: true } });
    gate.committed = () => {
      throw error;
    };
    useEngine(engineOf(() => answering(1)));
    receive("2");
    turns.runAll();
    expect(answers).toEqual([["2", { kind: "signer_error", error: "[internal] ref 7f3a" }]]);
    expect(reportBug).toHaveBeenCalledWith(error);
  });

  test("the end of the stream drops what was signed but not written down", () => {
    gate.admitted = (asked) => ({ kind: "sign", note: { ...bareNote(asked), isWrittenAhead: true } });
    useEngine(
      engineOf(function* () {
        clock.spend(1);
        pipeline.streamEnded();
        yield* [];
        return signed;
      }),
    );
    receive("2");
    turns.runAll();
    expect(answers).toEqual([]);
    expect(gate.commits).toBe(0);
    expect(gate.streamEnds).toBe(1);
  });

  test("hold: others go on meanwhile, and a yes signs", () => {
    const hold = new FakeHold();
    gate.admitted = (asked) =>
      asked.requestId === "2" ? { kind: "hold", note: bareNote(asked), hold } : { kind: "sign", note: bareNote(asked) };
    useEngine(engineOf(() => answering(1)));
    receive("2");
    receive("3");
    turns.runAll();
    expect(answers.map(([id]) => id)).toEqual(["3"]);
    expect(pipeline.inFlight).toBe(1);
    hold.settle({ kind: "sign", note: bareNote(gate.askedOf("2")) });
    turns.runAll();
    expect(answers.map(([id]) => id)).toEqual(["3", "2"]);
    expect(pipeline.inFlight).toBe(0);
  });

  test("hold: a no refuses, and only once", () => {
    const hold = new FakeHold();
    gate.admitted = (asked) => ({ kind: "hold", note: bareNote(asked), hold });
    useEngine(engineOf(() => answering(1)));
    receive("2");
    turns.runAll();
    const no = { kind: "refuse", tag: "approval-refused", reason: "no", note: bareNote(gate.askedOf("2")) } as const;
    hold.settle(no);
    hold.settle(no);
    turns.runAll();
    expect(answers).toEqual([["2", { kind: "signer_error", error: "[approval-refused] no" }]]);
  });

  test("hold: locking refuses and lets go of it", () => {
    const hold = new FakeHold();
    gate.admitted = (asked) => ({ kind: "hold", note: bareNote(asked), hold });
    useEngine(engineOf(() => answering(1)));
    receive("2");
    turns.runAll();
    pipeline.setKeys(null);
    expect(answers).toMatchObject([["2", { error: expect.stringMatching(/^\[locked\] /) }]]);
    expect(hold.isAbandoned).toBe(true);
  });

  test("a packet that cannot be read fails as in the engine, without the gate", () => {
    gate.admitted = () => {
      throw new Error("asked about an unreadable packet");
    };
    useEngine(engineOf(() => answering(1)));
    receive("2", { kind: "sign_psbt_request", fundedPsbt: Uint8Array.of(1, 2) });
    turns.runAll();
    expect(answers).toMatchObject([
      ["2", { kind: "signer_error", error: expect.stringMatching(/^error processing the request/) }],
    ]);
    expect(gate.ended).toMatchObject([{ outcome: { kind: "failed", code: "BAD_PSBT" } }]);
  });

  test("a request that cannot be told from anything is a bug, and is not signed", () => {
    const error = new Error("classifier broke");
    const engine = engineOf(() => answering(1));
    pipeline.setKeys({
      engine,
      examine: () => {
        throw error;
      },
      network: "regtest",
    });
    receive("2");
    turns.runAll();
    expect(answers).toEqual([["2", { kind: "signer_error", error: "[internal] ref 7f3a" }]]);
    expect(reportBug).toHaveBeenCalledWith(error);
  });
});

/** A gate that does as it is told; it signs unless told otherwise. */
class FakeGate implements Gate {
  admitted: (asked: AskedRequest) => Admission = (asked) => ({ kind: "sign", note: bareNote(asked) });
  committed: (notes: readonly Note[]) => readonly boolean[] | undefined = () => undefined;
  /** A disk that takes its time: commits are settled by the test. */
  isSlow = false;
  readonly waiting: (() => void)[] = [];
  commits = 0;
  streamEnds = 0;
  readonly ended: EndedRequest[] = [];
  readonly #asked = new Map<string, AskedRequest>();

  admit(asked: AskedRequest): Admission {
    this.#asked.set(asked.requestId, asked);
    return this.admitted(asked);
  }

  askedOf(requestId: string): AskedRequest {
    const asked = this.#asked.get(requestId);
    if (asked === undefined) throw new Error(`the gate was not asked about ${requestId}`);
    return asked;
  }

  commit(notes: readonly Note[], settle: Parameters<Gate["commit"]>[1]): void {
    this.commits += 1;
    const mayLeave = this.committed(notes);
    if (this.isSlow) this.waiting.push(() => settle(mayLeave));
    else settle(mayLeave);
  }

  noteEnd(ended: EndedRequest): void {
    this.ended.push(ended);
  }

  streamEnded(): void {
    this.streamEnds += 1;
  }
}

class FakeHold implements Hold {
  isAbandoned = false;
  #listener: Parameters<Hold["settled"]>[0] = () => undefined;

  settled(listener: Parameters<Hold["settled"]>[0]): void {
    this.#listener = listener;
  }

  abandon(): void {
    this.isAbandoned = true;
  }

  settle(admission: Parameters<Parameters<Hold["settled"]>[0]>[0]): void {
    this.#listener(admission);
  }
}
