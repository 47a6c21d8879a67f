/** Facts about the node's TLS certificate, and what a person should know of them. Trust comes from pinning it. */
import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { decodeBase64 } from "./encodedBytes";
import type { Finding } from "./finding";
import { privateKeyFinding } from "./pastedText";
import { isPrivateKeyDer } from "./recognise";

/** What may be shown of a certificate. */
export interface CertificateFacts {
  /** SHA-256 over the DER form, lower-case hex. */
  readonly fingerprintHex: string;
  readonly subject: string;
  readonly issuer: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** DNS names and IP addresses it is made out to. */
  readonly names: string[];
}

export interface CertificateReview {
  readonly facts: CertificateFacts | null;
  readonly der: Uint8Array | null;
  readonly findings: Finding[];
}

/**
 * Reads DER or PEM bytes (of a chain the first, the server's own) and judges them for `host`.
 * Never throws: what is wrong is a finding `certificate-...`. A private key among the bytes is refused.
 */
export function reviewCertificate(bytes: Uint8Array, host: string, nowMs: number): CertificateReview {
  const findings: Finding[] = [];
  const refuse = (finding: Finding) => ({ facts: null, der: null, findings: [finding] });
  const pem = new TextDecoder("latin1").decode(bytes);
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem) || isPrivateKeyDer(bytes)) return refuse(privateKeyFinding);

  const blocks = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g)];
  const first = blocks[0]?.[1];
  const der = first === undefined ? bytes : decodeBase64(first.replace(/\s/g, ""));
  const certificate = der === undefined ? undefined : parse(der);
  if (certificate === undefined) {
    return refuse({
      level: "block",
      tag: "certificate-unreadable",
      message:
        "What was given as certificate is none. The string was probably cut: copy all of it again, or use the node's tls.cert.",
    });
  }
  if (blocks.length > 1) {
    findings.push({
      level: "info",
      tag: "certificate-chain",
      message: `There is a chain of ${blocks.length} certificates; the first one, the node's own, is used.`,
    });
  }
  const facts = certificateFacts(certificate);
  findings.push(...certificateFindings(certificate, facts, host, nowMs));
  return { facts, der: Uint8Array.from(certificate.raw), findings };
}

/** Facts of a certificate kept earlier. @param der as `reviewCertificate` returned it */
export function describeCertificate(der: Uint8Array): CertificateFacts {
  return certificateFacts(new X509Certificate(der));
}

function certificateFacts(certificate: X509Certificate): CertificateFacts {
  return {
    fingerprintHex: certificate.fingerprint256.replaceAll(":", "").toLowerCase(),
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    notBeforeMs: Date.parse(certificate.validFrom),
    notAfterMs: Date.parse(certificate.validTo),
    names: (certificate.subjectAltName ?? "")
      .split(", ")
      .map((name) => name.replace(/^(?:DNS|IP Address):/, ""))
      .filter((name) => name !== ""),
  };
}

function certificateFindings(
  certificate: X509Certificate,
  facts: CertificateFacts,
  host: string,
  nowMs: number,
): Finding[] {
  const findings: Finding[] = [];
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  if (nowMs > facts.notAfterMs) {
    findings.push({
      level: "warn",
      tag: "certificate-expired",
      message: `The certificate expired on ${day(facts.notAfterMs)}. lnd makes a new one at its next start; then this one no longer fits.`,
    });
  } else if (nowMs < facts.notBeforeMs) {
    findings.push({
      level: "warn",
      tag: "certificate-not-yet-valid",
      message: `The certificate is valid from ${day(facts.notBeforeMs)} on. Check the clock of this computer and of the node.`,
    });
  }
  if (certificate.ca && facts.names.length === 0) {
    findings.push({
      level: "info",
      tag: "certificate-is-authority",
      message:
        "This is the certificate of an authority. Countersign accepts exactly this one, so the node itself must show it.",
    });
  }
  const isNamed = isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host);
  if (host !== "" && facts.names.length > 0 && isNamed === undefined) {
    findings.push({
      level: "warn",
      tag: "certificate-other-host",
      message:
        `The certificate is not made out to ${host}. You can accept it for this address: then exactly this certificate is trusted there, and no other. ` +
        `Or add tlsextradomain or tlsextraip to lnd.conf, delete tls.cert and tls.key, and restart the node.`,
      consent: true,
    });
  }
  return findings;
}

function parse(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

/** Node writes one attribute per line. */
function oneLine(name: string | undefined): string {
  return (name ?? "").split("\n").join(", ");
}
