/** MuSig2 session creation: conformance cases 38 to 47 and 60. */
import { schnorr } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, it } from "vitest";
import { concatBytes } from "../../main/signer/bytes";
import { createMemoryNonceLedger } from "../../main/signer/index";
import type { MuSig2SessionRequest } from "../../main/signer/requests";
import { curves } from "../support/curves";
import { answer, refusal, vectorEngine } from "../support/engines";
import {
  combine,
  digest,
  emptyBytes,
  otherDigest,
  pregeneratedNonce,
  sessionRequest,
  sign,
  signerPubkeys,
} from "../support/musig2Requests";

const v040Keys = (count = 2) => signerPubkeys(count).map((pubkey) => pubkey.slice(1));
const v040: Partial<MuSig2SessionRequest> = { version: 1, allSignerPubkeys: v040Keys() };
const root = new Uint8Array(32).fill(0x5a);
const taproot = (scriptRoot: Uint8Array, keySpendOnly = false) => ({ taprootTweak: { scriptRoot, keySpendOnly } });

/** A public nonce nobody holds the secret of. */
const someNonce = concatBytes(...signerPubkeys(2));

describe.each(curves.map((curve) => [curve.backend, curve] as const))(
  "MuSig2 sessions, %s curve",
  (_backend, curve) => {
    const engine = vectorEngine(curve);
    const create = (changes: Partial<MuSig2SessionRequest> = {}, family = 0) =>
      answer(engine, sessionRequest(family, changes));
    const refused = (changes: Partial<MuSig2SessionRequest>, family = 0) =>
      refusal(engine, sessionRequest(family, changes));

    it.each([0, 3])("case 38, UNSUPPORTED_VERSION: version %i is refused", (version) => {
      expect(refused({ version })).toEqual({
        code: "UNSUPPORTED_VERSION",
        message: `error parsing version: unknown MuSig2 version <${version}>`,
      });
    });

    it("BAD_REQUEST: a session needs a key locator", () => {
      expect(refused({ keyLoc: undefined })).toEqual({ code: "BAD_REQUEST", message: "missing key_loc" });
    });

    it("BAD_PATH: a negative locator is refused, where lnd derives a hardened child", () => {
      const { code, message } = refused({ keyLoc: { keyFamily: 0, keyIndex: -1 } });
      expect(code).toBe("BAD_PATH");
      expect(message).toMatch(/^error registering session: error deriving private key: /);
    });

    it("case 39, BAD_REQUEST: one public key is not enough", () => {
      for (const allSignerPubkeys of [[], signerPubkeys(1)]) {
        expect(refused({ allSignerPubkeys })).toEqual({
          code: "BAD_REQUEST",
          message: "error parsing all signer public keys: need at least two signing public keys",
        });
      }
    });

    it("case 40, BAD_LENGTH: v0.4.0 takes 32-byte keys, v1.0.0rc2 takes 33-byte keys, neither the other's", () => {
      const wrongForV040 = refused({ version: 1 });
      expect(wrongForV040.code).toBe("BAD_LENGTH");
      expect(wrongForV040.message).toMatch(
        /^error parsing all signer public keys: error parsing signer public key 0 for v0\.4\.0 \(x-only format\): /,
      );
      const wrongForV100 = refused({ allSignerPubkeys: v040Keys() });
      expect(wrongForV100.code).toBe("BAD_LENGTH");
      expect(wrongForV100.message).toMatch(
        /^error parsing all signer public keys: error parsing signer public key 0 for v1\.0\.0rc2 \(compressed format\): /,
      );
    });

    it("case 40, BAD_POINT: keys off the curve are refused, in either version", () => {
      const offCurve = Uint8Array.of(...new Uint8Array(31), 5);
      const [own, other] = signerPubkeys(2) as [Uint8Array, Uint8Array];
      const v100 = refused({ allSignerPubkeys: [own, other, concatBytes(Uint8Array.of(2), offCurve)] });
      expect(v100.code).toBe("BAD_POINT");
      expect(v100.message).toContain("signer public key 2");
      expect(refused({ ...v040, allSignerPubkeys: [...v040Keys(), offCurve] }).code).toBe("BAD_POINT");
    });

    it("v1.0.0rc2 also reads uncompressed keys, as btcec does", () => {
      const [own, other] = signerPubkeys(2) as [Uint8Array, Uint8Array];
      const { combinedKey } = create({ allSignerPubkeys: [own, curve.uncompressPoint(other)] });
      expect(combinedKey).toEqual(create().combinedKey);
    });

    it("case 41, UNKNOWN_KEY: our own key must be among the signers, in either version", () => {
      const others = signerPubkeys(3).slice(1);
      const message =
        "error registering session: error creating signing context: error creating MuSig2 signing context: " +
        "signing key is not found in key set";
      expect(refused({ allSignerPubkeys: others })).toEqual({ code: "UNKNOWN_KEY", message });
      expect(refused({ version: 1, allSignerPubkeys: v040Keys(3).slice(1) })).toEqual({ code: "UNKNOWN_KEY", message });
    });

    it("case 41: v1.0.0rc2 wants our key with its parity, v0.4.0 has none", () => {
      const [own, other] = signerPubkeys(2) as [Uint8Array, Uint8Array];
      const otherParity = concatBytes(Uint8Array.of(own[0] === 2 ? 3 : 2), own.subarray(1));
      expect(refused({ allSignerPubkeys: [otherParity, other] }).code).toBe("UNKNOWN_KEY");
      expect(create(v040).combinedKey).toHaveLength(32);
    });

    it("case 42, BAD_REQUEST: more nonces than other signers are refused", () => {
      expect(refused({ otherSignerPublicNonces: [someNonce, someNonce] })).toEqual({
        code: "BAD_REQUEST",
        message: "too many other signer public nonces, got 2 but expected a maximum of 1",
      });
    });

    it.each([1, 96, 98])("case 43, BAD_LENGTH: a pregenerated nonce of %i bytes is refused", (length) => {
      expect(refused({ pregeneratedLocalNonce: new Uint8Array(length) })).toEqual({
        code: "BAD_LENGTH",
        message: `local nonces must be 97 bytes, instead was ${length}`,
      });
    });

    it("case 43: a pregenerated nonce for another key makes a session that cannot sign, and is gone then", () => {
      const nonceOfOther = pregeneratedNonce(0x11, 0x22, signerPubkeys(2)[1]);
      const { sessionId, haveAllNonces } = create({
        pregeneratedLocalNonce: nonceOfOther,
        otherSignerPublicNonces: [someNonce],
      });
      expect(haveAllNonces).toBe(true);
      const signing = "error signing: error signing with local key: error signing with local key: ";
      expect(refusal(engine, sign(sessionId))).toEqual({
        code: "BAD_REQUEST",
        message: `${signing}public key does not match secnonce`,
      });
      expect(refusal(engine, sign(sessionId))).toEqual({
        code: "NONCE_REUSED",
        message: `${signing}nonce already used`,
      });
    });

    it("case 43, BAD_SCALAR: a blank half of a pregenerated nonce shows at signing", () => {
      const [own] = signerPubkeys(1) as [Uint8Array];
      const { sessionId, localPublicNonces } = create({ pregeneratedLocalNonce: pregeneratedNonce(0, 0x22, own) });
      expect(localPublicNonces.subarray(0, 33)).toEqual(Uint8Array.of(2, ...new Uint8Array(32)));
      const combinedPublicNonce = someNonce;
      answer(engine, { kind: "mu_sig2_combined_nonces_req", sessionId, combinedPublicNonce });
      expect(refusal(engine, sign(sessionId))).toEqual({
        code: "BAD_SCALAR",
        message: "error signing: error signing with local key: error signing with local key: secret nonce is blank",
      });
    });

    it("v0.4.0 drops a pregenerated nonce and draws its own, as lnd does", () => {
      const first = create({ ...v040, pregeneratedLocalNonce: pregeneratedNonce() });
      const second = create({ ...v040, pregeneratedLocalNonce: pregeneratedNonce() });
      expect(second.localPublicNonces).not.toEqual(first.localPublicNonces);
    });

    it("BAD_LENGTH: other nonces are 66 bytes", () => {
      expect(refused({ otherSignerPublicNonces: [new Uint8Array(65)] })).toEqual({
        code: "BAD_LENGTH",
        message: "error parsing other nonces: invalid public nonce at index 0: invalid length, got 65 but expected 66",
      });
    });

    it("BAD_POINT: the last nonce completes the session, and one that is no point ends it", () => {
      const { code, message } = refused({ otherSignerPublicNonces: [new Uint8Array(66).fill(4)] });
      expect(code).toBe("BAD_POINT");
      expect(message).toMatch(/^error registering session: error registering other signer public nonce: /);
    });

    it("case 44: BIP86 beats the script root, which beats generic tweaks", () => {
      const generic = { tweaks: [{ tweak: root, isXOnly: false }] };
      const plain = create();
      const tweaked = create(generic);
      const scripted = create(taproot(root));
      const bip86 = create(taproot(emptyBytes, true));
      const keys = [plain, tweaked, scripted, bip86].map(({ combinedKey }) => combinedKey.join());
      expect(new Set(keys).size).toBe(4);
      expect(create({ ...generic, ...taproot(root) }).combinedKey).toEqual(scripted.combinedKey);
      expect(create({ ...generic, ...taproot(root, true) }).combinedKey).toEqual(bip86.combinedKey);
      expect(scripted.taprootInternalKey).toEqual(plain.combinedKey);
      expect(bip86.taprootInternalKey).toEqual(plain.combinedKey);
      expect(plain.taprootInternalKey).toEqual(emptyBytes);
      expect(tweaked.taprootInternalKey).toEqual(emptyBytes);
    });

    it("case 45: script roots and tweaks are cut to 32 bytes, or filled up with zeros at the end", () => {
      const short = root.subarray(1);
      const padded = concatBytes(short, Uint8Array.of(0));
      const long = concatBytes(root, Uint8Array.of(1));
      expect(create(taproot(short)).combinedKey).toEqual(create(taproot(padded)).combinedKey);
      expect(create(taproot(long)).combinedKey).toEqual(create(taproot(root)).combinedKey);
      const tweak = (value: Uint8Array) => ({ tweaks: [{ tweak: value, isXOnly: true }] });
      expect(create(tweak(short)).combinedKey).toEqual(create(tweak(padded)).combinedKey);
      expect(create(tweak(long)).combinedKey).toEqual(create(tweak(root)).combinedKey);
    });

    it("BAD_REQUEST: empty tweaks and roots are refused, a generic one even beside a taproot tweak", () => {
      const context = "error unmarshaling tweak options: ";
      const tweaks = [{ tweak: emptyBytes, isXOnly: false }];
      const emptyTweak = { code: "BAD_REQUEST", message: `${context}tweak cannot be empty` };
      expect(refused({ tweaks })).toEqual(emptyTweak);
      expect(refused({ tweaks, ...taproot(root, true) })).toEqual(emptyTweak);
      expect(refused(taproot(emptyBytes))).toEqual({
        code: "BAD_REQUEST",
        message: `${context}script root cannot be empty for non-keyspend`,
      });
    });

    it("BAD_SCALAR: a tweak not below the group order is refused, in the words of its version", () => {
      const tweaks = [{ tweak: new Uint8Array(32).fill(0xff), isXOnly: false }];
      const context =
        "error registering session: error creating signing context: error creating MuSig2 signing context: ";
      expect(refused({ tweaks })).toEqual({ code: "BAD_SCALAR", message: `${context}tweaked key is too large` });
      expect(refused({ ...v040, tweaks })).toEqual({
        code: "BAD_SCALAR",
        message: `${context}tweaked key is to large`,
      });
    });

    it("case 46: the session id is SHA256(final key with its parity || local public nonce)", () => {
      const { sessionId, combinedKey, localPublicNonces } = create(taproot(root));
      const candidates = [2, 3].map((parity) =>
        sha256(concatBytes(Uint8Array.of(parity), combinedKey, localPublicNonces)).join(),
      );
      expect(candidates).toContain(sessionId.join());
    });

    it("case 47: the same pregenerated nonce gives the same id and replaces the session", () => {
      const nonce = { pregeneratedLocalNonce: pregeneratedNonce(0x31, 0x32) };
      const first = create({ ...nonce, otherSignerPublicNonces: [someNonce] });
      const second = create(nonce);
      expect(second.sessionId).toEqual(first.sessionId);
      expect(refusal(engine, sign(second.sessionId)).message).toBe("error signing: only have 1 of 2 required nonces");
    });

    it("case 47, NONCE_REUSED: a nonce that has signed signs nothing else, in whatever session it comes back", () => {
      const request = {
        pregeneratedLocalNonce: pregeneratedNonce(0x41, 0x42),
        otherSignerPublicNonces: [someNonce],
      };
      const { sessionId } = create(request);
      const { localPartialSignature } = answer(engine, sign(sessionId));
      const reused = {
        code: "NONCE_REUSED",
        message:
          "error signing: error signing with local key: error signing with local key: nonce already used for something else",
      };

      expect(refusal(engine, sign(create(request).sessionId, otherDigest))).toEqual(reused);
      const [own, other] = [create({ ...request, otherSignerPublicNonces: [] }), create({}, 1)];
      answer(engine, {
        kind: "mu_sig2_register_nonces_request",
        sessionId: own.sessionId,
        otherSignerPublicNonces: [other.localPublicNonces],
      });
      // the same digest with another combined nonce is another challenge
      expect(refusal(engine, sign(own.sessionId))).toEqual(reused);
      // and so is the same digest under a tweaked key
      expect(refusal(engine, sign(create({ ...request, ...taproot(root) }).sessionId))).toEqual(reused);

      // what lnd does when it force closes twice: everything the same again, and the answer too
      expect(answer(engine, sign(create(request).sessionId)).localPartialSignature).toEqual(localPartialSignature);
    });

    it("case 47: the ledger outlives the engine, as it must when keys are locked and unlocked", () => {
      const nonceLedger = createMemoryNonceLedger();
      const request = sessionRequest(0, {
        pregeneratedLocalNonce: pregeneratedNonce(),
        otherSignerPublicNonces: [someNonce],
      });
      const before = vectorEngine(curve, { nonceLedger });
      answer(before, sign(answer(before, request).sessionId));
      before.wipe();
      const after = vectorEngine(curve, { nonceLedger });
      expect(refusal(after, sign(answer(after, request).sessionId, otherDigest)).code).toBe("NONCE_REUSED");
    });

    it("keeps copies of what a request holds, of Node Buffers too: the message it came in may be reused", () => {
      const nonce = Buffer.from(pregeneratedNonce(0x51, 0x52));
      const other = Buffer.from(someNonce);
      const allSignerPubkeys = signerPubkeys(3);
      const session = create({ pregeneratedLocalNonce: nonce, otherSignerPublicNonces: [other], allSignerPubkeys });
      const message = [nonce, other].map((bytes) => bytes.toString("hex"));
      nonce.fill(0xee);
      other.fill(0xee);
      answer(engine, {
        kind: "mu_sig2_register_nonces_request",
        sessionId: session.sessionId,
        otherSignerPublicNonces: [someNonce],
      });
      const share = answer(engine, sign(session.sessionId)).localPartialSignature;

      const untouched = message.map((hex) => Buffer.from(hex, "hex")) as [Buffer, Buffer];
      const again = create({
        pregeneratedLocalNonce: untouched[0],
        otherSignerPublicNonces: [untouched[1], someNonce],
        allSignerPubkeys,
      });
      expect(answer(engine, sign(again.sessionId)).localPartialSignature).toEqual(share);
      expect(untouched.map((bytes) => bytes.toString("hex"))).toEqual(message);
    });

    it("draws a fresh nonce for every session, and echoes the version", () => {
      const [first, second] = [create(), create()];
      expect(second.localPublicNonces).not.toEqual(first.localPublicNonces);
      expect(second.sessionId).not.toEqual(first.sessionId);
      expect([first.version, create(v040).version]).toEqual([2, 1]);
    });

    it.each([1, 2])("the order of the keys does not matter, they are sorted: version %i", (version) => {
      const pubkeys = version === 1 ? v040Keys(3) : signerPubkeys(3);
      const forward = create({ version, allSignerPubkeys: pubkeys });
      const backward = create({ version, allSignerPubkeys: [...pubkeys].reverse() });
      expect(backward.combinedKey).toEqual(forward.combinedKey);
    });

    it("case 60: the same key may sign more than once, and the second unique key keeps its coefficient 1", () => {
      const [own, other] = signerPubkeys(2) as [Uint8Array, Uint8Array];
      const allSignerPubkeys = [own, own, other];
      const sessions = [create({ allSignerPubkeys }), create({ allSignerPubkeys }), create({ allSignerPubkeys }, 1)];
      for (const { sessionId } of sessions) {
        const otherSignerPublicNonces = sessions
          .filter((session) => session.sessionId !== sessionId)
          .map(({ localPublicNonces }) => localPublicNonces);
        answer(engine, { kind: "mu_sig2_register_nonces_request", sessionId, otherSignerPublicNonces });
      }
      const [ownShare, ...others] = sessions.map(
        ({ sessionId }) => answer(engine, sign(sessionId)).localPartialSignature,
      );
      expect(ownShare).toHaveLength(32);
      const [session] = sessions as [(typeof sessions)[number]];
      const { finalSignature } = answer(engine, combine(session.sessionId, ...others));
      expect(schnorr.verify(finalSignature, digest, session.combinedKey)).toBe(true);
    });
  },
);
