/** Reads bytes that people and programs write as base64 in several dialects, or as hex. */
import { base64, hex } from "@scure/base";

/**
 * Decodes standard or URL-safe base64, with or without padding, with a blank where a form decoder ate a `+`,
 * and with the percent-encoding of a query. @returns undefined when it is none of these
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const standard = text
    .replaceAll("\n", "")
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replaceAll(" ", "+")
    .replace(/=+$/, "");
  if (standard.length === 0 || !/^[A-Za-z0-9+/]+$/.test(standard)) return undefined;
  try {
    return base64.decode(standard.padEnd(Math.ceil(standard.length / 4) * 4, "="));
  } catch {
    // Stray bits in the last character or an impossible length: the text was cut.
    return undefined;
  }
}

/** Decodes an even number of hex digits of either case. @returns undefined when it is not hex */
export function decodeHex(text: string): Uint8Array | undefined {
  return /^(?:[0-9a-f]{2})+$/i.test(text) ? hex.decode(text.toLowerCase()) : undefined;
}
