/** Damages good inputs the way that finds bugs in parsers: lengths, counts, cuts, repeats, neighbours' parts. */
import type { Random } from "./random";

/** Larger inputs take time and find nothing that smaller ones do not. */
const maxLength = 32_768;
/** Ends of ranges, compact sizes, varints and proto tags. */
const tellingBytes = [0x00, 0x01, 0x02, 0x0a, 0x7f, 0x80, 0xfc, 0xfd, 0xfe, 0xff];

type Change = (bytes: Uint8Array, random: Random, seeds: readonly Uint8Array[]) => Uint8Array;

/** Those that keep most of the structure come up most: a parser that stops at the first byte is not much tested. */
const changes: readonly Change[] = [
  (bytes, random) => replaced(bytes, random, (byte) => byte ^ (1 << random.below(8))),
  (bytes, random) => replaced(bytes, random, (byte) => byte ^ (1 << random.below(8))),
  (bytes, random) => replaced(bytes, random, () => random.pick(tellingBytes)),
  (bytes, random) => replaced(bytes, random, () => random.pick(tellingBytes)),
  (bytes, random) => replaced(bytes, random, (byte) => byte + random.pick([-1, 1])),
  (bytes, random) => replaced(bytes, random, (byte) => byte + random.pick([-1, 1])),
  (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  (bytes, random) => {
    const from = random.below(bytes.length + 1);
    return joined(bytes.subarray(0, from), bytes.subarray(from + random.below(40)));
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return joined(bytes.subarray(0, at), random.bytes(1 + random.below(40)), bytes.subarray(at));
  },
  (bytes, random) => {
    const from = random.below(bytes.length + 1);
    return joined(bytes.subarray(0, from + random.below(80)), bytes.subarray(from));
  },
  (bytes, random, seeds) => {
    const other = random.pick(seeds);
    const at = random.below(bytes.length + 1);
    return joined(bytes.subarray(0, at), other.subarray(random.pick([at, random.below(other.length + 1)])));
  },
];

/** Returns a new input: now and then noise or an untouched seed, mostly a seed with a few changes. */
export function mutate(random: Random, seeds: readonly Uint8Array[]): Uint8Array {
  const dice = random.below(20);
  if (dice === 0) return random.bytes(random.below(300));
  let bytes = random.pick(seeds);
  if (dice === 1) return bytes;
  for (let rounds = random.pick([1, 1, 1, 2, 2, 3, 6]); rounds > 0; rounds--) {
    bytes = random.pick(changes)(bytes, random, seeds).subarray(0, maxLength);
  }
  return bytes;
}

/** Returns words of a text dropped, doubled, swapped or replaced, and sometimes broken inside. */
export function mutateWords(random: Random, texts: readonly string[], dictionary: readonly string[]): string {
  const words = random.pick(texts).split(" ");
  for (let rounds = random.below(4); rounds > 0; rounds--) {
    const at = random.below(words.length);
    const insert = [
      [],
      [random.pick(dictionary)],
      [words[at] ?? "", words[at] ?? ""],
      [brokenWord(random, words[at] ?? "")],
    ];
    words.splice(at, 1, ...random.pick(insert));
    if (words.length === 0) words.push("");
  }
  return words.join(random.pick([" ", "  ", "\n", "\u00a0", "\t"]));
}

function brokenWord(random: Random, word: string): string {
  const at = random.below(word.length + 1);
  const junk = random.pick(["", "x", "é", "\u0000", "İ", "7.", "\ud800", "a".repeat(300)]);
  return word.slice(0, at) + junk + word.slice(at + random.below(2));
}

function replaced(bytes: Uint8Array, random: Random, change: (byte: number) => number): Uint8Array {
  if (bytes.length === 0) return bytes;
  const copy = bytes.slice();
  const at = random.below(copy.length);
  copy[at] = change(copy[at] as number);
  return copy;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
