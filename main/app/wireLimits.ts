/** Bounds on what the page may send in one call, checked before anything else looks at it. Pure. */

const maxDepth = 6;
const maxValues = 512;
/** The longest honest text is a pasted pairing text (65 536 characters). */
const maxCharacters = 80_000;
/** Eight files, or one large photograph and a few small ones. */
const maxBytes = 24 * 1024 * 1024;

/** True for plain data and byte arrays within the limits: no functions, no cycles, nothing deep, long or numerous. */
export function isWithinWireLimits(value: unknown): boolean {
  const budget = { values: maxValues, characters: maxCharacters, bytes: maxBytes };
  return spend(value, budget, 0);
}

function spend(value: unknown, budget: { values: number; characters: number; bytes: number }, depth: number): boolean {
  budget.values -= 1;
  if (budget.values < 0 || depth > maxDepth) return false;
  if (typeof value === "string") {
    budget.characters -= value.length;
    return budget.characters >= 0;
  }
  if (typeof value !== "object" || value === null) return typeof value !== "function";
  if (Array.isArray(value)) {
    return value.length <= budget.values && value.every((item) => spend(item, budget, depth + 1));
  }
  if (value instanceof Uint8Array) {
    budget.bytes -= value.length;
    return budget.bytes >= 0;
  }
  if (!isPlain(value)) return false;
  for (const key in value) {
    budget.characters -= key.length;
    if (budget.characters < 0 || !spend((value as Record<string, unknown>)[key], budget, depth + 1)) return false;
  }
  return true;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
