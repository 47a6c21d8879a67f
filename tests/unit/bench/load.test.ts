import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PracticeNode } from "../../../main/practice/practiceNode";
import { closedLoop, openLoop, pongsUnderBurst } from "../../../scripts/bench/load";
import { benchKinds } from "../../../scripts/bench/messages";
import { makePool } from "../../../scripts/bench/requestPool";
import { dialWithAnswers, makeEngineSigner } from "../../support/engineSigner";

const protoDir = path.resolve("proto");
const { answer, world } = makeEngineSigner();
let node: PracticeNode;
let hangUp: () => void;
let flips = false;

beforeAll(async () => {
  node = await PracticeNode.start({ protoDir });
  hangUp = dialWithAnswers(node.pairing, protoDir, async (request) => {
    const got = await answer(request);
    if (!flips || got.kind !== "shared_key_response") return got;
    return { ...got, sharedKey: got.sharedKey.map((byte) => byte ^ 1) };
  });
  await node.coordinator.untilReady(5_000);
});

afterAll(async () => {
  hangUp();
  await node.stop();
});

describe("load on a signer", () => {
  it.each(benchKinds)("closed loop of %s measures and finds its sample right", async (kind) => {
    const pool = makePool(world, kind, 8);
    expect(pool.length).toBeGreaterThanOrEqual(8);
    const result = await closedLoop(node.coordinator, pool, 4, 200);
    expect(result).toMatchObject({ failed: 0, firstFailure: null });
    expect(result.requests).toBeGreaterThanOrEqual(4);
    expect(result.rps).toBeGreaterThan(0);
    expect(result.p999Ms).toBeGreaterThanOrEqual(result.p99Ms);
    expect(result.p99Ms).toBeGreaterThanOrEqual(result.p50Ms);
  });

  it("open loop keeps to its rate", async () => {
    const result = await openLoop(node.coordinator, makePool(world, "ecdh", 4), 100, 500);
    expect(result.requests).toBe(50);
    // The last one leaves 490 ms after the first.
    expect(result.rps).toBeLessThan(103);
  });

  it("pings go on while bursts are answered", async () => {
    const result = await pongsUnderBurst(node.coordinator, makePool(world, "ecdh", 4), 1);
    expect(result.failed).toBe(0);
    expect(result.requests).toBeGreaterThan(0);
  });

  it("reports a signer whose answers are wrong", async () => {
    flips = true;
    const result = await closedLoop(node.coordinator, makePool(world, "ecdh", 4), 2, 200);
    flips = false;
    expect(result.failed).toBeGreaterThan(0);
    expect(result.firstFailure).toContain("the shared key is not the far side's");
  });
});
