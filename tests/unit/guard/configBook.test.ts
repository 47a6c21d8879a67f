import { beforeEach, describe, expect, test } from "vitest";
import { ConfigBook } from "../../../main/guard/configBook";
import { initialConfig } from "../../../main/guard/configSchema";
import type { PolicyConfig } from "../../../main/policy/config";

const hourMs = 3_600_000;
let stored: Map<string, string>;
let settings: { read(key: string): string | null; write(key: string, json: string): void };

beforeEach(() => {
  stored = new Map();
  settings = { read: (key) => stored.get(key) ?? null, write: (key, json) => void stored.set(key, json) };
});

const delayed: PolicyConfig = { ...initialConfig, looseningDelayMs: 24 * hourMs };
const payee = { id: "1", label: "Ann", kind: "address", text: "bcrt1qexample" } as const;
const withPayee: PolicyConfig = { ...delayed, allowlist: [payee] };

describe("ConfigBook", () => {
  test("a new profile starts with Standard, and no delay: somebody is setting it up", () => {
    const book = new ConfigBook(settings);
    expect(book.config).toMatchObject({ preset: "standard", looseningDelayMs: 0 });
    expect(book.pending).toBeNull();
  });

  test("settings that cannot be read are those of a new profile, never an open door", () => {
    for (const json of ["{", '{"config":{"preset":"none"},"pending":null}', "[]"]) {
      stored.set("guard", json);
      expect(new ConfigBook(settings).config).toEqual(initialConfig);
    }
  });

  test("allowing more waits for the delay in force, also over a restart", () => {
    new ConfigBook(settings).change(delayed, 0);
    const book = new ConfigBook(settings);
    expect(book.change(withPayee, 1_000)).toBe(1_000 + 24 * hourMs);
    expect(book.config.allowlist).toEqual([]);
    const later = new ConfigBook(settings);
    expect(later.applyDue(24 * hourMs)).toBe(false);
    expect(later.config.allowlist).toEqual([]);
    expect(later.applyDue(1_000 + 24 * hourMs)).toBe(true);
    expect(later.config.allowlist).toEqual([payee]);
    expect(later.pending).toBeNull();
  });

  test("shortening the delay is allowing more: it waits for the delay itself", () => {
    const book = new ConfigBook(settings, delayed);
    expect(book.change({ ...delayed, looseningDelayMs: 0 }, 0)).toBe(24 * hourMs);
    expect(book.config.looseningDelayMs).toBe(24 * hourMs);
  });

  test("allowing less applies at once", () => {
    const book = new ConfigBook(settings, withPayee);
    const stricter: PolicyConfig = { ...delayed, preset: "strict" };
    expect(book.change(stricter, 5)).toBe(5);
    expect(book.config).toEqual(stricter);
  });

  test("of a change in both directions the stricter part applies at once", () => {
    const book = new ConfigBook(settings, delayed);
    const mixed: PolicyConfig = {
      ...withPayee,
      limits: { ...delayed.limits, "onchain-out": { perDaySat: "1000" } },
    };
    expect(book.change(mixed, 0)).toBe(24 * hourMs);
    expect(book.config.limits["onchain-out"]).toEqual({ perDaySat: "1000" });
    expect(book.config.allowlist).toEqual([]);
    expect(book.pending?.config).toEqual(mixed);
  });

  test("a change that waits can be taken back", () => {
    const book = new ConfigBook(settings, delayed);
    book.change(withPayee, 0);
    book.cancelPending();
    expect(book.applyDue(100 * hourMs)).toBe(false);
    expect(new ConfigBook(settings).config).toEqual(delayed);
  });
});
