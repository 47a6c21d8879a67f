import { describe, expect, it } from "vitest";
import { firing, policyContext, policyNowMs } from "../../support/policyContext";
import { aMessage } from "../../support/summaries";

const standard = policyContext("standard");
const strict = policyContext("strict");
const blind = policyContext("blind");

describe("msg-not-a-sighash", () => {
  it.each(["bip143-preimage", "bip143-inner-hash", "tap-sighash-prefix", "reserved-tag"] as const)("%s", (disguise) => {
    const summary = aMessage("disguised-sighash", [0, 3], { disguise });
    expect(firing("msg-not-a-sighash", summary, standard)).toBe("block");
    expect(firing("msg-not-a-sighash", summary, blind)).toBe("off");
  });
  it("is silent about messages", () => {
    expect(firing("msg-not-a-sighash", aMessage("invoice"), standard)).toBe("off");
  });
});

describe("msg-key-family", () => {
  it.each([
    [[0, 3], "block"],
    [[5, 0], "block"],
    [[6, 1], "ask"],
    [[8, 0], "ask"],
  ] as const)("key %o: %s", (key, action) => {
    expect(firing("msg-key-family", aMessage("unknown-message", key), standard)).toBe(action);
    expect(firing("msg-key-family", aMessage("user-message", key), standard)).toBe(action);
  });
  it("is silent about the node's key, an app's, and a funding key's announcement", () => {
    expect(firing("msg-key-family", aMessage("user-message"), standard)).toBe("off");
    expect(firing("msg-key-family", aMessage("unknown-message", [99, 0]), standard)).toBe("off");
    expect(firing("msg-key-family", aMessage("channel-announcement", [0, 3]), standard)).toBe("off");
  });
});

describe("msg-user", () => {
  it("is told of in standard and asked about in strict", () => {
    expect(firing("msg-user", aMessage("user-message"), standard)).toBe("warn");
    expect(firing("msg-user", aMessage("user-message"), strict)).toBe("ask");
    expect(firing("msg-user", aMessage("invoice"), strict)).toBe("off");
  });
});

describe("msg-unknown", () => {
  it("asks about what is neither gossip nor invoice nor a person's text", () => {
    expect(firing("msg-unknown", aMessage("unknown-message"), standard)).toBe("ask");
    expect(firing("msg-unknown", aMessage("channel-update"), standard)).toBe("off");
    expect(firing("msg-unknown", aMessage("unknown-message", [99, 0]), standard)).toBe("off");
  });
});

describe("policy-invoice-not-expired", () => {
  it("tells of an invoice that has run out", () => {
    const invoice = (invoiceExpiresAtMs: number) => aMessage("invoice", [6, 0], { invoiceExpiresAtMs });
    expect(firing("policy-invoice-not-expired", invoice(policyNowMs - 60_000), standard)).toBe("warn");
    expect(firing("policy-invoice-not-expired", invoice(policyNowMs + 60_000), standard)).toBe("off");
  });
});
