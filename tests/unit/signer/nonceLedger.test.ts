/** The in-memory ledger of what MuSig2 nonces have signed. */
import { describe, expect, it } from "vitest";
import { createMemoryNonceLedger } from "../../../main/signer/nonceLedger";

const nonce = (seed: number) => new Uint8Array(66).fill(seed);
const binding = (seed: number) => new Uint8Array(32).fill(seed);

describe("memory nonce ledger", () => {
  it("binds a nonce to the first thing it signs, for good", () => {
    const ledger = createMemoryNonceLedger();
    expect(ledger.claim(nonce(1), binding(1))).toBe(true);
    expect(ledger.claim(nonce(1), binding(2))).toBe(false);
    expect(ledger.claim(nonce(1), binding(1))).toBe(true);
    expect(ledger.claim(nonce(2), binding(2))).toBe(true);
  });

  it("tells bindings apart that differ in the last bit", () => {
    const ledger = createMemoryNonceLedger();
    const changed = binding(0xff);
    changed[31] = 0xfe;
    expect(ledger.claim(nonce(1), binding(0xff))).toBe(true);
    expect(ledger.claim(nonce(1), changed)).toBe(false);
  });

  it("keeps what it is given, not the arrays it came in", () => {
    const ledger = createMemoryNonceLedger();
    const given = nonce(1);
    expect(ledger.claim(given, binding(1))).toBe(true);
    given.fill(9);
    expect(ledger.claim(nonce(1), binding(2))).toBe(false);
  });

  it("is bounded: when it is full the oldest nonce goes", () => {
    const ledger = createMemoryNonceLedger(2);
    for (const seed of [1, 2, 3]) expect(ledger.claim(nonce(seed), binding(seed))).toBe(true);
    expect(ledger.claim(nonce(3), binding(9))).toBe(false);
    expect(ledger.claim(nonce(2), binding(9))).toBe(false);
    expect(ledger.claim(nonce(1), binding(9))).toBe(true);
  });
});
