/** The host and port part of a connection string, with what is wrong with it in words. */
import { sha3_256 } from "@noble/hashes/sha3.js";
import { base32 } from "@scure/base";
import { block, type Finding } from "./finding";
import { defaultSignerPort } from "./watchOnlyNode";

export interface HostAddress {
  readonly host: string;
  readonly port: number;
  readonly portAssumed: boolean;
  readonly findings: readonly Finding[];
}

/** Reads `host`, `host:port`, `[ipv6]` or `[ipv6]:port`. Never throws: what is wrong is a finding. */
export function parseHostAddress(text: string): HostAddress {
  const none = { host: "", port: 0, portAssumed: false };
  if (text === "") {
    return {
      ...none,
      findings: [
        block(
          "no-host",
          "The string names no host. After lndconnect:// comes the node's address, like node.lan:10019.",
        ),
      ],
    };
  }
  if (text.includes("@")) {
    return {
      ...none,
      findings: [
        block("host-has-credentials", "The address holds a user name or password. Remove everything up to the @."),
      ],
    };
  }
  if (text.includes("/") || text.includes("\\")) {
    return {
      ...none,
      findings: [
        block(
          "host-has-path",
          "There is a path behind the address. Only host and port belong there, like node.lan:10019.",
        ),
      ],
    };
  }
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  const colons = text.split(":").length - 1;
  if (bracketed === null && colons > 1) {
    return {
      ...none,
      findings: [
        block(
          "ipv6-without-brackets",
          "An IPv6 address needs brackets, so that its port can be told apart: [fd00::1]:10019.",
        ),
      ],
    };
  }
  const [rawHost, rawPort] = bracketed === null ? splitAtColon(text) : [bracketed[1] ?? "", bracketed[2]];
  if (rawHost.includes("%") && bracketed !== null) {
    return {
      ...none,
      findings: [
        block(
          "ipv6-zone",
          "The address names a network interface (%...), which means something on one computer only. Use an address without it.",
        ),
      ],
    };
  }
  const findings: Finding[] = [];
  const port = readPort(rawPort, findings);
  const host = readHost(rawHost, bracketed !== null, findings);
  return { host, port: port ?? defaultSignerPort, portAssumed: port === undefined, findings };
}

function splitAtColon(text: string): [string, string | undefined] {
  const at = text.indexOf(":");
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** undefined when none is named, 0 for an impossible one. */
function readPort(text: string | undefined, findings: Finding[]): number | undefined {
  if (text === undefined || text === "") {
    findings.push({
      level: "info",
      tag: "port-assumed",
      message: `The string names no port; ${defaultSignerPort}, lnd's default for signers, is proposed.`,
    });
    return undefined;
  }
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) {
    findings.push(block("bad-port", "The port must be a number from 1 to 65535."));
    return 0;
  }
  if (port === 10_009 || port === 8_080) {
    const what = port === 10_009 ? "general RPC" : "REST";
    findings.push({
      level: "warn",
      tag: port === 10_009 ? "port-is-general-rpc" : "port-is-rest",
      message:
        `Port ${port} is usually lnd's ${what} port. Signers connect to the one set with remotesigner.experimentalrpclisten, ` +
        `by default ${defaultSignerPort}: change it to ${defaultSignerPort} unless you know better.`,
    });
  }
  return port;
}

function readHost(raw: string, isIpv6: boolean, findings: Finding[]): string {
  // The URL parser lower-cases, applies IDNA and normalises IP addresses.
  const url = `http://${isIpv6 ? `[${raw}]` : raw}/`;
  const host =
    /[\s?#]/.test(raw) || !URL.canParse(url) ? "" : new URL(url).hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (host === "") {
    findings.push(
      raw === ""
        ? block("no-host", "The string names no host before the port.")
        : block(
            "bad-host",
            "The host is not a valid name or address. Correct it, or ask the node's operator for the string again.",
          ),
    );
    return "";
  }
  if (host === "0.0.0.0" || host === "::") {
    findings.push(
      block(
        "listen-address",
        `${host} is an address to listen on, not one to connect to. Use the node's own address or name, or 127.0.0.1 if it runs on this computer.`,
      ),
    );
  }
  if (host.split(".").some((label) => label.startsWith("xn--"))) {
    findings.push({
      level: "warn",
      tag: "international-host",
      message: `The host name uses letters outside a to z; on the network it is ${host}. Look-alike letters are a known trick: compare it.`,
    });
  }
  if (host.endsWith(".onion")) findings.push(onionFinding(host));
  return host;
}

/** Onion names: version 3 is pubkey(32) || checksum(2) || version(1) in base32 (Tor rend-spec-v3, encoding onion addresses). */
function onionFinding(host: string): Finding {
  const name = host.split(".").at(-2) ?? "";
  if (name.length === 16) {
    return block(
      "onion-v2",
      "This is an onion address of version 2, which Tor no longer serves. Ask for the 56-character one.",
    );
  }
  if (!isOnionV3(name))
    return block("bad-onion", "The onion address has a mistake in it (its checksum does not match). Copy it again.");
  return {
    level: "info",
    tag: "onion-through-tor",
    message:
      "This is an onion address: it is dialled through Tor, which must run on this computer. Tor's own SOCKS5 port is " +
      "127.0.0.1:9050, Tor Browser's 127.0.0.1:9150.",
  };
}

function isOnionV3(name: string): boolean {
  if (!/^[a-z2-7]{56}$/.test(name)) return false;
  const bytes = base32.decode(name.toUpperCase());
  const pubkey = bytes.subarray(0, 32);
  const prefix = new TextEncoder().encode(".onion checksum");
  const checksum = sha3_256(Uint8Array.from([...prefix, ...pubkey, 3]));
  return bytes[34] === 3 && bytes[32] === checksum[0] && bytes[33] === checksum[1];
}
