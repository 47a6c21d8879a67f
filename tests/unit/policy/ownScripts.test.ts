import { describe, expect, it, vi } from "vitest";
import { createOwnScripts, type OwnScript } from "../../../main/policy/ownScripts";
import { curves, nativeCurve } from "../../support/curves";
import { p2sh, p2trBip86, p2wkh } from "../../support/outputScripts";
import { pathOf } from "../../support/psbtBuilder";
import { casesKeyRing } from "../../support/signPsbt";
import { foreignKey } from "../../support/signRequests";

describe.each(curves)("own scripts with the $backend curve", (curve) => {
  const keyRing = casesKeyRing(curve);
  const own = () => createOwnScripts({ keys: keyRing, curve });

  function scriptAt({ purpose, branch, index }: OwnScript): Uint8Array {
    const pubkey = keyRing.publicKeyAtPath(pathOf(`m/${purpose}'/0'/0'/${branch}/${index}`));
    if (purpose === 86) return p2trBip86(pubkey);
    return purpose === 49 && branch === 0 ? p2sh(p2wkh(pubkey)) : p2wkh(pubkey);
  }

  it.each([
    { purpose: 49, branch: 0, index: 0 },
    { purpose: 49, branch: 1, index: 3 },
    { purpose: 84, branch: 0, index: 49 },
    { purpose: 84, branch: 1, index: 0 },
    { purpose: 86, branch: 0, index: 12 },
    { purpose: 86, branch: 1, index: 49 },
  ])("finds m/$purpose'/0'/0'/$branch/$index", (at) => {
    expect(own().find(scriptAt(at))).toEqual(at);
    expect(own().matches(scriptAt(at), at)).toBe(true);
    expect(own().matches(scriptAt(at), { ...at, index: at.index + 1 })).toBe(false);
  });

  it("finds no stranger", () => {
    expect(own().find(p2wkh(foreignKey(1)))).toBeUndefined();
    expect(own().find(p2trBip86(foreignKey(1)))).toBeUndefined();
    expect(own().find(Uint8Array.of(0x51))).toBeUndefined();
  });

  it("looks further once an index is known to be used", () => {
    const scripts = own();
    const far = { purpose: 86, branch: 1, index: 1_040 };
    expect(scripts.find(scriptAt(far))).toBeUndefined();
    scripts.noteUsed({ ...far, index: 1_000 });
    expect(scripts.find(scriptAt(far))).toEqual(far);
    expect(scripts.find(scriptAt({ ...far, index: 990 }))).toEqual({ ...far, index: 990 });
    expect(scripts.find(scriptAt({ ...far, index: 1_051 }))).toBeUndefined();
  });

  it("matches no path outside the wallet's branches", () => {
    const script = scriptAt({ purpose: 84, branch: 0, index: 0 });
    expect(own().matches(script, { purpose: 44, branch: 0, index: 0 })).toBe(false);
    expect(own().matches(script, { purpose: 84, branch: 2, index: 0 })).toBe(false);
    expect(own().matches(script, { purpose: 84, branch: 0, index: 0x80000000 })).toBe(false);
    expect(() => own().noteUsed({ purpose: 1017, branch: 0, index: 0 })).not.toThrow();
  });

  it("derives each key once", () => {
    const publicKeyAtPath = vi.fn(keyRing.publicKeyAtPath);
    const scripts = createOwnScripts({ keys: { ...keyRing, publicKeyAtPath }, curve });
    expect(publicKeyAtPath).not.toHaveBeenCalled();
    for (let i = 0; i < 3; i++) scripts.find(p2trBip86(foreignKey(1)));
    expect(publicKeyAtPath).toHaveBeenCalledTimes(100);
    scripts.noteUsed({ purpose: 86, branch: 0, index: 20 });
    expect(publicKeyAtPath).toHaveBeenCalledTimes(121);
  });
});

it("forgets the oldest indexes instead of growing for ever", () => {
  const keyRing = casesKeyRing(nativeCurve);
  const scripts = createOwnScripts({ keys: keyRing, curve: nativeCurve });
  const scriptAt = (index: number) => p2wkh(keyRing.publicKeyAtPath(pathOf(`m/84'/0'/0'/0/${index}`)));
  for (let index = 100; index < 24_000; index += 60) scripts.noteUsed({ purpose: 84, branch: 0, index });
  expect(scripts.find(scriptAt(100))).toBeUndefined();
  expect(scripts.find(scriptAt(23_990))).toBeDefined();
});
