/**
 * Countersign's own pairing string, for links and QR codes:
 *
 *   countersign://pair/1/?host=node.lan:10019&host=...&cert=BASE64URL&macaroon=BASE64URL&network=mainnet
 *     &node=IDENTITY_KEY_HEX&name=LABEL&timeout=5s&crc=HEX
 *
 * `1` is the version: another one is refused. `host` may be repeated, in the order to try them; nothing else may.
 * `pin=sha256-BASE64URL` (of the DER form) may stand for `cert`. Unknown parameters are ignored. `crc`, always last,
 * is the first 4 bytes of SHA-256 over everything between `?` and `&crc=`: it catches strings that were cut.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { base64urlnopad } from "@scure/base";
import type { Network } from "../signer/network";
import { decodeBase64 } from "./encodedBytes";
import { block, type Finding } from "./finding";
import { parseHostAddress } from "./hostAddress";
import { noMaterial, type PairingMaterial } from "./material";
import { duplicateFinding, readBytes, readQuery } from "./queryParameters";
import { addressText, type NodeAddress } from "./watchOnlyNode";

const scheme = "countersign";
const version = "1";
const maxLength = 8_192;
const maxHosts = 8;
const maxNameLength = 40;
const unitMs = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

export interface PairingUriParts {
  /** In the order to try them, at least one. */
  readonly addresses: readonly NodeAddress[];
  readonly certificateDer: Uint8Array;
  /** Secret, and with it the whole string. */
  readonly macaroon: Uint8Array;
  readonly network: Network;
  /** 33 bytes, hex. */
  readonly nodePubkeyHex?: string;
  readonly name?: string;
  readonly requestTimeoutMs?: number;
}

/** Writes the string, with its checksum. */
export function encodePairingUri(parts: PairingUriParts): string {
  const { addresses, certificateDer, macaroon, network, nodePubkeyHex, name, requestTimeoutMs } = parts;
  const query = [
    ...addresses.map((address) => `host=${encodeURIComponent(addressText(address))}`),
    `cert=${base64urlnopad.encode(certificateDer)}`,
    `macaroon=${base64urlnopad.encode(macaroon)}`,
    `network=${network}`,
    ...(nodePubkeyHex === undefined ? [] : [`node=${nodePubkeyHex}`]),
    ...(name === undefined ? [] : [`name=${encodeURIComponent(name)}`]),
    ...(requestTimeoutMs === undefined ? [] : [`timeout=${requestTimeoutMs}ms`]),
  ].join("&");
  return `${scheme}://pair/${version}/?${query}&crc=${checksum(query)}`;
}

/**
 * Reads a tidied text that starts with `countersign:`. Never throws: what is wrong is a finding, which never repeats a
 * certificate or macaroon.
 */
export function parsePairingUri(text: string): PairingMaterial {
  const refuse = (finding: Finding): PairingMaterial => ({ ...noMaterial, findings: [finding] });
  const whole = text.replaceAll("\n", "");
  if (whole.length > maxLength) {
    return refuse(block("uri-too-long", "The link is longer than any pairing link. Copy only the link."));
  }
  const parts = /^countersign:\/\/pair\/([^/?]*)\/?\?(.*)$/i.exec(whole);
  if (parts === null) {
    return refuse(
      block(
        "uri-malformed",
        "This is no pairing link. One starts with countersign://pair/1/? and names host and macaroon.",
      ),
    );
  }
  const [, givenVersion = "", query = ""] = parts;
  if (givenVersion !== version) {
    return refuse(
      block(
        "uri-version",
        "The link is of a version this app does not know. Update Countersign, or ask for an lndconnect:// string.",
      ),
    );
  }
  const cut = checksumFinding(query);
  return cut === undefined ? readParameters(query) : refuse(cut);
}

function checksum(query: string): string {
  return bytesToHex(sha256(utf8ToBytes(query)).subarray(0, 4));
}

function checksumFinding(query: string): Finding | undefined {
  const at = query.toLowerCase().lastIndexOf("&crc=");
  if (at < 0 || query.slice(at + 5).toLowerCase() === checksum(query.slice(0, at))) return undefined;
  return block(
    "uri-checksum",
    "The link was changed or cut on its way (its checksum does not match). Copy all of it again.",
  );
}

function readParameters(query: string): PairingMaterial {
  const findings: Finding[] = [];
  const hosts: string[] = [];
  const single = new Map<string, string>();
  for (const [name, value] of readQuery(query)) {
    if (name === "host") hosts.push(value);
    else if (single.has(name)) findings.push(duplicateFinding(name));
    else single.set(name, value);
  }
  if (hosts.length > maxHosts) {
    findings.push(
      block("too-many-hosts", `The link names more than ${maxHosts} hosts. Remove those that are not needed.`),
    );
  }
  const read = (hosts.length === 0 ? [""] : hosts.slice(0, maxHosts)).map(parseHostAddress);
  const from = "the link";
  const certificate = readBytes(single.get("cert"), "cert", findings);
  const macaroon = readBytes(single.get("macaroon"), "macaroon", findings);
  return {
    addresses: read.filter(({ host }) => host !== "").map(({ host, port }) => ({ host, port })),
    portAssumed: read[0]?.portAssumed ?? false,
    certificates: certificate === undefined ? [] : [{ bytes: certificate, from }],
    pinHex: readPin(single.get("pin"), findings),
    macaroons: macaroon === undefined ? [] : [{ bytes: macaroon, from }],
    network: single.get("network")?.toLowerCase(),
    nodePubkeyHex: readNodeKey(single.get("node"), findings),
    name: readName(single.get("name"), findings),
    requestTimeoutMs: readTimeoutMs(single.get("timeout"), findings),
    findings: [...read.flatMap((address) => address.findings), ...findings],
  };
}

function readPin(value: string | undefined, findings: Finding[]): string | undefined {
  if (value === undefined) return undefined;
  const hash = /^sha256-/i.test(value) ? decodeBase64(value.slice(7)) : undefined;
  if (hash?.length === 32) return bytesToHex(hash);
  findings.push(
    block(
      "bad-pin",
      "The pin= part is no certificate hash. It is sha256- and the base64url of the SHA-256 of the DER form.",
    ),
  );
  return undefined;
}

function readNodeKey(value: string | undefined, findings: Finding[]): string | undefined {
  if (value === undefined) return undefined;
  if (/^0[23][0-9a-f]{64}$/i.test(value)) return value.toLowerCase();
  findings.push(block("bad-node-key", "The node= part is no node key: 66 hex digits that start with 02 or 03."));
  return undefined;
}

function readName(value: string | undefined, findings: Finding[]): string | undefined {
  // Shown to people only: nothing that writes from right to left, or not at all.
  const name = value?.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "").trim();
  if (name === undefined || name === "") return undefined;
  if (name.length <= maxNameLength) return name;
  findings.push({
    level: "info",
    tag: "name-cut",
    message: `The name in the link is longer than ${maxNameLength} characters and was cut.`,
  });
  return name.slice(0, maxNameLength).trim();
}

/** A duration as Go writes it, e.g. "5s", "1m30s", "7500ms"; lnd takes 1 s and more. */
function readTimeoutMs(value: string | undefined, findings: Finding[]): number | undefined {
  if (value === undefined) return undefined;
  const parts = [...value.matchAll(/(\d{1,6}(?:\.\d{1,3})?)(ms|h|m|s)/g)];
  const timeoutMs = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * unitMs[unit as keyof typeof unitMs],
    0,
  );
  if (parts.map(([part]) => part).join("") === value && timeoutMs >= 1_000 && timeoutMs <= 600_000) return timeoutMs;
  findings.push(
    block(
      "bad-timeout",
      "The timeout= part must be the node's experimentalrequesttimeout, such as 5s, between 1s and 10m.",
    ),
  );
  return undefined;
}
