import { describe, expect, it } from "vitest";
import { passphraseStrength } from "../../renderer/features/firstRun/passphraseStrength";
import { countWords, wordSpan } from "../../renderer/features/firstRun/seedText";
import { sparklinePoints } from "../../renderer/features/home/Sparkline";
import { isOverPrivileged, isSignerPermission } from "../../renderer/features/pairing/permissions";
import { parsePort, parseProxy, parseTimeoutMs, proxyText } from "../../renderer/features/pairing/reviewForm";
import { aMacaroon, anAdminMacaroon } from "./support/fixtures";

describe("seed text", () => {
  it("counts words over any blanks and line breaks", () => {
    expect(countWords("  abandon\tability\n\nable ")).toBe(3);
    expect(countWords("   ")).toBe(0);
  });
  it("does not count the numbers lncli prints before words", () => {
    expect(countWords(" 1. abandon   2. ability\n 3) able 4 absent")).toBe(4);
  });
  it("finds a word by its number", () => {
    const text = "1. abandon 2. abilty 3. able";
    expect(text.slice(...(wordSpan(text, 2) ?? []))).toBe("abilty");
    expect(wordSpan(text, 4)).toBeNull();
  });
});

describe("review form", () => {
  it.each([
    ["", null],
    ["127.0.0.1:9050", { host: "127.0.0.1", port: 9_050 }],
    [" [::1]:9150 ", { host: "::1", port: 9_150 }],
    ["tor.lan", undefined],
    ["127.0.0.1:0", undefined],
    ["socks5://127.0.0.1:9050", undefined],
  ])("reads the proxy %j", (text, proxy) => {
    expect(parseProxy(text)).toEqual(proxy);
    if (proxy) expect(proxyText(proxy)).toBe(text.trim());
  });
  it.each([
    ["10019", 10_019],
    [" 1 ", 1],
    ["65535", 65_535],
    ["65536", null],
    ["0", null],
    ["", null],
    ["80a", null],
    ["-1", null],
    ["1e3", null],
  ])("reads port %j as %j", (text, port) => {
    expect(parsePort(text)).toBe(port);
  });
  it.each([
    ["5", 5_000],
    ["2.5", 2_500],
    ["2,5", 2_500],
    ["600", 600_000],
    ["601", null],
    ["0.9", null],
    ["", null],
    ["5s", null],
  ])("reads timeout %j as %j ms", (text, timeoutMs) => {
    expect(parseTimeoutMs(text)).toBe(timeoutMs);
  });
});

describe("passphrase strength", () => {
  it.each([
    ["seven77", "short"],
    ["password", "weak"],
    ["aaaaaaaaaaaaaaaaaaaaaaaa", "weak"],
    ["Tr0ub4dor&3x", "fair"],
    ["five quiet herons by water", "strong"],
  ] as const)("calls %j %s", (passphrase, strength) => {
    expect(passphraseStrength(passphrase)).toBe(strength);
  });
});

describe("macaroon permissions", () => {
  it("knows the one right a signer needs, in both spellings", () => {
    expect(isSignerPermission({ entity: "remotesigner", action: "generate" })).toBe(true);
    expect(isSignerPermission({ entity: "uri", action: "/watchonlyrpc.WatchOnly/SignCoordinatorStreams" })).toBe(true);
    expect(isSignerPermission({ entity: "remotesigner", action: "read" })).toBe(false);
    expect(isSignerPermission({ entity: "macaroon", action: "generate" })).toBe(false);
  });
  it("notices rights beyond it", () => {
    expect(isOverPrivileged(aMacaroon())).toBe(false);
    expect(isOverPrivileged(anAdminMacaroon())).toBe(true);
  });
});

describe("sparkline", () => {
  it("puts the lowest value at the bottom and the highest on top", () => {
    expect(sparklinePoints([1, 3, 2])).toBe("0.0,24.0 100.0,2.0 200.0,13.0");
  });
  it("draws a flat row in the middle", () => {
    expect(sparklinePoints([7, 7])).toBe("0.0,13.0 200.0,13.0");
  });
});
