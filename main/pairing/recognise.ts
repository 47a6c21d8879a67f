/** Says what some bytes are by looking at them, never by a name, and takes from them what pairing needs. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { decodeBase64, decodeHex } from "./encodedBytes";
import { parseHostAddress } from "./hostAddress";
import { parseLndconnect } from "./lndconnect";
import { noMaterial, type PairingMaterial } from "./material";
import { parsePairingUri } from "./pairingUri";
import { looksLikeASeed, maxTextLength, privateKeyFinding, seedFinding, tidyPastedText } from "./pastedText";

type Container = "zip" | "image" | "other";

const png = [0x89, 0x50, 0x4e, 0x47];
const jpeg = [0xff, 0xd8, 0xff];
const zip = [0x50, 0x4b, 0x03, 0x04];

/** What must be opened by other means before there is anything to recognise. */
export function containerOf(bytes: Uint8Array): Container {
  const startsWith = (magic: readonly number[]) => magic.every((byte, index) => bytes[index] === byte);
  if (startsWith(zip)) return "zip";
  return startsWith(png) || startsWith(jpeg) ? "image" : "other";
}

/**
 * Reads one file: certificate (PEM, DER, or either in base64), macaroon (binary, hex, base64), or a text with a connection
 * string. A key or seed is refused. Never throws.
 *
 * @returns undefined when it is nothing that pairing knows
 */
export function recogniseBytes(bytes: Uint8Array, from: string): PairingMaterial | undefined {
  return recogniseBinary(bytes, from) ?? recogniseText(bytes, from);
}

/** Reads a tidied text that may be a whole connection string. */
export function recogniseConnectionString(text: string): PairingMaterial | undefined {
  if (/^lndconnect:/i.test(text)) return parseLndconnect(text);
  if (/^countersign:/i.test(text)) return parsePairingUri(text);
  return undefined;
}

/** Reads what a person types beside files: host and port, or a whole connection string. `text` is tidied. */
export function recogniseHostText(text: string): PairingMaterial {
  const known = recogniseConnectionString(text);
  if (known !== undefined) return known;
  const { host, port, portAssumed, findings } = parseHostAddress(text);
  return { ...noMaterial, addresses: host === "" ? [] : [{ host, port }], portAssumed, findings };
}

function recogniseBinary(bytes: Uint8Array, from: string): PairingMaterial | undefined {
  if (bytes[0] === 0x02 && (bytes[1] === 0x01 || bytes[1] === 0x02)) {
    return { ...noMaterial, macaroons: [{ bytes: Uint8Array.from(bytes), from }] };
  }
  if (bytes[0] !== 0x30) return undefined;
  if (isPrivateKeyDer(bytes)) return { ...noMaterial, findings: [privateKeyFinding] };
  return isCertificate(bytes) ? { ...noMaterial, certificates: [{ bytes: Uint8Array.from(bytes), from }] } : undefined;
}

function recogniseText(bytes: Uint8Array, from: string): PairingMaterial | undefined {
  if (bytes.length > maxTextLength) return undefined;
  const text = tidyPastedText(new TextDecoder().decode(bytes));
  if (looksLikeASeed(text)) return { ...noMaterial, findings: [seedFinding] };
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return { ...noMaterial, findings: [privateKeyFinding] };
  const connection = recogniseConnectionString(text);
  if (connection !== undefined) return connection;
  if (text.includes("-----BEGIN CERTIFICATE-----")) return { ...noMaterial, certificates: [{ bytes, from }] };
  // Macaroons in forms lnd does not take: the review says which.
  if (/^[0-9a-f]{4}[a-z]+ /.test(text) || /^\{.*"(?:v|i64|s64|identifier)"/s.test(text)) {
    return { ...noMaterial, macaroons: [{ bytes, from }] };
  }
  const decoded = decodeHex(text.replace(/\s/g, "")) ?? decodeBase64(text);
  if (decoded === undefined) return undefined;
  const inner = recogniseBinary(decoded, from);
  if (inner !== undefined) return inner;
  return new TextDecoder("latin1").decode(decoded.subarray(0, 27)) === "-----BEGIN CERTIFICATE-----"
    ? { ...noMaterial, certificates: [{ bytes: decoded, from }] }
    : undefined;
}

/** Whether the bytes are a private key of any common DER structure. */
export function isPrivateKeyDer(bytes: Uint8Array): boolean {
  return (["pkcs8", "sec1", "pkcs1"] as const).some((type) => {
    try {
      createPrivateKey({ key: Buffer.from(bytes), format: "der", type });
      return true;
    } catch {
      return false;
    }
  });
}

function isCertificate(der: Uint8Array): boolean {
  try {
    new X509Certificate(der);
    return true;
  } catch {
    return false;
  }
}
