import { scrypt } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import {
  defaultScryptCost,
  type EnvelopeErrorCode,
  makeEnvelopeKey,
  openEnvelope,
  readEnvelopeHeader,
  sealEnvelope,
} from "../../../main/keystore/envelope";
import { decodeSeedRecord } from "../../../main/keystore/record";
import { networks } from "../../../main/signer/network";
import { quickScrypt } from "../../support/seedRecords";

vi.mock(import("node:crypto"), async (original) => {
  const actual = await original();
  return { ...actual, scrypt: vi.fn(actual.scrypt) as unknown as typeof actual.scrypt };
});

const record = Uint8Array.from({ length: 97 }, (_, index) => 255 - index);
const passphrase = "correct horse";

async function sealed(cost = quickScrypt): Promise<Uint8Array> {
  return sealEnvelope(record, "signet", await makeEnvelopeKey(passphrase, cost));
}

async function refusal(envelope: Uint8Array, typed = passphrase): Promise<EnvelopeErrorCode> {
  const error = await openEnvelope(envelope, typed).then(
    () => {
      throw new Error("the envelope opened");
    },
    (reason: unknown) => reason,
  );
  return (error as { code: EnvelopeErrorCode }).code;
}

function changed(envelope: Uint8Array, at: number, value: number): Uint8Array {
  const copy = envelope.slice();
  copy[at < 0 ? copy.length + at : at] = value;
  return copy;
}

describe("sealed envelope", () => {
  test("gives the record back for its passphrase", async () => {
    expect((await openEnvelope(await sealed(), passphrase)).record).toEqual(record);
  });

  test("opens with the default cost, which is the one written", async () => {
    const envelope = sealEnvelope(record, "mainnet", await makeEnvelopeKey(passphrase));
    expect([...envelope.subarray(9, 12)]).toEqual([17, 8, 1]);
    expect(defaultScryptCost).toEqual({ log2N: 17, r: 8, p: 1 });
    expect((await openEnvelope(envelope, passphrase)).record).toEqual(record);
  });

  test("contains no stretch of the record", async () => {
    const envelope = Buffer.from(await sealed());
    for (let at = 0; at + 4 <= record.length; at++)
      expect(envelope.includes(Buffer.from(record.subarray(at, at + 4)))).toBe(false);
  });

  test("has a fresh nonce each time it is sealed with the same key", async () => {
    const key = await makeEnvelopeKey(passphrase, quickScrypt);
    expect(sealEnvelope(record, "signet", key)).not.toEqual(sealEnvelope(record, "signet", key));
  });

  test("the key it was opened with seals it again", async () => {
    const { envelopeKey } = await openEnvelope(await sealed(), passphrase);
    const again = sealEnvelope(Uint8Array.of(1, 2, 3), "signet", envelopeKey);
    expect((await openEnvelope(again, passphrase)).record).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("accepts the passphrase composed differently", async () => {
    const envelope = sealEnvelope(record, "signet", await makeEnvelopeKey("pässwörter", quickScrypt));
    expect((await openEnvelope(envelope, "pa\u0308sswo\u0308rter")).record).toEqual(record);
  });

  test("WRONG_PASSPHRASE", async () => {
    expect(await refusal(await sealed(), "correct horsf")).toBe("WRONG_PASSPHRASE");
  });

  test("PASSPHRASE_MISSING", async () => {
    expect(await refusal(await sealed(), "")).toBe("PASSPHRASE_MISSING");
  });

  test("a changed byte anywhere after the magic never opens", async () => {
    const envelope = await sealed();
    // One position of every field but protection: version, network, costs, salt, nonce, ciphertext, tag.
    for (const at of [6, 8, 9, 10, 11, 12, 28, 52, -1]) {
      const byte = envelope.at(at) ?? 0;
      await expect(openEnvelope(changed(envelope, at, byte ^ 1), passphrase), `byte ${at}`).rejects.toMatchObject({
        name: "EnvelopeError",
      });
    }
  });

  test("relabelled as unsealed it yields nothing that passes for a record", async () => {
    const { record: bytes } = await openEnvelope(changed(await sealed(), 7, 0), passphrase);
    expect(() => decodeSeedRecord(bytes)).toThrow(/seed record/);
  });

  test("the network in the header is authenticated", async () => {
    const envelope = await sealed();
    const other = changed(envelope, 8, networks.indexOf("mainnet"));
    expect(readEnvelopeHeader(other).network).toBe("mainnet");
    expect(await refusal(other)).toBe("WRONG_PASSPHRASE");
  });

  test("TRUNCATED at every length that cuts into header or tag", async () => {
    const envelope = await sealed();
    for (const length of [9, 12, 30, 51, 52, 67]) {
      expect(await refusal(envelope.subarray(0, length)), `${length} bytes`).toBe("TRUNCATED");
    }
    expect(await refusal(envelope.subarray(0, -1))).toBe("WRONG_PASSPHRASE");
  });

  test("NEWER_VERSION says to install the newer program", async () => {
    const envelope = changed(await sealed(), 6, 2);
    expect(await refusal(envelope)).toBe("NEWER_VERSION");
    expect(() => readEnvelopeHeader(envelope)).toThrow(/newer version/);
  });

  test.each([
    ["log2N below 14", 9, 13],
    ["log2N above 20", 9, 21],
    ["r other than 8", 10, 9],
    ["p of 0", 11, 0],
    ["p above 4", 11, 5],
  ])("BAD_PARAMETERS: %s, before any stretching", async (_name, at, value) => {
    const envelope = changed(await sealed(), at, value);
    vi.mocked(scrypt).mockClear();
    expect(await refusal(envelope)).toBe("BAD_PARAMETERS");
    expect(scrypt).not.toHaveBeenCalled();
  });

  test("BAD_PARAMETERS: unknown protection or network", async () => {
    expect(await refusal(changed(await sealed(), 7, 9))).toBe("BAD_PARAMETERS");
    expect(await refusal(changed(await sealed(), 8, networks.length))).toBe("BAD_PARAMETERS");
  });
});

describe("envelope without passphrase", () => {
  test("is the record behind a header, and says so", async () => {
    const envelope = sealEnvelope(record, "testnet4", await makeEnvelopeKey(""));
    expect(readEnvelopeHeader(envelope)).toEqual({ network: "testnet4", hasPassphrase: false });
    expect(Buffer.from(envelope).includes(Buffer.from(record))).toBe(true);
    expect(await openEnvelope(envelope, "")).toEqual({ record, envelopeKey: null });
  });

  test("gives a copy even of a Buffer, whose slice() is none", async () => {
    const envelope = Buffer.from(sealEnvelope(record, "testnet4", null));
    const opened = await openEnvelope(envelope, "");
    envelope.fill(0);
    expect(opened.record).toEqual(record);
  });
});

test("NOT_AN_ENVELOPE", async () => {
  for (const bytes of [new Uint8Array(0), new TextEncoder().encode("hello, keychain"), new Uint8Array(200)]) {
    expect(await refusal(bytes)).toBe("NOT_AN_ENVELOPE");
  }
});
