/** DeriveSharedKey: the vectors byte for byte, and conformance cases 19 to 29, with both curves. */
import { describe, expect, it } from "vitest";
import { bytesToHex, hexToBytes } from "../../main/signer/bytes";
import type { SharedKeyRequest } from "../../main/signer/requests";
import { curves, nativeCurve } from "../support/curves";
import { answer, type LocatorJson, readVectors, recordedPubkeyHex, refusal, vectorEngine } from "../support/engines";
import { type SharedKeyJson, sharedKeyRequest } from "../support/requestVectors";

interface Vectors {
  readonly cases: readonly { readonly name: string; readonly request: SharedKeyJson; readonly shared_key: string }[];
  readonly errors: readonly {
    readonly name: string;
    readonly request: SharedKeyJson;
    readonly error_contains: string;
  }[];
}

const vectors = readVectors<Vectors>("derive_shared_key");
/** Derives 100,000 keys: once is enough (case 27). */
const exhaustedScan = vectors.errors.find(({ name }) => name.includes("scan exhausts 100000")) ?? expect.fail();
const ephemeralHex = "039c7a3a75b43dfa0c28c911a4ff1ff157a176116c4e4d00ca15fead57b4806c03";
/** Key 17 of family 8. */
const towerKeyHex = "03e9288c6db4b32e74322f99373a5a127bdc55aac0f68604e5d1e2556d79531e6e";

function rawKeyRequest(rawKeyHex: string, keyFamily = 8): SharedKeyRequest {
  return sharedKeyRequest({
    ephemeral_pubkey: ephemeralHex,
    key_desc: { raw_key_bytes: rawKeyHex, key_loc: { key_family: keyFamily } },
  });
}

describe.each(curves.map((curve) => [curve.backend, curve] as const))(
  "DeriveSharedKey, %s curve",
  (_backend, curve) => {
    const engine = vectorEngine(curve);
    const sharedKeyHex = (request: SharedKeyRequest) => bytesToHex(answer(engine, request).sharedKey);
    const named = (name: string) => vectors.cases.find((vector) => vector.name.startsWith(name)) ?? expect.fail(name);

    it.each(vectors.cases.map((vector) => [vector.name, vector] as const))("vector: %s", (_name, vector) => {
      expect(sharedKeyHex(sharedKeyRequest(vector.request))).toBe(vector.shared_key);
    });

    const errors = vectors.errors.filter((vector) => vector !== exhaustedScan);
    it.each(errors.map((vector) => [vector.name, vector] as const))("vector: %s", (_name, vector) => {
      expect(refusal(engine, sharedKeyRequest(vector.request)).message).toContain(vector.error_contains);
    });

    it("case 19: no key info means the node key, family 6 index 0", () => {
      const { request, shared_key: expected } = named("no key info");
      expect(sharedKeyHex(sharedKeyRequest(request))).toBe(expected);
      expect(sharedKeyHex(sharedKeyRequest({ ...request, key_loc: { key_family: 6 } }))).toBe(expected);
    });

    it("case 20: key_loc alone names the key", () => {
      const { request, shared_key: expected } = named("deprecated key_loc");
      expect(sharedKeyHex(sharedKeyRequest(request))).toBe(expected);
      const described = { ephemeral_pubkey: ephemeralHex, key_desc: { key_loc: request.key_loc as LocatorJson } };
      expect(sharedKeyHex(sharedKeyRequest(described))).toBe(expected);
    });

    it("case 21: key_desc and key_loc together are refused", () => {
      const request = sharedKeyRequest({ ephemeral_pubkey: ephemeralHex, key_loc: {}, key_desc: { key_loc: {} } });
      expect(refusal(engine, request)).toEqual({ code: "BAD_REQUEST", message: "use either key_desc or key_loc" });
    });

    it("case 22: key_desc without its locator is refused", () => {
      expect(refusal(engine, sharedKeyRequest({ ephemeral_pubkey: ephemeralHex, key_desc: {} }))).toEqual({
        code: "BAD_REQUEST",
        message: "when setting key_desc the field key_desc.key_loc must also be set",
      });
    });

    it("case 23: a raw key with index 0 is searched for, and found at index 17", () => {
      const found = sharedKeyHex(rawKeyRequest(towerKeyHex));
      const named17 = sharedKeyRequest({ ephemeral_pubkey: ephemeralHex, key_loc: { key_family: 8, key_index: 17 } });
      expect(found).toBe(sharedKeyHex(named17));
    });

    it("case 24: a raw key with index 17 is refused", () => {
      const locator = { key_family: 8, key_index: 17 };
      const request = { ephemeral_pubkey: ephemeralHex, key_desc: { raw_key_bytes: towerKeyHex, key_loc: locator } };
      expect(refusal(engine, sharedKeyRequest(request))).toEqual({
        code: "BAD_REQUEST",
        message: "use either raw_key_bytes or key_index",
      });
    });

    it("case 25: a raw key of 32 or 65 bytes, or off the curve, is refused", () => {
      const uncompressed = bytesToHex(curve.uncompressPoint(hexToBytes(towerKeyHex)));
      for (const rawKeyHex of [towerKeyHex.slice(2), uncompressed]) {
        expect(refusal(engine, rawKeyRequest(rawKeyHex))).toEqual({
          code: "BAD_LENGTH",
          message: "error in raw pubkey: pubkey must be serialized in compressed format if specified",
        });
      }
      const offCurve = refusal(engine, rawKeyRequest(`02${"00".repeat(31)}05`));
      expect(offCurve.code).toBe("BAD_POINT");
      expect(offCurve.message).toMatch(/^error in raw pubkey: /);
    });

    it("case 26: an ephemeral key that is empty, of 32 or 65 bytes, or off the curve is refused", () => {
      const uncompressed = bytesToHex(curve.uncompressPoint(hexToBytes(ephemeralHex)));
      expect(refusal(engine, sharedKeyRequest({}))).toEqual({
        code: "BAD_REQUEST",
        message: "must provide ephemeral pubkey",
      });
      for (const ephemeral of [ephemeralHex.slice(2), uncompressed]) {
        expect(refusal(engine, sharedKeyRequest({ ephemeral_pubkey: ephemeral }))).toEqual({
          code: "BAD_LENGTH",
          message: "error in ephemeral pubkey: pubkey must be serialized in compressed format if specified",
        });
      }
      const offCurve = refusal(engine, sharedKeyRequest({ ephemeral_pubkey: `02${"00".repeat(31)}05` }));
      expect(offCurve.code).toBe("BAD_POINT");
      expect(offCurve.message).toMatch(/^error in ephemeral pubkey: /);
    });

    it("case 28: both sides of an exchange get the same key", () => {
      const firstSide = sharedKeyRequest({ ephemeral_pubkey: recordedPubkeyHex(9), key_loc: { key_family: 6 } });
      const secondSide = sharedKeyRequest({ ephemeral_pubkey: recordedPubkeyHex(6), key_loc: { key_family: 9 } });
      expect(sharedKeyHex(firstSide)).toBe(sharedKeyHex(secondSide));
    });

    it("checks in lnd's order: the ephemeral key before the locators, the index before the raw key", () => {
      const everythingWrong = sharedKeyRequest({
        ephemeral_pubkey: "02",
        key_loc: {},
        key_desc: { raw_key_bytes: "02" },
      });
      expect(refusal(engine, everythingWrong).message).toMatch(/^error in ephemeral pubkey/);
      const badKeyAndIndex = { raw_key_bytes: "02", key_loc: { key_index: 1 } };
      const indexFirst = sharedKeyRequest({ ephemeral_pubkey: ephemeralHex, key_desc: badKeyAndIndex });
      expect(refusal(engine, indexFirst).message).toBe("use either raw_key_bytes or key_index");
    });

    it("BAD_PATH: refuses negative families and indexes, where lnd derives a hardened child", () => {
      for (const locator of [{ key_family: 6, key_index: -1 }, { key_family: -1 }]) {
        const refused = refusal(engine, sharedKeyRequest({ ephemeral_pubkey: ephemeralHex, key_loc: locator }));
        expect(refused.code).toBe("BAD_PATH");
        expect(refused.message).toMatch(/^unable to derive shared key: /);
      }
      expect(refusal(engine, rawKeyRequest(towerKeyHex, -1)).code).toBe("BAD_PATH");
    });
  },
);

describe("the key scan", () => {
  it("cases 27 and 29, UNKNOWN_KEY: a key of another family, or with the other parity, is not found in 100,000", () => {
    const engine = vectorEngine(nativeCurve);
    const message = "unable to derive shared key: unable to derive private key";
    expect(message).toContain(exhaustedScan.error_contains);
    expect(refusal(engine, sharedKeyRequest(exhaustedScan.request))).toEqual({ code: "UNKNOWN_KEY", message });
    // the family's keys are known by now: the second search only looks them up
    const otherParity = `02${towerKeyHex.slice(2)}`;
    expect(refusal(engine, rawKeyRequest(otherParity))).toEqual({ code: "UNKNOWN_KEY", message });
  });

  it("yields between slices, so that a deadline can end it", () => {
    const run = vectorEngine(nativeCurve).answer(rawKeyRequest(`02${towerKeyHex.slice(2)}`));
    for (let slice = 0; slice < 3; slice++) expect(run.next().done).toBe(false);
    expect(run.return(undefined as never).done).toBe(true);
  });

  it("answers within one slice when the key is index 0, as node traffic always is", () => {
    const engine = vectorEngine(nativeCurve);
    const run = engine.answer(rawKeyRequest(bytesToHex(engine.identityPubkey()), 6));
    expect(run.next().done).toBe(true);
  });
});
