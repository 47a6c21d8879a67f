import { describe, expect, it } from "vitest";
import { presetConfig } from "../../../main/policy/presets";
import { type PastRequest, replay, replayEach } from "../../../main/policy/replay";
import type { RequestSummary } from "../../../main/policy/summary";
import { nativeCurve as curve } from "../../support/curves";
import { policyNowMs } from "../../support/policyContext";
import { aCommitment, aMessage, aPacket, aSend, aSession, strangerAllowed, txidOf } from "../../support/summaries";

const options = { network: "regtest", curve } as const;
const past = (summaries: readonly RequestSummary[], everyMs = 1_000): PastRequest[] =>
  summaries.map((summary, at) => ({ atMs: policyNowMs + at * everyMs, summary, signed: true }));
const sends = [1, 2, 3, 4].map((byte) => aSend("wallet-send", { txid: txidOf(byte) }));

describe("replay", () => {
  it("lists exactly what would have been asked or blocked, by its place", () => {
    const history = past([aCommitment(), aSend(), aMessage("user-message"), aSession(0), aPacket("consolidation")]);
    expect(replay(history, presetConfig("blind"), options)).toEqual([]);
    expect(replay(history, presetConfig("standard"), options).map(({ at, action }) => [at, action])).toEqual([
      [1, "ask"],
    ]);
    expect(replay(history, presetConfig("strict"), options).map(({ at, action, tag }) => [at, action, tag])).toEqual([
      [1, "ask", "policy-onchain-no-unknown-outputs"],
      [2, "ask", "msg-user"],
      [3, "block", "musig-channels"],
    ]);
  });

  it("counts limits as they would have counted, and only what was signed", () => {
    const config = {
      ...presetConfig("standard"),
      allowlist: [strangerAllowed()],
      limits: { ...presetConfig("blind").limits, "onchain-out": { perHourSat: "120000" } },
    };
    expect(replay(past(sends), config, options).map(({ at }) => at)).toEqual([2, 3]);
    expect(replay(past(sends, 3_600_000), config, options)).toEqual([]);
    const refused = past(sends).map((each) => ({ ...each, signed: false }));
    expect(replay(refused, config, options)).toEqual([]);
  });

  it("is the same each time, in portions as at once", () => {
    const history = past([...sends, aCommitment(), aSend("funding")]);
    const strict = presetConfig("strict");
    const inPortions = [...replayEach(history, strict, options)];
    expect(inPortions).toHaveLength(history.length);
    expect(inPortions.filter((hit) => hit !== null)).toEqual(replay(history, strict, options));
  });
});
