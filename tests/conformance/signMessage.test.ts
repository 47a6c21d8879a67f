/** SignMessage: the vectors byte for byte, and conformance cases 30 to 37, with both curves. */
import { schnorr, secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, it } from "vitest";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "../../main/signer/bytes";
import { curves } from "../support/curves";
import { answer, type LocatorJson, readVectors, recordedPubkeyHex, refusal, vectorEngine } from "../support/engines";
import { type SignMessageJson, signMessageRequest } from "../support/requestVectors";

interface Vectors {
  readonly cases: readonly {
    readonly name: string;
    readonly request: SignMessageJson;
    readonly digest: string;
    readonly signature: string;
  }[];
  readonly errors: readonly {
    readonly name: string;
    readonly request: SignMessageJson;
    readonly error_contains: string;
  }[];
}

const vectors = readVectors<Vectors>("sign_message");
const msg = utf8ToBytes("hello world");
const msgHex = bytesToHex(msg);
const nodeKey: LocatorJson = { key_family: 6, key_index: 0 };

/** The vectors hold r || s where lnd sends DER (lnwire Sig.ToSignatureBytes); see docs/vectors.md. */
function wireSignatureHex({ request, signature }: Vectors["cases"][number]): string {
  const isDer = !request.compact_sig && !request.schnorr_sig;
  return isDer ? bytesToHex(secp256k1.Signature.fromHex(signature, "compact").toBytes("der")) : signature;
}

function taggedDigest(tag: string, ...parts: Uint8Array[]): Uint8Array {
  const tagHash = sha256(utf8ToBytes(tag));
  return sha256(concatBytes(tagHash, tagHash, ...parts));
}

/** The x coordinate of a taproot output key, from public data alone. */
function outputKeyX(pubkeyHex: string, root: Uint8Array): Uint8Array {
  const pubkeyX = hexToBytes(pubkeyHex.slice(2));
  const tweak = BigInt(`0x${bytesToHex(taggedDigest("TapTweak", pubkeyX, root))}`);
  const internal = secp256k1.Point.fromHex(`02${bytesToHex(pubkeyX)}`);
  return internal.add(secp256k1.Point.BASE.multiply(tweak)).toBytes(true).slice(1);
}

describe.each(curves.map((curve) => [curve.backend, curve] as const))("SignMessage, %s curve", (_backend, curve) => {
  const engine = vectorEngine(curve);
  const sign = (json: SignMessageJson) =>
    answer(engine, signMessageRequest({ msg: msgHex, key_loc: nodeKey, ...json })).signature;
  const nodePubkey = hexToBytes(recordedPubkeyHex(6));

  it.each(vectors.cases.map((vector) => [vector.name, vector] as const))("case 36, vector: %s", (_name, vector) => {
    const signature = answer(engine, signMessageRequest(vector.request)).signature;
    expect(bytesToHex(signature)).toBe(wireSignatureHex(vector));
    expect(answer(engine, signMessageRequest(vector.request)).signature).toEqual(signature);
  });

  const schnorrVectors = vectors.cases.filter(({ request }) => request.schnorr_sig);
  it.each(schnorrVectors.map((vector) => [vector.name, vector] as const))(
    "case 35, verified by another implementation: %s",
    (_name, { request, digest }) => {
      const pubkeyHex = recordedPubkeyHex(request.key_loc?.key_family ?? 0, request.key_loc?.key_index ?? 0);
      const root = hexToBytes(request.schnorr_sig_tap_tweak ?? "");
      const pubkeyX = root.length === 0 ? hexToBytes(pubkeyHex.slice(2)) : outputKeyX(pubkeyHex, root);
      const { signature } = answer(engine, signMessageRequest(request));
      expect(schnorr.verify(signature, hexToBytes(digest), pubkeyX)).toBe(true);
    },
  );

  it.each(vectors.errors.map((vector) => [vector.name, vector] as const))(
    "case 30, BAD_REQUEST: %s",
    (_name, { request, error_contains: message }) => {
      expect(refusal(engine, signMessageRequest(request))).toEqual({ code: "BAD_REQUEST", message });
    },
  );

  it("case 30: of several faults the first in lnd's order is named", () => {
    const tagHex = bytesToHex(utf8ToBytes("BIP0340"));
    const mending: readonly [fault: string, mended: SignMessageJson][] = [
      ["a message to sign MUST be passed in", { double_hash: true, compact_sig: true, schnorr_sig: true, tag: tagHex }],
      ["a key locator MUST be passed in", { msg: msgHex }],
      ["compact format can not be used for Schnorr signatures", { key_loc: nodeKey }],
      ["tag can only be used when the Schnorr signature option is set", { schnorr_sig: false }],
      ["tag cannot have BIP0340 prefix", { schnorr_sig: true, compact_sig: false }],
      ["tag cannot be TapSighash", { tag: bytesToHex(utf8ToBytes("TapSighash")) }],
      ["double hash and tag can't be set at the same time", { tag: "78" }],
    ];
    let request: SignMessageJson = {};
    for (const [fault, mended] of mending) {
      request = { ...request, ...mended };
      expect(refusal(engine, signMessageRequest(request)).message).toBe(fault);
    }
    expect(answer(engine, signMessageRequest({ ...request, double_hash: false })).signature).toHaveLength(64);
  });

  it("case 31: an empty tag is no tag", () => {
    const untagged = sign({ schnorr_sig: true, tag: "" });
    expect(schnorr.verify(untagged, sha256(msg), nodePubkey.slice(1))).toBe(true);
    const tagged = sign({ schnorr_sig: true, tag: bytesToHex(utf8ToBytes("x")) });
    expect(schnorr.verify(tagged, taggedDigest("x", msg), nodePubkey.slice(1))).toBe(true);
  });

  it("case 32: tags that start like BIP340's or the sighash tag are refused, other spellings are not", () => {
    for (const [tag, message] of [
      ["BIP0340foo", "tag cannot have BIP0340 prefix"],
      ["TapSighashX", "tag cannot be TapSighash"],
    ] as const) {
      const request = signMessageRequest({
        msg: msgHex,
        key_loc: nodeKey,
        schnorr_sig: true,
        tag: bytesToHex(utf8ToBytes(tag)),
      });
      expect(refusal(engine, request)).toEqual({ code: "BAD_REQUEST", message });
    }
    const allowed = sign({ schnorr_sig: true, tag: bytesToHex(utf8ToBytes("tapsighash")) });
    expect(schnorr.verify(allowed, taggedDigest("tapsighash", msg), nodePubkey.slice(1))).toBe(true);
  });

  it("case 33: compact signatures start with 31 or 32 and recover the key", () => {
    const headers = new Set<number>();
    for (let i = 1; i <= 12; i++) {
      const message = Uint8Array.of(i);
      const signature = sign({ msg: bytesToHex(message), compact_sig: true });
      expect(signature).toHaveLength(65);
      const header = signature[0] as number;
      headers.add(header);
      const recoverable = concatBytes(Uint8Array.of(header - 31), signature.subarray(1));
      expect(secp256k1.recoverPublicKey(recoverable, sha256(message), { prehash: false })).toEqual(nodePubkey);
    }
    expect([...headers].sort()).toEqual([31, 32]);
  });

  it("case 34: without options the signature is strict DER, low S", () => {
    const signature = sign({});
    const verifies = { prehash: false, lowS: true, format: "der" } as const;
    expect(secp256k1.verify(signature, sha256(msg), nodePubkey, verifies)).toBe(true);
  });

  it("ignores a tap tweak without the Schnorr option, as lnd does", () => {
    expect(sign({ schnorr_sig_tap_tweak: "00".repeat(32) })).toEqual(sign({}));
  });

  it("case 37, BAD_PATH: negative indexes and families are refused, where lnd derives a hardened child", () => {
    for (const keyLoc of [{ key_family: 6, key_index: -1 }, { key_family: -1 }]) {
      const refused = refusal(engine, signMessageRequest({ msg: msgHex, key_loc: keyLoc }));
      expect(refused.code).toBe("BAD_PATH");
      expect(refused.message).toMatch(/^can't sign the hash: /);
    }
  });
});
