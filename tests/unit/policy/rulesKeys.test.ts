import { describe, expect, it } from "vitest";
import { createMemoryNonceLedger } from "../../../main/signer/index";
import { createKeyRing } from "../../../main/signer/keyRing";
import { nativeCurve } from "../../support/curves";
import { answer, refusal, vectorEngine, vectorMasterKey } from "../../support/engines";
import { firing, policyContext } from "../../support/policyContext";
import { foreignKey } from "../../support/signRequests";
import { aCommitment, aMessage, anEcdh, anHtlc, aPacket, aSession, aSigning, aSweep } from "../../support/summaries";

const keyRing = createKeyRing({ curve: nativeCurve, network: "regtest", masterKey: vectorMasterKey() });
const standard = policyContext("standard");
const strict = policyContext("strict");

describe("ecdh-family", () => {
  it.each([0, 1, 2, 3, 4, 5, 7])("a stranger's point with a key of family %i", (family) => {
    const requestClass = family === 5 ? "revocation-root-ecdh" : "other-ecdh";
    expect(firing("ecdh-family", anEcdh(requestClass, family), standard)).toBe("block");
  });
  it("is silent when the point is a key of ours, about peers and towers, and about apps", () => {
    expect(firing("ecdh-family", anEcdh("revocation-root-ecdh", 5, 12), standard)).toBe("off");
    expect(firing("ecdh-family", anEcdh("other-ecdh", 0, 12), standard)).toBe("off");
    expect(firing("ecdh-family", anEcdh("node-ecdh", 6), standard)).toBe("off");
    expect(firing("ecdh-family", anEcdh("tower-ecdh", 8), standard)).toBe("off");
    expect(firing("ecdh-family", anEcdh("other-ecdh", 99), standard)).toBe("off");
  });
});

describe("musig-family", () => {
  it.each([1, 2, 3, 4, 5, 6, 9])("a session of family %i", (family) => {
    expect(firing("musig-family", aSession(family), standard)).toBe("block");
  });
  it.each([{ signerCount: 3 }, { hasOwnKey: false }])("a channel's session with %o", (facts) => {
    expect(firing("musig-family", aSession(0, facts), standard)).toBe("block");
  });
  it("is silent about channels of two parties and about apps", () => {
    expect(firing("musig-family", aSession(0), standard)).toBe("off");
    expect(firing("musig-family", aSession(99, { signerCount: 3 }), standard)).toBe("off");
  });
});

describe("musig-pregenerated", () => {
  it("takes a nonce of the node's for funding keys only", () => {
    const facts = { isNoncePregenerated: true };
    expect(firing("musig-pregenerated", aSession(0, facts), standard)).toBe("off");
    for (const family of [1, 2, 3, 4, 5, 6, 99]) {
      expect(firing("musig-pregenerated", aSession(family, facts), standard)).toBe("block");
    }
    expect(firing("musig-pregenerated", aSession(99), standard)).toBe("off");
  });
});

describe("musig-one-message", () => {
  it("is kept by the engine: a nonce that signed once signs nothing else, not even after a restart", () => {
    const nonceLedger = createMemoryNonceLedger();
    const ownKey = { keyFamily: 0, keyIndex: 1 };
    const session = (engine: ReturnType<typeof vectorEngine>, pubkey: Uint8Array) =>
      answer(engine, {
        kind: "mu_sig2_session_request",
        keyLoc: ownKey,
        allSignerPubkeys: [pubkey, foreignKey(1)],
        otherSignerPublicNonces: [Uint8Array.from([...foreignKey(2), ...foreignKey(3)])],
        tweaks: [],
        version: 2,
        pregeneratedLocalNonce: Uint8Array.from([...new Uint8Array(31), 5, ...new Uint8Array(31), 6, ...pubkey]),
      }).sessionId;
    const sign = (sessionId: Uint8Array, byte: number) =>
      ({
        kind: "mu_sig2_sign_request",
        sessionId,
        messageDigest: new Uint8Array(32).fill(byte),
        cleanup: false,
      }) as const;
    const first = vectorEngine(nativeCurve, { nonceLedger });
    const pubkey = keyRing.publicKey(ownKey);
    expect(answer(first, sign(session(first, pubkey), 1)).localPartialSignature).toHaveLength(32);
    const second = vectorEngine(nativeCurve, { nonceLedger });
    expect(refusal(second, sign(session(second, pubkey), 2)).code).toBe("NONCE_REUSED");
    const third = vectorEngine(nativeCurve, { nonceLedger });
    expect(answer(third, sign(session(third, pubkey), 1)).localPartialSignature).toHaveLength(32);
  });
});

describe("musig-channels", () => {
  it("lets taproot channels be in standard and does without them in strict", () => {
    expect(firing("musig-channels", aSession(0), standard)).toBe("off");
    expect(firing("musig-channels", aSession(0), strict)).toBe("block");
    expect(firing("musig-channels", aSession(99), strict)).toBe("off");
  });
});

describe("sighash-allow", () => {
  it.each([2, 3, 0x81, 0x82, 0x100])("type %i", (sighashType) => {
    const signings = [aSigning({ sighashType })];
    expect(firing("sighash-allow", aPacket("wallet-send", { facts: { signings } }), standard)).toBe("block");
    expect(firing("sighash-allow", aCommitment({}, { facts: { signings } }), standard)).toBe("block");
  });
  it("takes SINGLE and ANYONECANPAY for second-level transactions alone", () => {
    expect(firing("sighash-allow", anHtlc(), standard)).toBe("off");
    const signings = [aSigning({ sighashType: 0x83 })];
    expect(firing("sighash-allow", aPacket("consolidation", { facts: { signings } }), standard)).toBe("block");
  });
  it("looks at every way in which a packet is signed, and at ALL and default alone", () => {
    const signings = [aSigning(), aSigning({ sighashType: 0 }), aSigning({ sighashType: 2 })];
    expect(firing("sighash-allow", aPacket("wallet-send", { facts: { signings } }), standard)).toBe("block");
    const usual = signings.slice(0, 2);
    expect(firing("sighash-allow", aPacket("wallet-send", { facts: { signings: usual } }), standard)).toBe("off");
  });
});

describe("tweak-family", () => {
  const tweaked = (signing: Parameters<typeof aSigning>[0]) =>
    aPacket("unknown-psbt", { facts: { signings: [aSigning({ purpose: 1017, ...signing })] } });
  it.each([
    [0, "single"],
    [1, "single"],
    [5, "single"],
    [6, "single"],
    [2, "double"],
    [4, "double"],
    [1, "both"],
    [2, "both"],
  ] as const)("family %i with a %s tweak", (account, tweak) => {
    expect(firing("tweak-family", tweaked({ account, tweak }), standard)).toBe("block");
  });
  it("a tweaked key of the wallet", () => {
    const signings = [aSigning({ tweak: "single" })];
    expect(firing("tweak-family", aPacket("wallet-send", { facts: { signings } }), standard)).toBe("block");
  });
  it.each([
    [2, "single"],
    [3, "single"],
    [4, "single"],
    [1, "double"],
    [0, "none"],
    [99, "single"],
  ] as const)("is silent about family %i with %s", (account, tweak) => {
    expect(firing("tweak-family", tweaked({ account, tweak }), standard)).toBe("off");
  });
});

describe("path-pubkey-match", () => {
  it("names the wrong seed when nothing of a packet is ours, and only mentions another's key beside ours", () => {
    const facts = { wrongKeys: 1, signedCount: 0, signings: [] };
    expect(firing("path-pubkey-match", aPacket("unknown-psbt", { facts }), standard)).toBe("block");
    expect(firing("path-pubkey-match", aPacket("wallet-send", { facts: { wrongKeys: 1 } }), standard)).toBe("warn");
    expect(firing("path-pubkey-match", aPacket("wallet-send"), standard)).toBe("off");
  });
});

describe("network-match", () => {
  it("is one network in messages and packets", () => {
    const otherNetwork = "mainnet";
    expect(firing("network-match", aMessage("unknown-message", [6, 0], {}, { otherNetwork }), standard)).toBe("block");
    expect(firing("network-match", aPacket("wallet-send", { otherNetwork }), standard)).toBe("block");
    expect(firing("network-match", aPacket("wallet-send"), standard)).toBe("off");
  });
});

describe("app-family", () => {
  const signings = [aSigning({ purpose: 1017, account: 99, class: "unknown-psbt" })];
  it.each([
    ["a packet", aPacket("unknown-psbt", { facts: { signings } })],
    ["a session", aSession(99)],
    ["a shared key", anEcdh("other-ecdh", 99)],
    ["a message", aMessage("unknown-message", [99, 0])],
  ])("asks about %s until the family is let in", (_, summary) => {
    expect(firing("app-family", summary, standard)).toBe("ask");
    expect(firing("app-family", summary, policyContext("standard", { appFamilies: [99] }))).toBe("off");
    expect(firing("app-family", summary, policyContext("standard", { appFamilies: [210] }))).toBe("ask");
  });
  it("is silent about lnd's own families", () => {
    expect(firing("app-family", aSession(0), standard)).toBe("off");
    expect(firing("app-family", aSweep(), standard)).toBe("off");
  });
});

describe("psbt-unknown", () => {
  it("asks about transactions of no known kind and about mixed packets", () => {
    const signings = [aSigning({ purpose: 1017, account: 0, class: "unknown-psbt" })];
    expect(firing("psbt-unknown", aPacket("unknown-psbt", { facts: { signings } }), standard)).toBe("ask");
    expect(firing("psbt-unknown", aPacket("mixed-psbt"), standard)).toBe("ask");
    expect(firing("psbt-unknown", aPacket("mixed-psbt"), strict)).toBe("block");
  });
  it("is silent when nothing is signed, and about apps", () => {
    const nothing = { signedCount: 0, signings: [] };
    expect(firing("psbt-unknown", aPacket("unknown-psbt", { facts: nothing }), standard)).toBe("off");
    const signings = [aSigning({ purpose: 1017, account: 99, class: "unknown-psbt" })];
    expect(firing("psbt-unknown", aPacket("unknown-psbt", { facts: { signings } }), standard)).toBe("off");
  });
});
