/** Numbers, times and hashes as people read them. Pure. */

/** U+00A0: in the window's font the narrow U+202F is too thin to tell 1 500 000 from 150 000 at a glance. */
const groupSpace = "\u00a0";

/** U+00A0: keeps a number and its unit together. */
export const noBreakSpace = "\u00a0";

/** 1500000 as "1 500 000". */
export function formatCount(value: number | bigint): string {
  return groupByThree(value.toString());
}

/**
 * A sat amount in the chosen unit, without the unit's name: "1 500 000", or "0.015 000 00" in BTC.
 *
 * @param amountSat decimal text, may be negative
 */
export function formatAmount(amountSat: string, unit: "sat" | "btc"): string {
  const sat = BigInt(amountSat);
  const sign = sat < 0n ? "\u2212" : "";
  const digits = (sat < 0n ? -sat : sat).toString();
  if (unit === "sat") return sign + groupByThree(digits);
  const padded = digits.padStart(9, "0");
  const [whole, fraction] = [padded.slice(0, -8), padded.slice(-8)];
  return `${sign}${groupByThree(whole)}.${fraction.slice(0, 2)}${groupSpace}${fraction.slice(2, 5)}${groupSpace}${fraction.slice(5)}`;
}

/** A finding's detail as a sentence: sums grouped, a capital first, a full stop last. */
export function sentenceOf(detail: string): string {
  const grouped = detail.replaceAll(/(?<![\w.])\d{4,}(?= (?:sat|of)\b)/g, groupByThree);
  const sentence = grouped.charAt(0).toUpperCase() + grouped.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** "bc1q9x4f6w0e…" as "bc1q 9x4f 6w0e …", with ordinary spaces so that long addresses may wrap. */
export function groupAddress(address: string): string {
  return address.match(/.{1,4}/g)?.join(" ") ?? "";
}

/** 64 hex digits as "84a13f…c09d21": enough to compare by eye, short enough for a row. */
export function shortenHash(hash: string): string {
  return hash.length <= 14 ? hash : `${hash.slice(0, 6)}…${hash.slice(-6)}`;
}

/** `txid:index` with its txid cut in the middle. */
export function shortenOutpoint(outpoint: string): string {
  const [txid = "", index = ""] = outpoint.split(":");
  return `${shortenHash(txid)}:${index}`;
}

/** A fingerprint as upper-case byte pairs: "3F 9A …", as `openssl x509 -fingerprint` orders them. */
export function fingerprintBytes(fingerprintHex: string): string[] {
  return fingerprintHex.toUpperCase().match(/.{2}/g) ?? [];
}

export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

/** A time taken with two meaningful digits: 840 µs, 3.2 ms, 14 ms, 1.2 s. */
export function formatTook(tookUs: number): Quantity {
  if (tookUs < 1_000) return { value: String(Math.round(tookUs)), unit: "µs" };
  const ms = tookUs / 1_000;
  if (ms < 9.95) return { value: ms.toFixed(1), unit: "ms" };
  if (ms < 999.5) return { value: String(Math.round(ms)), unit: "ms" };
  const seconds = ms / 1_000;
  return { value: seconds < 99.5 ? seconds.toFixed(1) : String(Math.round(seconds)), unit: "s" };
}

/** A span in its two largest units: "3 d 4 h", "2 min 5 s", "12 s". */
export function formatSpan(spanMs: number): string {
  const seconds = Math.max(0, Math.floor(spanMs / 1_000));
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  if (first === -1) return `0${noBreakSpace}s`;
  return parts
    .slice(first, first + 2)
    .filter(([value], index) => index === 0 || value > 0)
    .map(([value, unit]) => `${value}${noBreakSpace}${unit}`)
    .join(" ");
}

/** 23 November 2026 */
export function formatDate(atMs: number): string {
  return new Date(atMs).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}

/** 23 Nov */
export function formatDay(atMs: number): string {
  return new Date(atMs).toLocaleDateString("en-GB", { day: "numeric", month: "short" });
}

/** 14:03:59 */
export function formatClock(atMs: number): string {
  return new Date(atMs).toLocaleTimeString("en-GB");
}

/** 14:03 */
export function formatMinute(atMs: number): string {
  return new Date(atMs).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

/** Whole days from now to a moment; negative when it is past. */
export function daysUntil(atMs: number, nowMs: number): number {
  return Math.floor((atMs - nowMs) / 86_400_000);
}

/** "in 41 days", "tomorrow", "3 days ago". */
export function formatDaysAway(days: number): string {
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(days, "day");
}

function groupByThree(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, groupSpace);
}
