/** The query of a connection string: which parameters it has, and the bytes in those that hold a certificate or macaroon. */
import { decodeBase64, decodeHex } from "./encodedBytes";
import { block, type Finding } from "./finding";

/** Name in lower case, value percent-decoded and trimmed, in their order. A literal "+" stays one: it is base64 here. */
export function readQuery(query: string): [name: string, value: string][] {
  return (query.split("#", 1)[0] ?? "").split("&").flatMap((part) => {
    const at = part.indexOf("=");
    return at <= 0 ? [] : [[part.slice(0, at).trim().toLowerCase(), decodePercent(part.slice(at + 1)).trim()]];
  });
}

export function duplicateFinding(name: string): Finding {
  return block(
    `duplicate-${name}`,
    `The string holds ${name}= twice. Keep the one that belongs to this node and remove the other.`,
  );
}

/** Bytes of `cert` or `macaroon` in any of the ways people encode them; undefined, and perhaps a finding, if there are none. */
export function readBytes(
  value: string | undefined,
  name: "cert" | "macaroon",
  findings: Finding[],
): Uint8Array | undefined {
  if (value === undefined || value === "") return undefined;
  if (/^(?:file:|~?\/|\.{1,2}\/|[a-z]:\\)/i.test(value) && /[./\\](?:cert|pem|crt|macaroon)$/i.test(value)) {
    findings.push(
      block(
        `${name}-is-a-path`,
        `The ${name}= part holds the path of a file. A link never makes this app read files: paste a string with the content itself.`,
      ),
    );
    return undefined;
  }
  if (value.startsWith("-----BEGIN ")) return new TextEncoder().encode(value);
  const bytes = (name === "macaroon" ? decodeHex(value) : undefined) ?? decodeBase64(value);
  if (bytes === undefined) {
    findings.push(
      block(
        `${name}-not-base64`,
        `The ${name}= part is not readable base64. The string was probably cut while copying: copy all of it again.`,
      ),
    );
  }
  return bytes;
}

export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
