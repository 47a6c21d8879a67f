/**
 * The protobuf wire format as far as it must be read by hand: the top-level fields of a message.
 *
 * A message that the real decoder refuses may still name its request id, and a request with a readable id must be
 * answered: lnd shuts down when it is not.
 */

/** Wire types of the protobuf encoding. */
export const wireType = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const;

export interface WireField {
  readonly number: number;
  readonly type: number;
  /** Value of a varint field; 0 for every other type. */
  readonly varint: bigint;
}

/**
 * Reads the top-level fields in order and stops without an error where the bytes make no sense any more.
 *
 *   field = tag varint (number << 3 | type) || value
 */
export function* topLevelFields(bytes: Uint8Array): Generator<WireField, void, void> {
  let offset = 0;
  while (offset < bytes.length) {
    const tag = readVarint(bytes, offset);
    if (tag === undefined || tag.value > 0xffff_ffffn) return;
    offset = tag.next;
    const number = Number(tag.value >> 3n);
    const type = Number(tag.value & 7n);
    if (number === 0) return;
    if (type === wireType.varint || type === wireType.lengthDelimited) {
      const value = readVarint(bytes, offset);
      if (value === undefined) return;
      offset = value.next;
      if (type === wireType.varint) {
        yield { number, type, varint: value.value };
        continue;
      }
      if (value.value > BigInt(bytes.length - offset)) return;
      offset += Number(value.value);
    } else if (type === wireType.fixed64) {
      offset += 8;
    } else if (type === wireType.fixed32) {
      offset += 4;
    } else {
      return;
    }
    if (offset > bytes.length) return;
    yield { number, type, varint: 0n };
  }
}

/** The request id (field 1, uint64) of a message as decimal text, or null when there is none to be read. */
export function readRequestId(bytes: Uint8Array): string | null {
  for (const field of topLevelFields(bytes)) {
    if (field.number === 1 && field.type === wireType.varint) return field.varint.toString();
  }
  return null;
}

/** Little-endian base 128, at most ten bytes; bits above 64 are dropped, as every protobuf reader does. */
function readVarint(bytes: Uint8Array, offset: number): { value: bigint; next: number } | undefined {
  let value = 0n;
  for (let length = 0; length < 10; length += 1) {
    const byte = bytes[offset + length];
    if (byte === undefined) return undefined;
    value |= BigInt(byte & 0x7f) << BigInt(7 * length);
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), next: offset + length + 1 };
  }
  return undefined;
}
