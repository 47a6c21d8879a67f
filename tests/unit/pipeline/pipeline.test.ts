import { beforeEach, describe, expect, test, vi } from "vitest";
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
let summarise: (request: SignRequest) => ReturnType<typeof plainSummary>;
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
  summarise = (request) => plainSummary(request, "regtest");
  const recorder = new FeedRecorder({
    clock,
    eventLoop: turns,
    summarise: (request) => summarise(request),
    appended: (fresh, now) => {
      entries.push(...fresh);
      totals = now;
    },
    reportBug,
  });
  pipeline = new Pipeline({ clock, eventLoop: turns, recorder, reportBug });
});

describe("admission", () => {
  test("locked: without keys every request is refused at once", () => {
    receive("2");
    expect(answers).toEqual([
      ["2", { kind: "signer_error", error: "[locked] the signer's keys are locked: unlock Countersign" }],
    ]);
  });

  test("paused: refused until the time is over", () => {
    pipeline.setKeys({ engine: engineOf(() => answering(1)), network: "regtest" });
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
    pipeline.setKeys({ engine: engineOf(() => answering(1)), network: "regtest" });
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
    pipeline.setKeys({ engine: engineOf(holding), network: "regtest" });
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
    pipeline.setKeys({ engine: engineOf(() => answering(slices[pending.shift() ?? ""] ?? 1)), network: "regtest" });
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
    pipeline.setKeys({ engine: engineOf(slow), network: "regtest" });
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
    pipeline.setKeys({ engine, network: "regtest" });
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
    pipeline.setKeys({ engine, network: "regtest" });
    receive("2");
    turns.runAll();
    expect(answers).toEqual([["2", { kind: "signer_error", error: "[internal] ref 7f3a" }]]);
    expect(reportBug).toHaveBeenCalledWith(error);
  });

  test("a shared key is wiped once its answer is handed over", () => {
    const sharedKey = new Uint8Array(32).fill(9);
    pipeline.setKeys({
      engine: engineOf(() => answering(1, { kind: "shared_key_response", sharedKey })),
      network: "regtest",
    });
    receive("2");
    turns.runAll();
    expect(answers).toEqual([["2", { kind: "shared_key_response", sharedKey: new Uint8Array(32).fill(9) }]]);
    expect(sharedKey).toEqual(new Uint8Array(32));
  });

  test("the node's secret nonce is wiped with the answer", () => {
    const pregeneratedLocalNonce = new Uint8Array(97).fill(9);
    pipeline.setKeys({ engine: engineOf(() => answering(1)), network: "regtest" });
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
    pipeline.setKeys({
      engine: engineOf(function* () {
        for (;;) {
          step();
          clock.spend(5_000);
          yield;
        }
      }),
      network: "regtest",
    });
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
    pipeline.setKeys({
      engine: engineOf(function* () {
        clock.spend(250);
        yield;
        return signed;
      }),
      network: "signet",
    });
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

  test("summaries are made after the answers, in portions", () => {
    const order: string[] = [];
    summarise = (request) => {
      order.push("summary");
      clock.spend(1_500);
      return plainSummary(request, "regtest");
    };
    pipeline.setKeys({ engine: engineOf(() => answering(1)), network: "regtest" });
    for (let id = 2; id < 6; id += 1) receive(String(id));
    turns.runAll();
    expect(answers).toHaveLength(4);
    expect(order).toEqual([]);
    clock.advance(10);
    expect(order).toHaveLength(2);
    expect(entries).toEqual([]);
    turns.runAll();
    expect(order).toHaveLength(4);
    expect(entries).toEqual([]);
    clock.advance(100);
    expect(entries).toHaveLength(4);
  });

  test("requests whose summary comes after an event are in the next one", () => {
    summarise = (request) => {
      clock.spend(150_000);
      return plainSummary(request, "regtest");
    };
    receive("2");
    receive("3");
    clock.advance(100);
    expect(entries).toHaveLength(1);
    turns.runAll();
    clock.advance(100);
    expect(entries).toHaveLength(2);
  });

  test("a summary that fails is replaced by the plain one, and logged", () => {
    const error = new Error("classifier broke");
    summarise = () => {
      throw error;
    };
    receive("2");
    clock.advance(100);
    expect(entries).toMatchObject([{ summary: { class: "unknown-message", kind: "sign_message_req" } }]);
    expect(reportBug).toHaveBeenCalledWith(error);
  });

  test("in a rush signing goes first: summaries wait until it is over", () => {
    let summaries = 0;
    summarise = (request) => {
      summaries += 1;
      return plainSummary(request, "regtest");
    };
    for (let id = 0; id < 100; id += 1) receive(String(id));
    clock.advance(10);
    expect(summaries).toBe(0);
    clock.advance(10);
    expect(summaries).toBe(100);
  });

  test("under a flood the oldest get plain summaries, and an event carries 200 entries", () => {
    let summaries = 0;
    summarise = (request) => {
      summaries += 1;
      return plainSummary(request, "regtest");
    };
    for (let id = 0; id < 2_500; id += 1) receive(String(id));
    clock.advance(100);
    expect(summaries).toBe(2_000);
    expect(totals?.requests).toBe(2_500);
    expect(entries).toHaveLength(200);
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
