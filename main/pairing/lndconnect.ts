/**
 * Reads lndconnect strings: `lndconnect://host:port?cert=BASE64URL&macaroon=BASE64URL` (LN-Zap/lndconnect,
 * lnd_connect_uri.md), parameters in any order, and the legacy form `lndconnect:?host=host:port&...`.
 */
import { block, type Finding } from "./finding";
import { parseHostAddress } from "./hostAddress";
import { noMaterial, type PairingMaterial } from "./material";
import { decodePercent, duplicateFinding, readBytes, readQuery } from "./queryParameters";

const known: ReadonlySet<string> = new Set(["cert", "macaroon", "host", "network"]);

/**
 * Reads a tidied text that starts with `lndconnect:`. Never throws: what is wrong is a finding, and `findings`
 * never repeat parameter values. Unknown parameters are ignored, as the format asks for.
 */
export function parseLndconnect(text: string): PairingMaterial {
  const findings: Finding[] = [];
  const rest = text.replaceAll("\n", "").replace(/^lndconnect:(\/\/)?/i, "");
  const queryAt = rest.indexOf("?");
  const authority = (queryAt < 0 ? rest : rest.slice(0, queryAt)).trim().replace(/\/$/, "");
  const parameters = new Map<string, string>();
  for (const [name, value] of queryAt < 0 ? [] : readQuery(rest.slice(queryAt + 1))) {
    if (!known.has(name)) continue;
    if (parameters.has(name)) findings.push(duplicateFinding(name));
    else parameters.set(name, value);
  }

  const legacyHost = parameters.get("host");
  if (authority !== "" && legacyHost !== undefined) {
    findings.push(
      block("two-hosts", "The string names its host twice. Remove the host= parameter or the address in front."),
    );
  }
  const address = parseHostAddress(decodePercent(authority) || (legacyHost ?? ""));
  const from = "the string";
  const certificate = readBytes(parameters.get("cert"), "cert", findings);
  const macaroon = readBytes(parameters.get("macaroon"), "macaroon", findings);
  return {
    ...noMaterial,
    addresses: address.host === "" ? [] : [{ host: address.host, port: address.port }],
    portAssumed: address.portAssumed,
    certificates: certificate === undefined ? [] : [{ bytes: certificate, from }],
    macaroons: macaroon === undefined ? [] : [{ bytes: macaroon, from }],
    network: parameters.get("network")?.toLowerCase(),
    findings: [...address.findings, ...findings],
  };
}
