/** Public keys of tweaked keys: made once for the HTLCs of a commitment, and never for anything secret. */
import { beforeEach, expect, test } from "vitest";
import type { Curve } from "../../../main/signer/curve";
import { type PsbtRecord, tweakType } from "../../../main/signer/psbtRecords";
import { psbtRecord } from "../../../main/signer/psbtWriter";
import { createTweakedPubkeys, type TweakedPubkeys } from "../../../main/signer/tweakedPubkeys";
import { nativeCurve } from "../../support/curves";

const secretKey = new Uint8Array(32).fill(5);
const base = new Uint8Array(33).fill(2);
const single = (fill: number): PsbtRecord => psbtRecord(tweakType.single, new Uint8Array(0), filled(fill));

let made: number;
let pubkeys: TweakedPubkeys;

beforeEach(() => {
  made = 0;
  const counting: Curve = {
    ...nativeCurve,
    publicKey: (key) => {
      made += 1;
      return nativeCurve.publicKey(key);
    },
  };
  pubkeys = createTweakedPubkeys(counting);
});

function filled(fill: number): Uint8Array {
  return new Uint8Array(32).fill(fill);
}

test("one key and one tweak are multiplied once", () => {
  const pubkey = nativeCurve.publicKey(secretKey);
  for (let htlc = 0; htlc < 5; htlc += 1) expect(pubkeys.publicKey(base, single(1), secretKey)).toEqual(pubkey);
  expect(made).toBe(1);
});

test("another tweak, and another key, are others", () => {
  pubkeys.publicKey(base, single(1), secretKey);
  expect(pubkeys.publicKey(base, single(2), filled(6))).toEqual(nativeCurve.publicKey(filled(6)));
  expect(pubkeys.publicKey(filled(3), single(1), filled(7))).toEqual(nativeCurve.publicKey(filled(7)));
  expect(made).toBe(3);
});

test("a commitment secret is not kept, nor taken for a tweak of the same bytes", () => {
  const double = psbtRecord(tweakType.double, new Uint8Array(0), filled(1));
  pubkeys.publicKey(base, single(1), secretKey);
  for (const fill of [8, 9]) {
    expect(pubkeys.publicKey(base, double, filled(fill))).toEqual(nativeCurve.publicKey(filled(fill)));
  }
  expect(made).toBe(3);
});

test("the last eight tweaks are remembered", () => {
  for (let fill = 0; fill < 9; fill += 1) pubkeys.publicKey(base, single(fill), secretKey);
  pubkeys.publicKey(base, single(8), secretKey);
  expect(made).toBe(9);
  pubkeys.publicKey(base, single(0), secretKey);
  expect(made).toBe(10);
});

test("wipe forgets them", () => {
  pubkeys.publicKey(base, single(1), secretKey);
  pubkeys.wipe();
  pubkeys.publicKey(base, single(1), secretKey);
  expect(made).toBe(2);
});
