/** From what a person gave to a review for people and a draft to connect with. Nothing connects here. */
import { lightningCoinType, type Network, networks } from "../signer/network";
import { type CertificateFacts, describeCertificate, reviewCertificate } from "./certificate";
import { block, byLevel, type Finding } from "./finding";
import { type MacaroonFacts, reviewMacaroon } from "./macaroonFindings";
import { combineMaterial, type GivenBytes, noMaterial, type PairingMaterial, wipeMacaroons } from "./material";
import { looksLikeASeed, maxTextLength, recogniseForeignText, tidyPastedText } from "./pastedText";
import { recogniseBytes, recogniseConnectionString, recogniseHostText } from "./recognise";
import { addressText, type NodeAddress } from "./watchOnlyNode";

/** What the review screen shows: everything but secrets. */
interface PairingFacts {
  readonly suggestedName: string;
  readonly host: string;
  readonly port: number;
  readonly portAssumed: boolean;
  /** Tried after the first, as people write them. */
  readonly otherAddresses: string[];
  /** SOCKS5 proxy of the paired node. */
  readonly proxy: NodeAddress | null;
  /** As the string has it, or as the paired node has it. */
  readonly requestTimeoutMs: number | null;
  /** Name of the paired node whose credentials these replace. */
  readonly updates: string | null;
  readonly certificate: CertificateFacts | null;
  readonly macaroon: MacaroonFacts | null;
  readonly findings: Finding[];
  /** Nothing is missing but the certificate: the node may be asked to show it. */
  readonly canFetchCertificate: boolean;
  readonly canConnect: boolean;
}

/** What a confirmed review connects with. `macaroon` is secret. */
interface PairingDraft {
  readonly addresses: readonly NodeAddress[];
  readonly certificateDer: Uint8Array;
  readonly macaroon: Uint8Array;
}

/** The node paired so far; what new credentials leave out stays. `macaroon` is secret and copied. */
export interface KnownNode {
  readonly name: string;
  readonly addresses: readonly NodeAddress[];
  readonly proxy?: NodeAddress | undefined;
  readonly certificateDer: Uint8Array;
  readonly requestTimeoutMs: number;
  readonly macaroon: Uint8Array | null;
}

export interface PairingContext {
  readonly nowMs: number;
  readonly seedNetwork: Network;
  /** The seed's node identity key m/1017'/coin'/6'/0/0, 33 bytes, lower-case hex. */
  readonly identityPubkeyHex: string;
  readonly known: KnownNode | null;
}

export interface ReviewedPairing {
  readonly review: PairingFacts;
  /** Null if anything blocks. */
  readonly draft: PairingDraft | null;
  /** What it was made from; holds secrets, see `wipeMacaroons`. */
  readonly material: PairingMaterial;
}

/** Reads a pasted text. Never throws on any text, and no finding repeats a secret of it. */
export function readText(text: string, { known }: PairingContext): PairingMaterial {
  if (text.length > maxTextLength) {
    return only(block("too-long", "The text is far too long for a connection string. Copy only the string."));
  }
  const tidy = tidyPastedText(text);
  const foreign = recogniseForeignText(tidy);
  if (foreign === undefined) return recogniseConnectionString(tidy) ?? noMaterial;
  // One of the two is enough where the other is known.
  if (known !== null && foreign.tag.endsWith("-alone")) {
    return recogniseBytes(new TextEncoder().encode(tidy), "the text") ?? only(foreign);
  }
  return only(foreign);
}

/** Reads what was typed beside files: nothing, host and port, or a whole connection string. */
export function readHostText(text: string): PairingMaterial {
  const tidy = tidyPastedText(text.slice(0, maxTextLength));
  if (tidy === "") return noMaterial;
  const foreign = looksLikeASeed(tidy) ? recogniseForeignText(tidy) : undefined;
  return foreign === undefined ? recogniseHostText(tidy) : only(foreign);
}

/** Reviews a pasted connection string. */
export function reviewPairing(text: string, context: PairingContext): ReviewedPairing {
  return reviewMaterial([readText(text, context)], context);
}

/**
 * Reviews what texts and files gave.
 *
 * @param presentedDer the certificate that the node itself showed when none was given
 */
export function reviewMaterial(
  parts: readonly PairingMaterial[],
  context: PairingContext,
  presentedDer?: Uint8Array,
): ReviewedPairing {
  const given = combineMaterial(parts);
  const isRefused = isNothing(given) && given.findings.length > 0;
  const material = isRefused || context.known === null ? given : completed(given, context.known);
  const findings: Finding[] = [...material.findings];
  if (!isRefused) {
    if (material.addresses.length === 0 && !findings.some(({ level }) => level === "block")) {
      findings.push(block("no-host", "Nothing here names the node's address. Add it, like node.lan:10019."));
    }
    findings.push(...networkFindings(material.network, context.seedNetwork));
    findings.push(...identityFindings(material.nodePubkeyHex, context.identityPubkeyHex));
  }
  const certificate = certificateOf(material, context, presentedDer, isRefused, findings);
  const macaroon = macaroonOf(material, context, isRefused, findings);
  findings.sort(byLevel);

  const blocks = findings.filter(({ level }) => level === "block");
  const [address] = material.addresses;
  const isReady = blocks.length === 0 && address !== undefined && certificate !== null && macaroon !== null;
  const canFetchCertificate = blocks.length === 1 && blocks[0]?.tag === "certificate-missing";
  if (!isReady && !canFetchCertificate) wipeMacaroons(material);
  return {
    material,
    review: {
      suggestedName: context.known?.name ?? material.name ?? suggestName(address?.host ?? ""),
      host: address?.host ?? "",
      port: address?.port ?? 0,
      portAssumed: material.portAssumed,
      otherAddresses: material.addresses.slice(1).map(addressText),
      proxy: context.known?.proxy ?? null,
      requestTimeoutMs: material.requestTimeoutMs ?? null,
      updates: isRefused ? null : (context.known?.name ?? null),
      certificate: certificate?.facts ?? null,
      macaroon: macaroon?.facts ?? null,
      findings,
      canFetchCertificate,
      canConnect: isReady,
    },
    draft: isReady
      ? { addresses: material.addresses, certificateDer: certificate.der, macaroon: macaroon.bytes }
      : null,
  };
}

/** New credentials need not repeat what did not change. */
function completed(given: PairingMaterial, known: KnownNode): PairingMaterial {
  const keeps: string[] = [];
  const keep = <T>(isGiven: boolean, value: T, kept: T, what: string): T => {
    if (!isGiven) keeps.push(what);
    return isGiven ? value : kept;
  };
  const addresses = keep(given.addresses.length > 0, given.addresses, known.addresses, "address");
  const knownCertificates: GivenBytes[] = [{ bytes: known.certificateDer, from: "the paired node" }];
  const hasCertificate = given.certificates.length > 0 || given.pinHex !== undefined;
  const certificates = keep(hasCertificate, given.certificates, knownCertificates, "certificate");
  const { macaroon } = known;
  const macaroons =
    macaroon === null
      ? given.macaroons
      : keep(
          given.macaroons.length > 0,
          given.macaroons,
          [{ bytes: new Uint8Array(macaroon), from: "the paired node" }],
          "macaroon",
        );
  const findings =
    keeps.length === 0
      ? given.findings
      : [
          ...given.findings,
          { level: "info", tag: "keeps-known", message: `Kept as paired: ${keeps.join(", ")}.` } as const,
        ];
  return {
    ...given,
    addresses,
    certificates,
    macaroons,
    findings,
    requestTimeoutMs: given.requestTimeoutMs ?? known.requestTimeoutMs,
  };
}

function certificateOf(
  material: PairingMaterial,
  { nowMs, known }: PairingContext,
  presentedDer: Uint8Array | undefined,
  isRefused: boolean,
  findings: Finding[],
): { facts: CertificateFacts; der: Uint8Array } | null {
  const host = material.addresses[0]?.host ?? "";
  const given = presentedDer === undefined ? material.certificates : [{ bytes: presentedDer, from: "the node" }];
  const reviewed = given.map(({ bytes, from }) => ({ ...reviewCertificate(bytes, host, nowMs), from }));
  const different = [...new Map(reviewed.map((each) => [each.facts?.fingerprintHex ?? each, each])).values()];
  if (different.length > 1) {
    const list = different.map(({ from, facts }) => `${from} (${facts?.fingerprintHex.slice(0, 16) ?? "unreadable"})`);
    findings.push(
      block(
        "two-certificates",
        `There are ${different.length} different certificates: ${list.join(", ")}. Give only the one whose SHA-256 fingerprint the node shows.`,
      ),
    );
    return null;
  }
  const [certificate] = different;
  if (certificate === undefined) {
    if (!isRefused && !findings.some(({ tag }) => tag.includes("cert"))) findings.push(certificateMissing);
    return null;
  }
  findings.push(...certificate.findings);
  const { facts, der } = certificate;
  if (facts === null || der === null) return null;
  if (material.pinHex !== undefined) {
    findings.push(
      material.pinHex === facts.fingerprintHex
        ? { level: "ok", tag: "certificate-pinned", message: "The certificate is the one the link asks for." }
        : block(
            "pin-mismatch",
            "The certificate is not the one the link asks for. Somebody may stand between you and the node, or the node has a new certificate: ask its operator for a new link.",
          ),
    );
  } else if (presentedDer !== undefined) {
    findings.push({
      level: "warn",
      tag: "certificate-unproven",
      message:
        "The node showed this certificate just now, but nothing proves that it was your node. Compare its fingerprint on the node itself.",
      consent: true,
    });
  }
  if (known !== null && describeCertificate(known.certificateDer).fingerprintHex !== facts.fingerprintHex) {
    findings.push({
      level: "warn",
      tag: "certificate-changes",
      message:
        "The certificate is another one than that of the paired node. Compare its fingerprint on the node itself.",
    });
  }
  return { facts, der };
}

const certificateMissing = block(
  "certificate-missing",
  "There is no certificate (the string was made with --nocert), so nothing proves which computer answers. Let the node show it and " +
    "compare the fingerprint, or make the string again with the node's tls.cert in it.",
);

function macaroonOf(
  material: PairingMaterial,
  { nowMs }: PairingContext,
  isRefused: boolean,
  findings: Finding[],
): { facts: MacaroonFacts; bytes: Uint8Array } | null {
  const [macaroon, ...others] = material.macaroons;
  if (macaroon === undefined) {
    if (!isRefused && !findings.some(({ tag }) => tag.includes("macaroon"))) {
      findings.push(
        block(
          "macaroon-missing",
          "There is no macaroon. Bake one on the node with lncli bakemacaroon --root_key_id 77 --save_to signer.macaroon " +
            "remotesigner:generate and give that.",
        ),
      );
    }
    return null;
  }
  if (others.length > 0) {
    const list = material.macaroons.map(({ from, bytes }) => `${from} (${rightsOf(bytes, nowMs)})`);
    findings.push(
      block(
        "two-macaroons",
        `There are ${list.length} different macaroons: ${list.join("; ")}. Give only the one that may connect a signer.`,
      ),
    );
    return null;
  }
  const { facts, findings: about } = reviewMacaroon(macaroon.bytes, nowMs);
  findings.push(...about);
  return facts === null ? null : { facts, bytes: macaroon.bytes };
}

/** In a few words, to tell macaroons apart. */
function rightsOf(bytes: Uint8Array, nowMs: number): string {
  const { facts } = reviewMacaroon(bytes, nowMs);
  if (facts === null) return "unreadable";
  const names = facts.permissions.map(({ entity, action }) => `${entity}:${action}`);
  return `root key ${facts.rootKeyId}, ${names.slice(0, 2).join(" ")}${names.length > 2 ? ` and ${names.length - 2} more` : ""}`;
}

function networkFindings(claimed: string | undefined, seedNetwork: Network): Finding[] {
  if (claimed === undefined || claimed === seedNetwork) return [];
  const network = networks.find((known) => known === claimed);
  if (network === undefined) {
    return [
      {
        level: "warn",
        tag: "unknown-network",
        message: `The string names a network this app does not know; the seed here is for ${seedNetwork}.`,
      },
    ];
  }
  const consequence =
    lightningCoinType(network) === lightningCoinType(seedNetwork)
      ? "Addresses would be read wrongly."
      : "Its keys are not the node's keys.";
  return [
    block(
      "other-network",
      `The node is on ${network}, the seed here is for ${seedNetwork}. ${consequence} Use the seed the node's accounts came from.`,
    ),
  ];
}

/** A node's identity key is a key of its seed, so it can be compared before anything is dialled. */
function identityFindings(claimed: string | undefined, identityPubkeyHex: string): Finding[] {
  if (claimed === undefined) return [];
  if (claimed === identityPubkeyHex) {
    return [
      {
        level: "ok",
        tag: "node-key-matches",
        message: "The node's identity key belongs to the seed on this computer.",
      },
    ];
  }
  return [
    block(
      "other-node-key",
      `The link is for the node ${claimed.slice(0, 12)}…, but the seed here makes the node ${identityPubkeyHex.slice(0, 12)}…. Restore the seed that this node's accounts came from.`,
    ),
  ];
}

function suggestName(host: string): string {
  const label = /^[\d.]+$|:/.test(host) || host === "" ? "" : (host.split(".")[0] ?? "");
  return (label === "" || label === "localhost" ? "My node" : label).slice(0, 40);
}

function isNothing({ addresses, certificates, macaroons, pinHex }: PairingMaterial): boolean {
  return addresses.length + certificates.length + macaroons.length === 0 && pinHex === undefined;
}

function only(finding: Finding): PairingMaterial {
  return { ...noMaterial, findings: [finding] };
}
