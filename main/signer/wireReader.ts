/** Cursor over bitcoin wire data: compact sizes, little-endian integers and views of bytes. Bounded, never copies. */
import { SignerError } from "./errors";

/** A packet or transaction that cannot be read, in the words of lnd's RPC (walletkit_server.go SignPsbt). */
export function psbtError(detail: string): SignerError {
  return new SignerError("BAD_PSBT", `error parsing PSBT: ${detail}`);
}

export class WireReader {
  readonly bytes: Uint8Array;
  offset = 0;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    // A Buffer's subarray and slice differ from Uint8Array's, so a plain view is made of whatever comes in.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.offset === this.bytes.length;
  }

  /** View of the next `length` bytes. @throws SignerError BAD_PSBT when fewer are left */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.bytes.subarray(start, start + length);
  }

  /** View of the next `length` bytes or of what is left of them. */
  takeUpTo(length: number): Uint8Array {
    return this.take(Math.min(length, this.bytes.length - this.offset));
  }

  /** @throws SignerError BAD_PSBT when fewer bytes are left */
  skip(length: number): void {
    this.#advance(length);
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  int64(): bigint {
    return this.int64At(this.#advance(8));
  }

  /** The number at a place that was read before. */
  int64At(offset: number): bigint {
    return this.#view.getBigInt64(offset, true);
  }

  /**
   * Compact size in its shortest form.
   *
   * Sizes beyond 2^53 lose precision and sizes beyond any limit of the callers are all alike, so a number does.
   *
   * @throws SignerError BAD_PSBT for a longer form than needed or missing bytes
   */
  compactSize(): number {
    const discriminant = this.uint8();
    if (discriminant < 0xfd) return discriminant;
    let value: number;
    let least: number;
    if (discriminant === 0xfd) {
      value = this.#view.getUint16(this.#advance(2), true);
      least = 0xfd;
    } else if (discriminant === 0xfe) {
      value = this.uint32();
      least = 0x10000;
    } else {
      value = Number(this.#view.getBigUint64(this.#advance(8), true));
      least = 0x100000000;
    }
    if (value < least) throw psbtError(`non-canonical varint ${value} - discriminant ${discriminant.toString(16)}`);
    return value;
  }

  /** Compact size, then as many bytes. @throws SignerError BAD_PSBT above `limit` or when bytes are missing */
  compactBytes(limit: number, name: string): Uint8Array {
    return this.take(this.#compactLength(limit, name));
  }

  /** As `compactBytes` without making a view. */
  skipCompactBytes(limit: number, name: string): void {
    this.#advance(this.#compactLength(limit, name));
  }

  #compactLength(limit: number, name: string): number {
    const length = this.compactSize();
    if (length > limit) throw psbtError(`${name} is larger than the max allowed size [count ${length}, max ${limit}]`);
    return length;
  }

  /** Claims the next `length` bytes and returns where they start. */
  #advance(length: number): number {
    const start = this.offset;
    const left = this.bytes.length - start;
    // Go's io.ReadFull tells an end before the first byte from one in the middle; so do the texts a node logs.
    if (length > left) throw psbtError(left === 0 ? "EOF" : "unexpected EOF");
    this.offset = start + length;
    return start;
  }
}
