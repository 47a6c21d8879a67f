/**
 * The statements of a transaction in memory that two threads share. As a message each value would be copied twice, into
 * memory that one thread asks for and the other gives back.
 *
 *   steps = length(4) of what follows || step || step ...     0: nothing to run; in the machine's order, read and
 *                                                             written atomically, so that what follows is seen as well
 *   step  = statement's number(4) || count of values(4) || values     numbers little-endian
 *   value = kind(1) || nothing, an IEEE 754 double(8), or length(4) || bytes, text in UTF-8
 */
import type { Value } from "./writerPort";

/** A statement by its number, and what it takes. */
export interface NumberedStep {
  readonly number: number;
  readonly values: readonly Value[];
}

const kinds = { nothing: 0, number: 1, text: 2, bytes: 3 } as const;
const lengthBytes = 4;
const stepHeadBytes = 8;
/** Kind and length, or kind and a double. */
const mostBesideValue = 9;
const firstBytes = 256 * 1024;

/** The side that puts steps there. One transaction at a time. */
export class SharedSteps {
  #bytes = Buffer.from(new SharedArrayBuffer(firstBytes));
  #end = lengthBytes;

  /** What the other side reads; another one after it grew. */
  get memory(): SharedArrayBuffer {
    return this.#bytes.buffer as unknown as SharedArrayBuffer;
  }

  /** Begins a transaction. The other side must have read the one before. */
  begin(): void {
    this.#end = lengthBytes;
  }

  /** What was added is to be run. */
  finish(): void {
    Atomics.store(lengthIn(this.memory), 0, this.#end - lengthBytes);
  }

  add({ number, values }: NumberedStep): void {
    this.#makeRoom(stepHeadBytes);
    this.#end = this.#bytes.writeUInt32LE(number, this.#end);
    this.#end = this.#bytes.writeUInt32LE(values.length, this.#end);
    for (const value of values) this.#addValue(value);
  }

  #addValue(value: Value): void {
    // A UTF-16 unit takes three bytes at most.
    const mostBytes = typeof value === "string" ? 3 * value.length : value instanceof Uint8Array ? value.length : 0;
    this.#makeRoom(mostBesideValue + mostBytes);
    const at = this.#end + 1;
    if (value === null) {
      this.#end = this.#bytes.writeUInt8(kinds.nothing, this.#end);
    } else if (typeof value === "number") {
      this.#bytes[this.#end] = kinds.number;
      this.#end = this.#bytes.writeDoubleLE(value, at);
    } else if (typeof value === "string") {
      this.#bytes[this.#end] = kinds.text;
      const length = this.#bytes.write(value, at + 4);
      this.#end = this.#bytes.writeUInt32LE(length, at) + length;
    } else {
      this.#bytes[this.#end] = kinds.bytes;
      this.#bytes.set(value, at + 4);
      this.#end = this.#bytes.writeUInt32LE(value.length, at) + value.length;
    }
  }

  #makeRoom(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return;
    const larger = Buffer.from(new SharedArrayBuffer(2 * (this.#end + bytes)));
    larger.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = larger;
  }
}

/** Takes out the steps that are to be run; null when there are none. Text and bytes are copies. */
export function takeSteps(memory: SharedArrayBuffer): Iterable<NumberedStep> | null {
  const length = Atomics.exchange(lengthIn(memory), 0, 0);
  return length === 0 ? null : readSteps(Buffer.from(memory, lengthBytes, length));
}

function lengthIn(memory: SharedArrayBuffer): Int32Array {
  return new Int32Array(memory, 0, 1);
}

function* readSteps(bytes: Buffer): Generator<NumberedStep, void, void> {
  let at = 0;
  const readValue = (): Value => {
    const kind = bytes[at++];
    if (kind === kinds.nothing) return null;
    if (kind === kinds.number) {
      at += 8;
      return bytes.readDoubleLE(at - 8);
    }
    const start = at + 4;
    at = start + bytes.readUInt32LE(at);
    if (kind === kinds.text) return bytes.toString("utf8", start, at);
    return Buffer.from(bytes.subarray(start, at));
  };
  while (at < bytes.length) {
    const number = bytes.readUInt32LE(at);
    const count = bytes.readUInt32LE(at + 4);
    at += stepHeadBytes;
    const values: Value[] = [];
    for (let index = 0; index < count; index += 1) values.push(readValue());
    yield { number, values };
  }
}
