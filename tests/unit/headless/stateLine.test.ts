import { expect, test } from "vitest";
import { linkLine, StatePrinter, stateLine } from "../../../main/headless/stateLine";
import type { LinkCause } from "../../../main/link/linkState";
import type { SessionSnapshot } from "../../../main/session/snapshot";

const address = "node.lan:10019";
const online = { state: "online", sinceMs: 0, address, protocol: "watchonlyrpc" } as const;
const failed = (cause: LinkCause) =>
  ({ state: "backing-off", attempt: 2, failure: { cause, detail: "said so" }, retryAtMs: 0 }) as const;

test("each state of the link has its line", () => {
  expect(linkLine({ state: "offline" }, null)).toEqual({ state: "offline", reason: null });
  expect(linkLine({ state: "connecting", attempt: 1, address }, null)).toEqual({
    state: "connecting",
    reason: "attempt 1, node.lan:10019",
  });
  expect(linkLine({ state: "handshaking", attempt: 3, address }, null)).toMatchObject({ state: "handshaking" });
  expect(linkLine(online, null)).toEqual({ state: "online", reason: "node.lan:10019, watchonlyrpc" });
  expect(linkLine(failed("unreachable"), null)).toEqual({ state: "backing-off", reason: "unreachable: said so" });
});

test("a pause shows while online only", () => {
  expect(linkLine(online, 0)).toEqual({ state: "paused", reason: "until 1970-01-01T00:00:00.000Z" });
  expect(linkLine(failed("unreachable"), 0)).toMatchObject({ state: "backing-off" });
});

test("missing credentials are a reason to wait; what waiting does not cure needs action", () => {
  expect(linkLine(failed("credentials-missing"), null)).toMatchObject({ state: "backing-off" });
  for (const cause of [
    "certificate-mismatch",
    "macaroon-refused",
    "macaroon-unknown-root-key",
    "wrong-port",
  ] as const) {
    expect(linkLine(failed(cause), null)).toMatchObject({ state: "action-needed" });
  }
});

test("without open keys the keystore is what matters", () => {
  const line = (keystore: SessionSnapshot["keystore"]) =>
    stateLine({ keystore, link: { state: "offline" }, pausedUntilMs: null } as SessionSnapshot);
  expect(line({ state: "checking" })).toMatchObject({ state: "offline" });
  expect(line({ state: "empty" })).toMatchObject({ state: "action-needed" });
  expect(line({ state: "trouble", trouble: "hanging", detail: "no answer" })).toEqual({
    state: "action-needed",
    reason: "no answer",
  });
  expect(line({ state: "sealed", network: "regtest", store: "file", hasPassphrase: true })).toMatchObject({
    state: "locked",
  });
});

test("a line is one JSON object, printed when it differs from the one before", () => {
  const lines: string[] = [];
  const printer = new StatePrinter((text) => lines.push(text));
  printer.print({ state: "offline", reason: null });
  printer.print({ state: "offline", reason: null });
  printer.print({ state: "online", reason: "a\nb" });
  printer.print({ state: "offline", reason: null });
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line.match(/\n/g)).toHaveLength(1);
  expect(JSON.parse(lines[1] ?? "")).toEqual({ state: "online", reason: "a\nb" });
});
