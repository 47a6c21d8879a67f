/** What is wrong with an ECDH request is said in lnd's order, although the points are looked at last. */
import { describe, expect, test } from "vitest";
import type { Curve } from "../../../main/signer/curve";
import type { SharedKeyRequest } from "../../../main/signer/requests";
import { curves, nativeCurve } from "../../support/curves";
import { answer, refusal, vectorEngine } from "../../support/engines";

const ephemeral = nativeCurve.publicKey(new Uint8Array(32).fill(3));
const noPoint = new Uint8Array(33).fill(5);
const badEphemeral = /^error in ephemeral pubkey: /;
const badRaw = /^error in raw pubkey: /;
const locator = (keyFamily: number, keyIndex = 0) => ({ keyFamily, keyIndex });

type Keys = Partial<Pick<SharedKeyRequest, "keyLoc" | "keyDesc">>;

function request(ephemeralPubkey: Uint8Array, { keyLoc, keyDesc }: Keys = {}): SharedKeyRequest {
  return { kind: "shared_key_request", ephemeralPubkey, keyLoc, keyDesc };
}

describe.each(curves.map((curve) => [curve.backend, curve] as const))("%s curve", (_, curve) => {
  const engine = vectorEngine(curve);
  const nodeKey = engine.identityPubkey();
  const named = (rawKeyBytes: Uint8Array, keyLoc = locator(6)) => ({ keyDesc: { rawKeyBytes, keyLoc } });

  test.each([
    ["no trouble besides", {}],
    ["two keys named", { keyLoc: locator(6), ...named(nodeKey) }],
    ["no locator", { keyDesc: { rawKeyBytes: nodeKey, keyLoc: undefined } }],
    ["a key and an index", named(nodeKey, locator(6, 1))],
    ["a raw key that is none either", named(noPoint)],
    ["a raw key too short", named(nodeKey.subarray(1))],
    ["a path that does not exist", { keyLoc: locator(-1) }],
    ["a key that would have to be searched for", named(ephemeral)],
  ] as const)("an ephemeral key that is no point comes before %s", (__, keys) => {
    expect(refusal(engine, request(noPoint, keys)).message).toMatch(badEphemeral);
  });

  test("an ephemeral key of 65 bytes is refused, point or not", () => {
    expect(refusal(engine, request(curve.uncompressPoint(ephemeral)))).toMatchObject({ code: "BAD_LENGTH" });
  });

  test("a raw key that is no point comes before a family that does not exist", () => {
    expect(refusal(engine, request(ephemeral, named(noPoint, locator(-1)))).message).toMatch(badRaw);
    expect(refusal(engine, request(ephemeral, named(ephemeral, locator(-1)))).code).toBe("BAD_PATH");
  });

  test("an index comes before a raw key that is no point", () => {
    const { message } = refusal(engine, request(ephemeral, named(noPoint, locator(6, 1))));
    expect(message).toBe("use either raw_key_bytes or key_index");
  });
});

test("the usual request looks at no point besides the multiplication", () => {
  let looked = 0;
  const counting: Curve = {
    ...nativeCurve,
    compressPoint: (point) => {
      looked += 1;
      return nativeCurve.compressPoint(point);
    },
  };
  const engine = vectorEngine(counting);
  const keyDesc = { rawKeyBytes: engine.identityPubkey(), keyLoc: locator(6) };
  const { sharedKey } = answer(engine, request(ephemeral, { keyDesc }));
  expect(sharedKey).toEqual(answer(engine, request(ephemeral)).sharedKey);
  expect(looked).toBe(0);
});
