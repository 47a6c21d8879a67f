/** What opens the stream, read anew for every attempt: the pinned certificate and the macaroon. */
import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { LinkFailure } from "./linkState";

export interface StreamCredentials {
  /** DER. */
  readonly certificateDer: Uint8Array;
  /** Binary V2 serialisation. Secret; the reader wipes it after use. */
  readonly macaroon: Uint8Array;
}

/** Reads the credentials, or says why there are none; that is a reason to wait and try again. */
export type CredentialSource = () => Promise<StreamCredentials | LinkFailure>;

/** Credentials that are at hand. Each reading is a copy of the macaroon. */
export function givenCredentials(certificateDer: Uint8Array, macaroon: Uint8Array): CredentialSource {
  return async () => ({ certificateDer, macaroon: new Uint8Array(macaroon) });
}

/** Credentials in lnd's own files: tls.cert (PEM) and a macaroon (binary). */
export function fileCredentials(certificateFile: string, macaroonFile: string): CredentialSource {
  return async () => {
    const certificate = await readWhole(certificateFile);
    if ("cause" in certificate) return certificate;
    const macaroon = await readWhole(macaroonFile);
    if ("cause" in macaroon) return macaroon;
    try {
      return { certificateDer: new Uint8Array(new X509Certificate(certificate.bytes).raw), macaroon: macaroon.bytes };
    } catch {
      macaroon.bytes.fill(0);
      return missing(`${path.basename(certificateFile)} holds no certificate: copy the node's tls.cert there`);
    }
  };
}

async function readWhole(file: string): Promise<{ readonly bytes: Uint8Array } | LinkFailure> {
  try {
    const bytes = await readFile(file);
    if (bytes.length > 0) return { bytes };
    return missing(`${path.basename(file)} is empty`);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    return missing(`${path.basename(file)} cannot be read (${code})`);
  }
}

function missing(detail: string): LinkFailure {
  return { cause: "credentials-missing", detail };
}
