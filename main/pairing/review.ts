/** From a pasted text to a review for people and a draft to connect with. Nothing connects here. */
import { lightningCoinType, type Network, networks } from "../signer/network";
import { type CertificateFacts, reviewCertificate } from "./certificate";
import type { Finding, PairingMaterial } from "./finding";
import { parseLndconnect } from "./lndconnect";
import { type MacaroonFacts, reviewMacaroon } from "./macaroonFindings";
import { maxTextLength, recogniseForeignText, tidyPastedText } from "./pastedText";
import type { NodeAddress } from "./watchOnlyNode";

/** What the review screen shows: everything but secrets. */
export interface PairingFacts {
  readonly suggestedName: string;
  readonly host: string;
  readonly port: number;
  readonly portAssumed: boolean;
  readonly certificate: CertificateFacts | null;
  readonly macaroon: MacaroonFacts | null;
  readonly findings: Finding[];
  readonly canConnect: boolean;
}

/** What a confirmed review connects with. `macaroon` is secret. */
export interface PairingDraft {
  readonly addresses: readonly NodeAddress[];
  readonly certificateDer: Uint8Array;
  readonly macaroon: Uint8Array;
}

export interface PairingContext {
  readonly nowMs: number;
  readonly seedNetwork: Network;
}

const levels = ["block", "warn", "info", "ok"] as const;

/**
 * Reviews a pasted connection string. Never throws on any text, and no message repeats a secret of it.
 * @returns `draft` only if nothing blocks
 */
export function reviewPairing(
  text: string,
  context: PairingContext,
): { review: PairingFacts; draft: PairingDraft | null } {
  if (text.length > maxTextLength)
    return refuse({
      level: "block",
      tag: "too-long",
      message: "The text is far too long for a connection string. Copy only the string.",
    });
  const tidy = tidyPastedText(text);
  const foreign = recogniseForeignText(tidy);
  if (foreign !== undefined) return refuse(foreign);
  return reviewMaterial(parseLndconnect(tidy), context);
}

function reviewMaterial(material: PairingMaterial, { nowMs, seedNetwork }: PairingContext) {
  const findings: Finding[] = [...material.findings, ...networkFindings(material.network, seedNetwork)];
  const certificate = material.certificate && reviewCertificate(material.certificate, material.host, nowMs);
  const macaroon = material.macaroon && reviewMacaroon(material.macaroon, nowMs);
  findings.push(...(certificate?.findings ?? []), ...(macaroon?.findings ?? []));
  if (certificate === undefined && !findings.some((finding) => finding.tag.includes("cert"))) {
    findings.push({
      level: "block",
      tag: "certificate-missing",
      message:
        "The string holds no certificate (it was made with --nocert), so nothing proves which computer answers. Make it again " +
        "with the node's tls.cert in it.",
    });
  }
  findings.sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));

  const { host, port } = material;
  const certificateDer = certificate?.der;
  const canConnect =
    !findings.some((finding) => finding.level === "block") && certificateDer != null && material.macaroon !== undefined;
  if (!canConnect) material.macaroon?.fill(0);
  return {
    review: {
      suggestedName: suggestName(host),
      host,
      port,
      portAssumed: material.portAssumed,
      certificate: certificate?.facts ?? null,
      macaroon: macaroon?.facts ?? null,
      findings,
      canConnect,
    },
    draft: canConnect ? { addresses: [{ host, port }], certificateDer, macaroon: material.macaroon } : null,
  };
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
    {
      level: "block",
      tag: "other-network",
      message: `The node is on ${network}, the seed here is for ${seedNetwork}. ${consequence} Use the seed the node's accounts came from.`,
    },
  ];
}

function suggestName(host: string): string {
  const label = /^[\d.]+$|:/.test(host) || host === "" ? "" : (host.split(".")[0] ?? "");
  return (label === "" || label === "localhost" ? "My node" : label).slice(0, 40);
}

function refuse(finding: Finding) {
  return {
    review: {
      suggestedName: suggestName(""),
      host: "",
      port: 0,
      portAssumed: false,
      certificate: null,
      macaroon: null,
      findings: [finding],
      canConnect: false,
    },
    draft: null,
  };
}
