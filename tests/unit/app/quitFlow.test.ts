import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createQuitFlow } from "../../../main/app/quitFlow";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp({ isNeeded = true, hasPage = true, nativeAnswer = true } = {}) {
  const ports = {
    isNeeded: vi.fn(() => isNeeded),
    askInWindow: vi.fn(() => hasPage),
    askNatively: vi.fn(async () => nativeAnswer),
    quit: vi.fn(),
  };
  return { ports, flow: createQuitFlow(ports) };
}

test("quits at once when no node depends on it", () => {
  const { ports, flow } = setUp({ isNeeded: false });
  flow.ask();
  expect(ports.quit).toHaveBeenCalledOnce();
  expect(ports.askInWindow).not.toHaveBeenCalled();
});

test("leaves the question to the window that says it asks", async () => {
  const { ports, flow } = setUp();
  flow.ask();
  await vi.advanceTimersByTimeAsync(2_900);
  flow.heard();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ports.askInWindow).toHaveBeenCalledOnce();
  expect(ports.askNatively).not.toHaveBeenCalled();
  expect(ports.quit).not.toHaveBeenCalled();
});

test("asks natively after three seconds of silence, and quits only if that is meant", async () => {
  for (const nativeAnswer of [true, false]) {
    const { ports, flow } = setUp({ nativeAnswer });
    flow.ask();
    await vi.advanceTimersByTimeAsync(2_999);
    expect(ports.askNatively).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(ports.askNatively).toHaveBeenCalledOnce();
    expect(ports.quit).toHaveBeenCalledTimes(nativeAnswer ? 1 : 0);
  }
});

test("asks natively at once when there is no page", async () => {
  const { ports, flow } = setUp({ hasPage: false });
  flow.ask();
  await vi.advanceTimersByTimeAsync(0);
  expect(ports.askNatively).toHaveBeenCalledOnce();
});

test("asks once, however often quitting is wanted meanwhile", async () => {
  const { ports, flow } = setUp();
  flow.ask();
  flow.ask();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(ports.askInWindow).toHaveBeenCalledOnce();
  expect(ports.askNatively).toHaveBeenCalledOnce();
});

test("can be asked again after it was answered with no", async () => {
  const { ports, flow } = setUp({ nativeAnswer: false });
  flow.ask();
  await vi.advanceTimersByTimeAsync(3_000);
  flow.ask();
  expect(ports.askInWindow).toHaveBeenCalledTimes(2);
});
