import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, it, vi } from "vitest";
import { createExaminer } from "../../../main/policy/examine";
import { bytesToHex, concatBytes, utf8ToBytes } from "../../../main/signer/bytes";
import type { KeyLocator, MuSig2SessionRequest, SignRequest } from "../../../main/signer/requests";
import { requestSummarySchema } from "../../../preload/contract/feed";
import { nativeCurve } from "../../support/curves";
import { casesKeyRing } from "../../support/signPsbt";
import {
  channelUpdate,
  commitmentRequest,
  foreignKey,
  invoiceMessage,
  messageRequest,
  sharedKeyRequest,
} from "../../support/signRequests";

const keyRing = casesKeyRing(nativeCurve);
const { examine } = createExaminer({ network: "regtest", keys: keyRing, curve: nativeCurve });
const none = new Uint8Array(0);

const session: MuSig2SessionRequest = {
  kind: "mu_sig2_session_request",
  keyLoc: { keyFamily: 0, keyIndex: 9 },
  allSignerPubkeys: [],
  otherSignerPublicNonces: [],
  tweaks: [],
  version: 2,
  pregeneratedLocalNonce: none,
};

describe("shared keys", () => {
  it.each([
    [undefined, "node-ecdh", "m/1017'/1'/6'/0/0"],
    [{ keyFamily: 6, keyIndex: 0 }, "node-ecdh", "m/1017'/1'/6'/0/0"],
    [{ keyFamily: 5, keyIndex: 12 }, "revocation-root-ecdh", "m/1017'/1'/5'/0/12"],
    [{ keyFamily: 8, keyIndex: 1 }, "tower-ecdh", "m/1017'/1'/8'/0/1"],
    [{ keyFamily: 9, keyIndex: 0 }, "tower-ecdh", "m/1017'/1'/9'/0/0"],
    [{ keyFamily: 0, keyIndex: 0 }, "other-ecdh", "m/1017'/1'/0'/0/0"],
    [{ keyFamily: 99, keyIndex: 0 }, "other-ecdh", "m/1017'/1'/99'/0/0"],
  ] satisfies [KeyLocator | undefined, string, string][])("key %o is %s", (locator, expected, keyPath) => {
    expect(examine(sharedKeyRequest(locator))).toMatchObject({ class: expected, keyPath });
  });

  it("take the locator of a key descriptor", () => {
    const keyDesc = { rawKeyBytes: none, keyLoc: { keyFamily: 8, keyIndex: 4 } };
    expect(examine({ ...sharedKeyRequest(), keyDesc })).toMatchObject({ class: "tower-ecdh", keyIndex: 4 });
  });

  it("are malformed without a point of 33 bytes", () => {
    expect(examine({ ...sharedKeyRequest(), ephemeralPubkey: new Uint8Array(65) }).class).toBe("malformed");
  });
});

describe("MuSig2", () => {
  const sessionId = new Uint8Array(32);
  it.each([
    ["musig2-session", session],
    ["musig2-nonces", { kind: "mu_sig2_register_nonces_request", sessionId, otherSignerPublicNonces: [] }],
    ["musig2-nonces", { kind: "mu_sig2_combined_nonces_req", sessionId, combinedPublicNonce: none }],
    ["musig2-nonces", { kind: "mu_sig2_get_combined_nonces_req", sessionId }],
    ["musig2-sign", { kind: "mu_sig2_sign_request", sessionId, messageDigest: none, cleanup: false }],
    ["musig2-combine", { kind: "mu_sig2_combine_sig_request", sessionId, otherPartialSignatures: [] }],
    ["musig2-cleanup", { kind: "mu_sig2_cleanup_request", sessionId }],
  ] satisfies [string, SignRequest][])("%s", (expected, request) => {
    expect(examine(request)).toMatchObject({ class: expected, kind: request.kind });
  });

  it("names the session's key and is malformed without one", () => {
    expect(examine(session)).toMatchObject({ keyFamily: 0, keyIndex: 9, keyPath: "m/1017'/1'/0'/0/9" });
    expect(examine({ ...session, keyLoc: undefined }).class).toBe("malformed");
  });
});

describe("facts", () => {
  const fundingKey = keyRing.publicKey({ keyFamily: 0, keyIndex: 41 });
  const rootKey = keyRing.publicKey({ keyFamily: 5, keyIndex: 42 });
  const ownPoint = (keyFamily: number, keyIndex: number, ephemeralPubkey: Uint8Array) => {
    const { facts } = examine({ ...sharedKeyRequest({ keyFamily, keyIndex }), ephemeralPubkey });
    return facts.kind === "ecdh" ? facts.ownPointIndex : undefined;
  };

  it("of a shared key say which key of ours the point is", () => {
    expect(ownPoint(5, 42, fundingKey)).toBe(41);
    expect(ownPoint(5, 1, fundingKey)).toBe(41);
    expect(ownPoint(5, 42, foreignKey(1))).toBeNull();
    expect(ownPoint(0, 41, rootKey)).toBe(42);
    expect(ownPoint(3, 41, fundingKey)).toBeNull();
  });

  it("of a node's everyday shared keys are not looked up", () => {
    const findIndex = vi.fn(keyRing.findIndex);
    const { examine: watched } = createExaminer({
      network: "regtest",
      keys: { ...keyRing, findIndex },
      curve: nativeCurve,
    });
    watched(sharedKeyRequest());
    watched(sharedKeyRequest({ keyFamily: 8, keyIndex: 0 }));
    expect(findIndex).not.toHaveBeenCalled();
  });

  it("of a session say whose keys and numbers it is made of", () => {
    const own = keyRing.publicKey({ keyFamily: 0, keyIndex: 9 });
    const facts = (changes: Partial<MuSig2SessionRequest>) => examine({ ...session, ...changes }).facts;
    expect(facts({ allSignerPubkeys: [own, foreignKey(1)], pregeneratedLocalNonce: new Uint8Array(97) })).toEqual({
      kind: "musig2-session",
      version: 2,
      signerCount: 2,
      hasOwnKey: true,
      isNoncePregenerated: true,
      taprootTweak: "none",
      genericTweaks: 0,
    });
    expect(facts({ allSignerPubkeys: [foreignKey(2), foreignKey(1)] })).toMatchObject({ hasOwnKey: false });
    const older = { version: 1, allSignerPubkeys: [own.subarray(1), foreignKey(1).subarray(1)] };
    expect(facts({ ...older, pregeneratedLocalNonce: new Uint8Array(97) })).toMatchObject({
      hasOwnKey: true,
      isNoncePregenerated: false,
    });
    const taprootTweak = { scriptRoot: new Uint8Array(32), keySpendOnly: false };
    expect(facts({ taprootTweak })).toMatchObject({ taprootTweak: "script-root" });
    expect(facts({ taprootTweak: { ...taprootTweak, keySpendOnly: true } })).toMatchObject({ taprootTweak: "bip86" });
  });

  it("of a session never hold the secret number", () => {
    const pregeneratedLocalNonce = new Uint8Array(97).fill(0xa7);
    const text = JSON.stringify(
      examine({ ...session, keyLoc: { keyFamily: 99, keyIndex: 1 }, pregeneratedLocalNonce }),
    );
    expect(text).not.toContain("a7a7a7");
    const other = examine({ ...session, keyLoc: { keyFamily: 99, keyIndex: 1 } });
    expect(JSON.parse(text).contentHashHex).toBe(other.contentHashHex);
  });

  it("of a message name its disguise, its network and when it expires", () => {
    const tapSighash = sha256(utf8ToBytes("TapSighash"));
    const schnorr = messageRequest(concatBytes(tapSighash, tapSighash, new Uint8Array(150)), { schnorrSig: true });
    expect(examine(schnorr).facts).toMatchObject({ disguise: "tap-sighash-prefix", isSchnorr: true });
    const tagged = messageRequest(Uint8Array.of(1), { schnorrSig: true, tag: utf8ToBytes("TapSighash") });
    expect(examine(tagged).facts).toMatchObject({
      disguise: "reserved-tag",
      tagHex: bytesToHex(utf8ToBytes("TapSighash")),
    });
    const inner = messageRequest(new Uint8Array(32), { keyLoc: { keyFamily: 0, keyIndex: 1 } });
    expect(examine(inner).facts).toMatchObject({ disguise: "bip143-inner-hash" });
    const elsewhere = messageRequest(invoiceMessage("lnbc1u", "x"), { compactSig: true });
    expect(examine(elsewhere)).toMatchObject({ class: "unknown-message", otherNetwork: "mainnet" });
    const here = examine(messageRequest(invoiceMessage("lnbcrt1u", "x"), { compactSig: true }));
    expect(here.facts).toMatchObject({ invoiceExpiresAtMs: (1_700_000_000 + 3_600) * 1_000 });
    const update = channelUpdate();
    const { examine: onSignet } = createExaminer({ network: "signet", keys: keyRing, curve: nativeCurve });
    expect(onSignet(messageRequest(update, { doubleHash: true })).otherNetwork).toBe("regtest");
  });

  it("of a message have a hash that is the same for a repeat alone", () => {
    const text = messageRequest(utf8ToBytes("Lightning Signed Message:hello"), { compactSig: true, doubleHash: true });
    const { contentHashHex } = examine(text);
    expect(contentHashHex).toMatch(/^[0-9a-f]{64}$/);
    expect(examine({ ...text }).contentHashHex).toBe(contentHashHex);
    for (const changes of [
      { doubleHash: false },
      { msg: utf8ToBytes("Lightning Signed Message:hell") },
      { keyLoc: { keyFamily: 6, keyIndex: 1 } },
    ]) {
      expect(examine({ ...text, ...changes }).contentHashHex).not.toBe(contentHashHex);
    }
    expect(examine(messageRequest(channelUpdate(), { doubleHash: true })).contentHashHex).toBeNull();
  });
});

describe("a summary", () => {
  it.each([
    ["shared key", sharedKeyRequest()],
    ["message", messageRequest(Uint8Array.of(1))],
    ["PSBT", commitmentRequest(keyRing)],
    ["malformed packet", { kind: "sign_psbt_request", fundedPsbt: none }],
    ["MuSig2 session", session],
  ] satisfies [string, SignRequest][])("of a %s fits the window's contract", (_, request) => {
    expect(requestSummarySchema.safeParse(examine(request)).error).toBeUndefined();
  });

  it("survives numbers no key has", () => {
    expect(examine(sharedKeyRequest({ keyFamily: -1, keyIndex: -1 })).class).toBe("other-ecdh");
    const keyLoc = { keyFamily: 0, keyIndex: -2147483648 };
    expect(examine(messageRequest(new Uint8Array(300), { keyLoc, doubleHash: true })).class).toBe("unknown-message");
  });
});
