/** Laws of the PSBT codec: it never throws anything but its own refusal, and what it writes it reads as the same. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesToHex, hexToBytes } from "../../main/signer/bytes";
import { SignerError } from "../../main/signer/errors";
import { readPsbt } from "../../main/signer/psbtReader";
import { writePsbt } from "../../main/signer/psbtWriter";
import { buildPsbt, inputRecord, record } from "../support/psbtBuilder";
import vectors from "../vectors/sign_psbt_cases.json";

const packets = vectors.cases.map((each) => hexToBytes(each.funded_psbt));

const bytesUpTo = (maxLength: number) => fc.uint8Array({ maxLength });
const unknownRecords = fc.uniqueArray(
  fc
    .tuple(fc.integer({ min: 0x19, max: 0xfc }), bytesUpTo(300), bytesUpTo(5))
    .map(([type, value, keyData]) => record(type, value, keyData)),
  { maxLength: 5, selector: bytesToHex },
);

/** Packets whose records stand in lnd's order already. */
const canonicalPacket = fc
  .record({
    version: fc.nat(0xffffffff),
    lockTime: fc.nat(0xffffffff),
    globals: unknownRecords,
    inputs: fc.array(
      fc.record({
        outputIndex: fc.nat(0xffffffff),
        sequence: fc.nat(0xffffffff),
        records: fc
          .tuple(
            fc.bigInt({ min: 0n, max: 2_100_000_000_000_000n }),
            fc.uint8Array({ minLength: 1, maxLength: 60 }),
            fc.integer({ min: 1, max: 0xffffffff }),
            bytesUpTo(300),
            unknownRecords,
          )
          .map(([amountSat, script, type, witnessScript, unknowns]) => [
            inputRecord.witnessUtxo(amountSat, script),
            inputRecord.sighashType(type),
            inputRecord.witnessScript(witnessScript),
            ...unknowns,
          ]),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    outputs: fc.array(
      fc.record({
        amountSat: fc.bigInt({ min: 0n, max: 2_100_000_000_000_000n }),
        script: bytesUpTo(300),
        records: unknownRecords,
      }),
      { maxLength: 4 },
    ),
  })
  .map(buildPsbt);

function readOrRefuse(packet: Uint8Array) {
  try {
    return readPsbt(packet);
  } catch (error) {
    if (error instanceof SignerError && error.code === "BAD_PSBT") return undefined;
    throw error;
  }
}

describe("the PSBT codec", () => {
  it("writes a canonical packet back byte for byte", () => {
    fc.assert(
      fc.property(canonicalPacket, (packet) => {
        expect(bytesToHex(writePsbt(readPsbt(packet)))).toBe(bytesToHex(packet));
      }),
    );
  });

  it("never throws anything but a refusal on random bytes after the magic", () => {
    const magic = hexToBytes("70736274ff");
    fc.assert(
      fc.property(bytesUpTo(200), (tail) => {
        readOrRefuse(Uint8Array.of(...magic, ...tail));
      }),
    );
  });

  it("refuses or reads any damaged packet, and then its writing is stable", () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    const options = { numRuns: 2000 };
    fc.assert(
      fc.property(fc.constantFrom(...packets), damage, fc.nat(), (packet, changes, cut) => {
        const damaged = Uint8Array.from(packet);
        for (const [position, value] of changes) damaged[position % damaged.length] = value;
        const psbt = readOrRefuse(cut % 4 === 0 ? damaged.subarray(0, cut % damaged.length) : damaged);
        if (psbt === undefined) return;
        const written = writePsbt(psbt);
        expect(bytesToHex(writePsbt(readPsbt(written)))).toBe(bytesToHex(written));
      }),
      options,
    );
  });
});
