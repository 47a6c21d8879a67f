/** What a person types on the review screen, as numbers. Pure. */

/** 1 to 65535, digits only; null otherwise. */
export function parsePort(text: string): number | null {
  if (!/^\d{1,5}$/.test(text.trim())) return null;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : null;
}

/** Seconds, with a fraction if need be, as milliseconds; null outside 1 to 600 s. */
export function parseTimeoutMs(text: string): number | null {
  if (!/^\d{1,3}(?:[.,]\d{1,3})?$/.test(text.trim())) return null;
  const timeoutMs = Math.round(Number(text.trim().replace(",", ".")) * 1_000);
  return timeoutMs >= 1_000 && timeoutMs <= 600_000 ? timeoutMs : null;
}
