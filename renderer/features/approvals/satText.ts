/** Reads an amount as people type it. Pure. */

/** Decimal text without leading zeros, or null for what is no whole number of satoshi. Spaces may group the digits. */
export function parseSat(text: string): string | null {
  const digits = text.replaceAll(/[\s']/g, "");
  if (!/^\d{1,16}$/.test(digits)) return null;
  return BigInt(digits).toString();
}
