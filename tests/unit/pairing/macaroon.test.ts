import { createHmac } from "node:crypto";
import { hex } from "@scure/base";
import { describe, expect, it } from "vitest";
import { limitMacaroon } from "../../../main/pairing/limitMacaroon";
import {
  addCaveats,
  bakeMacaroon,
  decodeMacaroon,
  encodeMacaroon,
  isSignedWith,
  MacaroonError,
} from "../../../main/pairing/macaroon";
import { decodeMacaroonId, encodeMacaroonId } from "../../../main/pairing/macaroonId";
import vectors from "../../vectors/lncli_macaroons.json";

const rootKey = hex.decode(vectors.rootKeyHex);
const signer = hex.decode(vectors.macaroons.signer);

function troubleOf(bytes: Uint8Array): string {
  try {
    decodeMacaroon(bytes);
  } catch (error) {
    if (error instanceof MacaroonError) return error.trouble;
    throw error;
  }
  return "none";
}

describe("macaroons baked by lncli", () => {
  it.each(Object.entries(vectors.macaroons))("%s decodes, verifies and encodes back", (_, macaroonHex) => {
    const macaroon = decodeMacaroon(hex.decode(macaroonHex));
    expect(new TextDecoder().decode(macaroon.location)).toBe("lnd");
    expect(isSignedWith(macaroon, rootKey)).toBe(true);
    expect(isSignedWith(macaroon, new Uint8Array(32).fill(8))).toBe(false);
    expect(hex.encode(encodeMacaroon(macaroon))).toBe(macaroonHex);
  });

  it("gives the same bytes when baked here", () => {
    for (const macaroonHex of Object.values(vectors.macaroons)) {
      const { id, caveats } = decodeMacaroon(hex.decode(macaroonHex));
      const texts = caveats.map((caveat) => new TextDecoder().decode(caveat.id));
      expect(hex.encode(encodeMacaroon(bakeMacaroon(rootKey, id, texts)))).toBe(macaroonHex);
    }
  });

  it("reads lnd's identifier and writes it back", () => {
    const { id } = decodeMacaroon(hex.decode(vectors.macaroons.invoice));
    const decoded = decodeMacaroonId(id);
    expect(decoded.rootKeyId).toBe("0");
    expect(decoded.nonce).toHaveLength(16);
    expect(decoded.permissions).toEqual([
      { entity: "invoices", action: "read" },
      { entity: "invoices", action: "write" },
    ]);
    expect(encodeMacaroonId(decoded)).toEqual(id);
  });

  it("no longer verifies once a caveat is taken away or changed", () => {
    const macaroon = decodeMacaroon(hex.decode(vectors.macaroons.caveats));
    expect(macaroon.caveats).toHaveLength(2);
    expect(isSignedWith({ ...macaroon, caveats: macaroon.caveats.slice(0, 1) }, rootKey)).toBe(false);
    expect(isSignedWith({ ...macaroon, caveats: [...macaroon.caveats].reverse() }, rootKey)).toBe(false);
  });

  it("keeps third-party caveats and never verifies them", () => {
    const { id } = decodeMacaroon(signer);
    const caveat = { location: new Uint8Array([1]), id: new Uint8Array([2]), verificationId: new Uint8Array([3]) };
    const macaroon = { ...bakeMacaroon(rootKey, id), caveats: [caveat] };
    expect(decodeMacaroon(encodeMacaroon(macaroon))).toEqual(macaroon);
    expect(isSignedWith(macaroon, rootKey)).toBe(false);
  });
});

describe("caveats added later", () => {
  const textsOf = (macaroonHex: string) =>
    decodeMacaroon(hex.decode(macaroonHex)).caveats.map(({ id }) => new TextDecoder().decode(id));
  const { timeout, address, both } = vectors.constrained;

  it.each([
    ["a time", timeout],
    ["an address", address],
    ["both", both],
  ])("%s: the same bytes as lncli constrainmacaroon makes", (_, constrained) => {
    const limited = addCaveats(decodeMacaroon(signer), textsOf(constrained));
    expect(hex.encode(encodeMacaroon(limited))).toBe(constrained);
    expect(isSignedWith(limited, rootKey)).toBe(true);
  });

  it("are the HMAC chain of the format's description, computed apart from it", () => {
    const step = (key: Uint8Array | string, data: Uint8Array | string) =>
      createHmac("sha256", key).update(data).digest();
    const { id } = decodeMacaroon(signer);
    const expected = ["time-before 2027-01-01T00:00:00Z", "ipaddr 192.0.2.7"].reduce<Uint8Array>(
      (signature, text) => step(signature, text),
      step(step("macaroons-key-generator", rootKey), id),
    );
    const limited = limitMacaroon(signer, { expiresAtMs: Date.UTC(2027, 0, 1), ipAddress: "192.0.2.7" });
    expect(limited.subarray(-32)).toEqual(Uint8Array.from(expected));
    expect(textsOf(hex.encode(limited))).toEqual(["time-before 2027-01-01T00:00:00Z", "ipaddr 192.0.2.7"]);
  });

  it("leave the given bytes alone", () => {
    const before = hex.encode(signer);
    limitMacaroon(signer, { expiresAtMs: 0 });
    expect(hex.encode(signer)).toBe(before);
  });
});

describe("bytes that are no macaroon of version 2", () => {
  it("empty", () => expect(troubleOf(new Uint8Array())).toBe("empty"));

  it("v1", () => {
    const v1 = "0011location lnd\n002fidentifier x\n";
    expect(troubleOf(new TextEncoder().encode(v1))).toBe("v1");
  });

  it("json", () => expect(troubleOf(new TextEncoder().encode('{"v":2,"i":"x"}'))).toBe("json"));

  it("version", () => expect(troubleOf(Uint8Array.of(9, 9, 9))).toBe("version"));

  it("truncated, at every length", () => {
    for (let length = 1; length < signer.length; length++) {
      expect(troubleOf(signer.subarray(0, length))).toBe("truncated");
    }
  });

  it("trailing-bytes", () => expect(troubleOf(Uint8Array.from([...signer, 0]))).toBe("trailing-bytes"));

  it("malformed: fields out of order, missing or unknown", () => {
    expect(troubleOf(Uint8Array.of(2, 2, 1, 65, 1, 1, 66, 0, 0))).toBe("malformed");
    expect(troubleOf(Uint8Array.of(2, 0, 0))).toBe("malformed");
    expect(troubleOf(Uint8Array.of(2, 2, 1, 65, 0, 0, 6, 1, 9))).toBe("malformed");
    expect(troubleOf(Uint8Array.of(2, 2, 0xff, 0xff, 0xff, 0xff, 0xff))).toBe("malformed");
  });

  it("malformed: an identifier that is not lnd's", () => {
    expect(() => decodeMacaroonId(Uint8Array.of(2))).toThrow(MacaroonError);
    expect(() => decodeMacaroonId(Uint8Array.of(3, 0x08, 0x01))).toThrow(MacaroonError);
    expect(() => decodeMacaroonId(Uint8Array.of(3, 0x1a, 0x09))).toThrow(MacaroonError);
    expect(() => decodeMacaroonId(Uint8Array.of(3, 0x1a, 3, 0x0a, 1, 0xda))).toThrow(/not valid text/);
  });
});
