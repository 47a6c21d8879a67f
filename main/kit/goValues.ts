/** Values as lnd reads them from its configuration: Go durations and booleans. */

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  "\u00b5s": 1e-3,
  "\u03bcs": 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/** A duration as time.ParseDuration takes it ("30s", "1m30s", "0", "-1s"), in milliseconds; null for anything else. */
export function parseGoDuration(text: string): number | null {
  const [, sign, body = ""] = /^([+-]?)(.*)$/.exec(text) ?? [];
  if (body === "0") return 0;
  const part = /(\d+\.?\d*|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/y;
  let totalMs = 0;
  while (part.lastIndex < body.length || body === "") {
    const [, number, unit] = part.exec(body) ?? [];
    if (number === undefined || unit === undefined) return null;
    totalMs += Number(number) * (unitMs[unit] ?? Number.NaN);
  }
  return sign === "-" ? -totalMs : totalMs;
}

/** In the largest unit that is exact: "5m", "30s", "1500ms". @param durationMs whole milliseconds */
export function goDuration(durationMs: number): string {
  if (durationMs % 60_000 === 0) return durationMs === 0 ? "0" : `${durationMs / 60_000}m`;
  return durationMs % 1_000 === 0 ? `${durationMs / 1_000}s` : `${durationMs}ms`;
}

const truths = new Set(["", "1", "t", "T", "TRUE", "true", "True"]);
const falsehoods = new Set(["0", "f", "F", "FALSE", "false", "False"]);

/** A boolean as strconv.ParseBool takes it; nothing behind the equals sign counts as true (go-flags convert.go). */
export function parseGoBool(text: string): boolean | null {
  if (truths.has(text)) return true;
  return falsehoods.has(text) ? false : null;
}
