import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, it } from "vitest";
import { createExaminer } from "../../../main/policy/examine";
import { concatBytes, utf8ToBytes } from "../../../main/signer/bytes";
import type { Network } from "../../../main/signer/network";
import type { SignMessageRequest } from "../../../main/signer/requests";
import { nativeCurve } from "../../support/curves";
import { casesKeyRing } from "../../support/signPsbt";
import {
  channelAnnouncement,
  channelUpdate,
  foreignKey,
  fundingScript,
  invoiceMessage,
  messageRequest,
  nodeAnnouncement,
  witnessV0Preimage,
} from "../../support/signRequests";

const keyRing = casesKeyRing(nativeCurve);
const ourNode = keyRing.publicKey({ keyFamily: 6, keyIndex: 0 });
const ourFundingKey = keyRing.publicKey({ keyFamily: 0, keyIndex: 3 });
const fundingLocator = { keyFamily: 0, keyIndex: 3 };
const gossip = { doubleHash: true };

const summary = (request: SignMessageRequest, network: Network = "regtest") =>
  createExaminer({ network, keys: keyRing, curve: nativeCurve }).examine(request);
const classOf = (request: SignMessageRequest) => summary(request).class;

describe("channel-update", () => {
  it.each([0, 1])("with message flags %i", (flags) => {
    expect(summary(messageRequest(channelUpdate(new Uint8Array(0), flags), gossip))).toMatchObject({
      class: "channel-update",
      shortChannelId: "66051x7x1",
      keyPath: "m/1017'/1'/6'/0/0",
    });
  });

  it("with well-formed TLVs after it, and not with anything else", () => {
    expect(classOf(messageRequest(channelUpdate(Uint8Array.of(1, 2, 9, 9, 3, 0)), gossip))).toBe("channel-update");
    expect(classOf(messageRequest(channelUpdate(Uint8Array.of(1, 2, 9)), gossip))).toBe("unknown-message");
    expect(classOf(messageRequest(channelUpdate(Uint8Array.of(3, 0, 1, 0)), gossip))).toBe("unknown-message");
    expect(classOf(messageRequest(channelUpdate(Uint8Array.of(0xfd, 0, 1, 0)), gossip))).toBe("unknown-message");
  });

  it("not hashed once, not for another chain, not with another key", () => {
    const update = channelUpdate();
    expect(classOf(messageRequest(update))).toBe("unknown-message");
    expect(summary(messageRequest(update, gossip), "signet").class).toBe("unknown-message");
    expect(classOf(messageRequest(update, { ...gossip, keyLoc: fundingLocator }))).toBe("unknown-message");
    expect(classOf(messageRequest(update.subarray(0, -1), gossip))).toBe("unknown-message");
  });
});

describe("channel-announcement", () => {
  const announcement = channelAnnouncement(ourNode, ourFundingKey, [0x80]);

  it("by the node key and by the funding key it names", () => {
    expect(summary(messageRequest(announcement, gossip))).toMatchObject({
      class: "channel-announcement",
      shortChannelId: "66051x7x1",
    });
    expect(classOf(messageRequest(announcement, { ...gossip, keyLoc: fundingLocator }))).toBe("channel-announcement");
  });

  it("not by a key it does not name", () => {
    const keyLoc = { keyFamily: 0, keyIndex: 4 };
    expect(classOf(messageRequest(announcement, { ...gossip, keyLoc }))).toBe("unknown-message");
    const ofOthers = channelAnnouncement(foreignKey(1), foreignKey(2));
    expect(classOf(messageRequest(ofOthers, gossip))).toBe("unknown-message");
    expect(classOf(messageRequest(ofOthers, { ...gossip, keyLoc: fundingLocator }))).toBe("unknown-message");
  });
});

describe("node-announcement", () => {
  it("of our own node, with its alias", () => {
    expect(summary(messageRequest(nodeAnnouncement(ourNode, "Nordlicht ⚡"), gossip))).toMatchObject({
      class: "node-announcement",
      text: "Nordlicht ⚡",
    });
  });

  it("not of another node", () => {
    expect(classOf(messageRequest(nodeAnnouncement(foreignKey(1), "x"), gossip))).toBe("unknown-message");
  });

  it("not with addresses that do not fit", () => {
    const announcement = nodeAnnouncement(ourNode, "x");
    expect(classOf(messageRequest(announcement.subarray(0, -1), gossip))).toBe("unknown-message");
  });
});

describe("invoice", () => {
  const compact = { compactSig: true };

  it.each([
    ["lnbcrt", null],
    ["lnbcrt1500u", "150000"],
    ["lnbcrt20m", "2000000"],
    ["lnbcrt2500n", "250"],
    ["lnbcrt15000p", "1"],
    ["lnbcrt2", "200000000"],
  ])("%s asks for %s sat", (humanReadablePart, amountSat) => {
    expect(summary(messageRequest(invoiceMessage(humanReadablePart, "1 cup of coffee"), compact))).toMatchObject({
      class: "invoice",
      amountSat,
      text: "1 cup of coffee",
    });
  });

  it.each([
    ["mainnet", "lnbc1u"],
    ["testnet", "lntb1u"],
    ["testnet4", "lntb1u"],
    ["signet", "lntbs1u"],
  ] as const)("on %s", (network, humanReadablePart) => {
    const message = invoiceMessage(humanReadablePart, "x");
    expect(summary(messageRequest(message, compact), network)).toMatchObject({ class: "invoice", amountSat: "100" });
    expect(summary(messageRequest(message, compact)).class).toBe("unknown-message");
  });

  it.each(["lnbcrt1u", "lntbs1u"])("%s is none of a network whose prefix begins it", (humanReadablePart) => {
    const network = humanReadablePart.startsWith("lnbc") ? "mainnet" : "testnet";
    expect(summary(messageRequest(invoiceMessage(humanReadablePart, "x"), compact), network).class).toBe(
      "unknown-message",
    );
  });

  it("not with a tenth of a milli-satoshi, a leading zero, cut fields, two hashes or another key", () => {
    expect(classOf(messageRequest(invoiceMessage("lnbcrt15001p", "x"), compact))).toBe("unknown-message");
    expect(classOf(messageRequest(invoiceMessage("lnbcrt01u", "x"), compact))).toBe("unknown-message");
    const message = invoiceMessage("lnbcrt1u", "a description of some length");
    expect(classOf(messageRequest(message.subarray(0, -8), compact))).toBe("unknown-message");
    expect(classOf(messageRequest(message, { compactSig: true, doubleHash: true }))).toBe("unknown-message");
    expect(classOf(messageRequest(message, { compactSig: true, keyLoc: { keyFamily: 6, keyIndex: 1 } }))).toBe(
      "unknown-message",
    );
  });
});

describe("user-message", () => {
  it("is what a person signs, shown without tricks and shortened", () => {
    const text = `Lightning Signed Message:I am\u202eevil\n${"x".repeat(300)}`;
    const result = summary(messageRequest(utf8ToBytes(text), { compactSig: true, doubleHash: true }));
    expect(result.class).toBe("user-message");
    expect(result.text).toMatch(/^I am evil x+…$/u);
    expect([...(result.text ?? "")]).toHaveLength(200);
  });

  it("has no text when it is no UTF-8", () => {
    const message = concatBytes(utf8ToBytes("Lightning Signed Message:"), Uint8Array.of(0xff));
    expect(summary(messageRequest(message))).toMatchObject({ class: "user-message", text: null });
  });
});

describe("disguised-sighash", () => {
  const preimage = witnessV0Preimage(fundingScript(ourFundingKey, foreignKey(1)));
  const tapSighash = sha256(utf8ToBytes("TapSighash"));

  it.each([
    ["hashed twice", { doubleHash: true }],
    ["hashed once", {}],
    ["as a compact signature", { doubleHash: true, compactSig: true }],
    ["by the node key", { doubleHash: true, keyLoc: { keyFamily: 6, keyIndex: 0 } }],
  ])("a BIP143 preimage %s", (_, settings) => {
    expect(classOf(messageRequest(preimage, { keyLoc: fundingLocator, ...settings }))).toBe("disguised-sighash");
  });

  it("a preimage of a key hash and one of a long script", () => {
    expect(classOf(messageRequest(witnessV0Preimage(new Uint8Array(25).fill(0x76)), gossip))).toBe("disguised-sighash");
    const long = concatBytes(
      preimage.subarray(0, 104),
      Uint8Array.of(0xfd, 0x2c, 0x01),
      new Uint8Array(300),
      preimage.subarray(-52),
    );
    expect(classOf(messageRequest(long, gossip))).toBe("disguised-sighash");
  });

  it("not a message that only looks like one: other sizes, other types", () => {
    expect(classOf(messageRequest(concatBytes(preimage, Uint8Array.of(0)), gossip))).toBe("unknown-message");
    const withWideType = Uint8Array.from(preimage);
    withWideType[preimage.length - 1] = 1;
    expect(classOf(messageRequest(withWideType, gossip))).toBe("unknown-message");
  });

  it("32 bytes hashed once by a channel key, for they may be the inner hash of a preimage", () => {
    expect(classOf(messageRequest(sha256(preimage), { keyLoc: fundingLocator }))).toBe("disguised-sighash");
    expect(classOf(messageRequest(sha256(preimage)))).toBe("unknown-message");
    expect(classOf(messageRequest(sha256(preimage), { keyLoc: fundingLocator, doubleHash: true }))).toBe(
      "unknown-message",
    );
  });

  it("a BIP341 message with its tag written out", () => {
    const msg = concatBytes(tapSighash, tapSighash, new Uint8Array(150));
    expect(classOf(messageRequest(msg, { schnorrSig: true }))).toBe("disguised-sighash");
    expect(classOf(messageRequest(msg, { schnorrSig: true, doubleHash: true }))).toBe("unknown-message");
    expect(classOf(messageRequest(msg, { schnorrSig: true, tag: utf8ToBytes("mine") }))).toBe("unknown-message");
    expect(classOf(messageRequest(msg.subarray(1), { schnorrSig: true }))).toBe("unknown-message");
  });

  it.each(["TapSighash", "TapSighashX", "BIP0340/challenge"])("a reserved tag: %s", (tag) => {
    expect(classOf(messageRequest(Uint8Array.of(1), { schnorrSig: true, tag: utf8ToBytes(tag) }))).toBe(
      "disguised-sighash",
    );
  });
});

describe("malformed", () => {
  it("is a request without a message or without a key", () => {
    expect(classOf(messageRequest(new Uint8Array(0)))).toBe("malformed");
    expect(classOf(messageRequest(Uint8Array.of(1), { keyLoc: undefined }))).toBe("malformed");
  });
});
