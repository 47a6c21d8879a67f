/** One input for one parser, and what came of it. */
import { createRandom, type Random } from "./random";

export interface FuzzTarget<Input = unknown> {
  readonly name: string;
  makeInput(random: Random): Input;
  /** Throws, at once or later, what the parser throws. */
  parse(input: Input): unknown;
  /** The errors the parser may throw. */
  readonly typedErrors: readonly (abstract new (
    ...args: never[]
  ) => Error)[];
}

export interface UntypedError {
  readonly index: number;
  readonly target: string;
  readonly error: string;
}

/** Keeps each target's types together and hides them from the list it goes into. */
export function fuzzTarget<Input>(target: FuzzTarget<Input>): FuzzTarget {
  return { ...target, parse: (input) => target.parse(input as Input) };
}

/** Makes input number `index`; the targets take turns. */
export function makeFuzzInput(
  targets: readonly FuzzTarget[],
  seed: number,
  index: number,
): { target: FuzzTarget; input: unknown } {
  const target = targets[index % targets.length];
  if (target === undefined) throw new RangeError("targets: none given");
  return { target, input: target.makeInput(createRandom(seed, index)) };
}

/** Runs input number `index`. @returns the error that nobody expects, if there was one */
export async function runFuzzInput(
  targets: readonly FuzzTarget[],
  seed: number,
  index: number,
): Promise<UntypedError | undefined> {
  const { target, input } = makeFuzzInput(targets, seed, index);
  try {
    await target.parse(input);
    return undefined;
  } catch (error) {
    if (target.typedErrors.some((typed) => error instanceof typed)) return undefined;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { index, target: target.name, error: text.split("\n").slice(0, 4).join("\n") };
  }
}
