/**
 * Reads lndconnect strings: `lndconnect://host:port?cert=BASE64URL&macaroon=BASE64URL` (LN-Zap/lndconnect,
 * lnd_connect_uri.md), parameters in any order, and the legacy form `lndconnect:?host=host:port&...`.
 */
import { decodeBase64, decodeHex } from "./encodedBytes";
import type { Finding, PairingMaterial } from "./finding";
import { parseHostAddress } from "./hostAddress";

const names = ["cert", "macaroon", "host", "network"] as const;
type Name = (typeof names)[number];

/**
 * Reads a tidied text that starts with `lndconnect:`. Never throws: what is wrong is a finding, and `findings`
 * never repeat parameter values. Unknown parameters are ignored, as the format asks for.
 */
export function parseLndconnect(text: string): PairingMaterial {
  const findings: Finding[] = [];
  const rest = text.replaceAll("\n", "").replace(/^lndconnect:(\/\/)?/i, "");
  const queryAt = rest.indexOf("?");
  const authority = (queryAt < 0 ? rest : rest.slice(0, queryAt)).trim().replace(/\/$/, "");
  const parameters = readQuery(queryAt < 0 ? "" : rest.slice(queryAt + 1), findings);

  const legacyHost = parameters.get("host");
  if (authority !== "" && legacyHost !== undefined) {
    findings.push(
      block("two-hosts", "The string names its host twice. Remove the host= parameter or the address in front."),
    );
  }
  const address = parseHostAddress(decodePercent(authority) || (legacyHost ?? ""));
  return {
    host: address.host,
    port: address.port,
    portAssumed: address.portAssumed,
    certificate: readParameter(parameters.get("cert"), "cert", findings),
    macaroon: readParameter(parameters.get("macaroon"), "macaroon", findings),
    network: parameters.get("network")?.toLowerCase(),
    findings: [...address.findings, ...findings],
  };
}

function readQuery(query: string, findings: Finding[]): Map<Name, string> {
  const parameters = new Map<Name, string>();
  for (const part of query.split("#", 1)[0]?.split("&") ?? []) {
    const at = part.indexOf("=");
    const name = names.find((known) => known === part.slice(0, Math.max(at, 0)).trim().toLowerCase());
    if (name === undefined) continue;
    if (parameters.has(name)) {
      findings.push(
        block(
          `duplicate-${name}`,
          `The string holds ${name}= twice. Keep the one that belongs to this node and remove the other.`,
        ),
      );
      continue;
    }
    // A literal "+" stays one: it is base64 here, not a form's blank.
    parameters.set(name, decodePercent(part.slice(at + 1)).trim());
  }
  return parameters;
}

function readParameter(
  value: string | undefined,
  name: "cert" | "macaroon",
  findings: Finding[],
): Uint8Array | undefined {
  if (value === undefined || value === "") {
    if (name === "macaroon") {
      findings.push(
        block(
          "macaroon-missing",
          "The string holds no macaroon. Bake one on the node with lncli bakemacaroon --save_to signer.macaroon " +
            "remotesigner:generate and make the string with it.",
        ),
      );
    }
    return undefined;
  }
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

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function block(tag: string, message: string): Finding {
  return { level: "block", tag, message };
}
