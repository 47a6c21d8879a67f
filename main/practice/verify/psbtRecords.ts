/** Splits a PSBT into its records without understanding them, to compare what came back with what was sent. */
import type { PsbtRecord } from "../chain/psbtWriter";

/** The maps of a packet: global, inputs, outputs. @throws RangeError if it does not split up evenly */
export function splitPsbt(bytes: Uint8Array, mapCount: number): PsbtRecord[][] {
  if (Buffer.from(bytes.subarray(0, 5)).toString("hex") !== "70736274ff") throw new RangeError("no PSBT magic");
  let at = 5;
  const compactSize = (): number => {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at);
    const first = view.getUint8(0);
    if (first < 0xfd) {
      at += 1;
      return first;
    }
    at += first === 0xfd ? 3 : 5;
    return first === 0xfd ? view.getUint16(1, true) : view.getUint32(1, true);
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError("the PSBT is cut off");
    at += length;
    return bytes.subarray(at - length, at);
  };
  const maps = Array.from({ length: mapCount }, () => {
    const records: PsbtRecord[] = [];
    for (let length = compactSize(); length > 0; length = compactSize()) {
      const key = take(length);
      records.push({ key, value: take(compactSize()) });
    }
    return records;
  });
  if (at !== bytes.length) throw new RangeError("there are bytes behind the PSBT");
  return maps;
}
