import { beforeEach, describe, expect, test, vi } from "vitest";
import { approveDocument, mainDocument } from "../../main/app/documents";
import { createServe } from "../../main/app/serve";
import type { Handlers } from "../../main/handlers/handlers";
import { AppError } from "../../main/session/appError";
import { approveCallNames, approveEventNames, callNames, eventNames } from "../../preload/contract/names";
import { calls, events } from "../../preload/contract/schemas";
import type { CallName } from "../../preload/contract/types";
import { samples } from "./samples";

const ourWindow = 7;
const approvalWindow = 9;
const mainFrame = { parent: null, origin: "app://signer" };
const honest = { sender: { id: ourWindow }, senderFrame: mainFrame };
const approvalPage = { sender: { id: approvalWindow }, senderFrame: { parent: null, origin: "app://approve" } };
const names = Object.keys(calls) as CallName[];

const log = Object.assign(vi.fn(), { bug: vi.fn(() => "7f3a7f3a") });
let handlers: Record<CallName, ReturnType<typeof vi.fn>>;
let serve: ReturnType<typeof createServe>;

const documentOf = (id: number) =>
  id === ourWindow ? mainDocument : id === approvalWindow ? approveDocument : undefined;

beforeEach(() => {
  log.mockClear();
  log.bug.mockClear();
  handlers = Object.fromEntries(names.map((name) => [name, vi.fn(async () => samples[name].output)])) as never;
  serve = createServe(handlers as unknown as Handlers, documentOf, log);
});

test("the approval window hears of approvals and of nothing else", () => {
  expect([...approveCallNames].sort()).toEqual(["approvals.decide", "approvals.list", "approvals.putAway"]);
  expect([...approveEventNames]).toEqual(["approvals.changed"]);
});

test("the tables of names the preload has are those of the schemas", () => {
  expect([...callNames].sort()).toEqual([...names].sort());
  expect([...eventNames].sort()).toEqual(Object.keys(events).sort());
});

describe.each(names)("%s", (name) => {
  const { input, output, bad } = samples[name];

  test.each([
    ["another window", { sender: { id: 8 }, senderFrame: mainFrame }],
    [
      "a frame inside the window",
      { sender: { id: ourWindow }, senderFrame: { parent: mainFrame, origin: "app://signer" } },
    ],
    ["another origin", { sender: { id: ourWindow }, senderFrame: { parent: null, origin: "https://signer" } }],
    ["an opaque origin", { sender: { id: ourWindow }, senderFrame: { parent: null, origin: "null" } }],
    [
      "a host that only begins like ours",
      { sender: { id: ourWindow }, senderFrame: { parent: null, origin: "app://signer.evil" } },
    ],
    ["the approval page in the big window", { sender: { id: ourWindow }, senderFrame: approvalPage.senderFrame }],
    ["the big page in the approval window", { sender: { id: approvalWindow }, senderFrame: mainFrame }],
    ["a frame that is gone", { sender: { id: ourWindow }, senderFrame: null }],
  ])("is refused to %s", async (_name, event) => {
    expect(await serve(name, event, input)).toMatchObject({ ok: false, error: { code: "NOT_ALLOWED" } });
    expect(handlers[name]).not.toHaveBeenCalled();
  });

  test.each([
    ["the wrong shape", bad],
    ["an extra key", { ...input, extra: 1 }],
    ["a string for an object", "{}"],
    ["10 MB", { ...input, text: "x".repeat(10_000_000) }],
  ])("refuses %s", async (_name, wrong) => {
    expect(await serve(name, honest, wrong)).toMatchObject({ ok: false, error: { code: "BAD_INPUT" } });
    expect(handlers[name]).not.toHaveBeenCalled();
  });

  const isForApprovals = approveCallNames.has(name);

  test(`is ${isForApprovals ? "open" : "closed"} to the approval window`, async () => {
    const reply = await serve(name, approvalPage, input);
    if (isForApprovals) expect(reply).toEqual({ ok: true, value: output });
    else {
      expect(reply).toMatchObject({ ok: false, error: { code: "NOT_ALLOWED" } });
      expect(handlers[name]).not.toHaveBeenCalled();
    }
  });

  test("hands its input to its handler and the answer back", async () => {
    expect(await serve(name, honest, input)).toEqual({ ok: true, value: output });
    expect(handlers[name]).toHaveBeenCalledExactlyOnceWith(input);
    for (const other of names) if (other !== name) expect(handlers[other]).not.toHaveBeenCalled();
  });

  test("lets nothing out that the contract does not name", async () => {
    handlers[name].mockResolvedValue({ ...output, seed: "abandon" });
    const reply = await serve(name, honest, input);
    expect(reply).toMatchObject({ ok: false, error: { code: "INTERNAL", ref: "7f3a7f3a" } });
    expect(JSON.stringify(reply)).not.toContain("abandon");
  });
});

test("an expected refusal crosses with its code, sentence and place", async () => {
  handlers["seed.restore"].mockRejectedValue(
    new AppError("SEED_UNKNOWN_WORD", "Word 3 is not in the list.", { at: 3 }),
  );
  expect(await serve("seed.restore", honest, samples["seed.restore"].input)).toEqual({
    ok: false,
    error: { code: "SEED_UNKNOWN_WORD", message: "Word 3 is not in the list.", at: 3 },
  });
  expect(log.bug).not.toHaveBeenCalled();
});

test("a bug crosses as a reference only, and is logged under it", async () => {
  const bug = new Error("at /home/alice: xprv9s21");
  handlers["app.snapshot"].mockRejectedValue(bug);
  const reply = await serve("app.snapshot", honest, {});
  expect(reply).toMatchObject({ ok: false, error: { code: "INTERNAL", ref: "7f3a7f3a" } });
  expect(JSON.stringify(reply)).not.toContain("xprv");
  expect(log.bug).toHaveBeenCalledExactlyOnceWith("call app.snapshot", bug);
});

test("the complaint about an input never repeats it", async () => {
  const passphrase = `hunter2${"x".repeat(1_024)}`;
  const reply = await serve("keystore.unlock", honest, { passphrase });
  expect(reply).toMatchObject({ ok: false, error: { code: "BAD_INPUT" } });
  expect(JSON.stringify(reply)).not.toContain("hunter2");
});

test("too many calls at once are refused until one has ended", async () => {
  const release: (() => void)[] = [];
  handlers["app.quit"].mockImplementation(() => new Promise((resolve) => release.push(() => resolve({}))));
  const waiting = Array.from({ length: 16 }, () => serve("app.quit", honest, {}));
  expect(await serve("app.quit", honest, {})).toMatchObject({ ok: false, error: { code: "BUSY" } });
  release[0]?.();
  await waiting[0];
  expect(await serve("app.snapshot", honest, {})).toMatchObject({ ok: true });
  for (const finish of release) finish();
  await Promise.all(waiting);
});
