import { describe, expect, it } from "vitest";
import { createExaminer } from "../../../main/policy/examine";
import type { KeyLocator, MuSig2SessionRequest, SignRequest } from "../../../main/signer/requests";
import { requestSummarySchema } from "../../../preload/contract/feed";
import { nativeCurve } from "../../support/curves";
import { casesKeyRing } from "../../support/signPsbt";
import { commitmentRequest, messageRequest, sharedKeyRequest } from "../../support/signRequests";

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
