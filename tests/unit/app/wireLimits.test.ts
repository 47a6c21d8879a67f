import { describe, expect, test } from "vitest";
import { isWithinWireLimits } from "../../../main/app/wireLimits";

const nested = (depth: number): unknown => (depth === 0 ? 1 : { next: nested(depth - 1) });

describe("isWithinWireLimits", () => {
  test.each([
    ["nothing", undefined],
    ["an empty object", {}],
    ["the longest pairing text", { text: "x".repeat(65_536) }],
    ["24 typed words", { words: Array.from({ length: 24 }, (_, i) => ({ position: i + 1, word: "abandon" })) }],
    ["six levels", nested(6)],
    ["a photograph", { files: [{ name: "qr.jpg", bytes: new Uint8Array(12_000_000) }] }],
  ])("passes %s", (_name, value) => {
    expect(isWithinWireLimits(value)).toBe(true);
  });

  test.each([
    ["10 MB of text", { text: "x".repeat(10_000_000) }],
    ["long keys", { ["x".repeat(100_000)]: 1 }],
    ["seven levels", nested(7)],
    ["a thousand values", Array.from({ length: 1_000 }, () => 1)],
    ["a sparse giant array", { list: new Array(4_000_000_000) }],
    ["26 MB of bytes", [new Uint8Array(13_000_000), new Uint8Array(13_000_000)]],
    ["a bare buffer", { bytes: new ArrayBuffer(4) }],
    ["a map", new Map()],
    ["a date", { at: new Date(0) }],
    ["a function", { call: () => 1 }],
  ])("refuses %s", (_name, value) => {
    expect(isWithinWireLimits(value)).toBe(false);
  });

  test("refuses a cycle instead of running for ever", () => {
    const ring: Record<string, unknown> = {};
    ring["self"] = ring;
    expect(isWithinWireLimits(ring)).toBe(false);
  });
});
