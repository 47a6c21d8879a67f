import { describe, expect, test } from "vitest";
import { type LinkEvent, type LinkState, nextLinkState } from "../../../main/link/linkState";

const failure = { cause: "refused-connection", detail: "connect ECONNREFUSED" } as const;
const dialling: LinkEvent = { event: "dialling", address: "node:10019" };
const connected: LinkEvent = { event: "connected" };
const registered: LinkEvent = { event: "registered", atMs: 7, protocol: "watchonlyrpc" };
const failed: LinkEvent = { event: "failed", failure, retryAtMs: 1_000 };
const stopped: LinkEvent = { event: "stopped" };

const offline: LinkState = { state: "offline" };
const run = (...events: LinkEvent[]) => events.reduce(nextLinkState, offline);

describe("nextLinkState", () => {
  test("goes from offline over connecting and handshaking to online", () => {
    expect(run(dialling)).toEqual({ state: "connecting", attempt: 1, address: "node:10019" });
    expect(run(dialling, connected)).toEqual({ state: "handshaking", attempt: 1, address: "node:10019" });
    expect(run(dialling, connected, registered)).toEqual({
      state: "online",
      sinceMs: 7,
      address: "node:10019",
      protocol: "watchonlyrpc",
    });
  });

  test("counts failed rounds until a handshake completes", () => {
    expect(run(dialling, failed)).toEqual({ state: "backing-off", attempt: 1, failure, retryAtMs: 1_000 });
    expect(run(dialling, failed, dialling)).toMatchObject({ state: "connecting", attempt: 2 });
    expect(run(dialling, failed, dialling, connected, failed)).toMatchObject({ state: "backing-off", attempt: 2 });
  });

  test("starts the count anew after a completed handshake", () => {
    const lost = run(dialling, failed, dialling, connected, registered, failed);
    expect(lost).toMatchObject({ state: "backing-off", attempt: 0 });
    expect(nextLinkState(lost, dialling)).toMatchObject({ state: "connecting", attempt: 1 });
  });

  test("a second address belongs to the same round", () => {
    expect(run(dialling, { event: "dialling", address: "other:1" })).toEqual({
      state: "connecting",
      attempt: 1,
      address: "other:1",
    });
  });

  test("is offline after being stopped, whatever happened", () => {
    for (const events of [
      [],
      [dialling],
      [dialling, connected],
      [dialling, connected, registered],
      [dialling, failed],
    ]) {
      expect(run(...events, stopped)).toEqual(offline);
    }
  });

  test.each([
    ["connected", connected, offline],
    ["registered", registered, offline],
    ["failed", failed, offline],
    ["registered", registered, run(dialling)],
    ["failed", failed, run(dialling, failed)],
    ["connected", connected, run(dialling, connected, registered)],
  ])("%s changes nothing where it makes no sense", (_name, event, state) => {
    expect(nextLinkState(state, event)).toBe(state);
  });
});
