/** Builds connection strings and asks for their review, for the pairing tests. */
import { base64urlnopad, hex } from "@scure/base";
import { expect } from "vitest";
import { bakeMacaroon, encodeMacaroon } from "../../main/pairing/macaroon";
import { encodeMacaroonId, type MacaroonPermission } from "../../main/pairing/macaroonId";
import { type PairingContext, reviewPairing } from "../../main/pairing/review";
import { makeLoopbackCertificate } from "../../main/practice/selfSignedCertificate";
import { pairingReviewSchema } from "../../preload/contract/schemas";
import vectors from "../vectors/lncli_macaroons.json";

export const nowMs = Date.UTC(2026, 10, 23);
export const dayMs = 86_400_000;
export const tls = makeLoopbackCertificate(nowMs);
export const cert = base64urlnopad.encode(tls.certificateDer);
export const signerMacaroon = hex.decode(vectors.macaroons.signer);
export const macaroon = base64urlnopad.encode(signerMacaroon);
export const good = `lndconnect://localhost:10019?cert=${cert}&macaroon=${macaroon}`;

export const context: PairingContext = {
  nowMs,
  seedNetwork: "regtest",
  identityPubkeyHex: `02${"ab".repeat(32)}`,
  known: null,
};

export function review(text: string, changes: Partial<PairingContext> = {}) {
  const result = reviewPairing(text, { ...context, ...changes });
  // What the window is given is always what the contract promises.
  pairingReviewSchema.parse({ ...result.review, draftId: "d" });
  expect(result.draft !== null).toBe(result.review.canConnect);
  return result;
}

export function tags(text: string): string[] {
  return review(text).review.findings.map((finding) => finding.tag);
}

export function expectBlock(text: string, tag: string, message?: RegExp): void {
  const { review: facts, draft } = review(text);
  const finding = facts.findings.find((candidate) => candidate.tag === tag);
  expect(finding, `${tag} among ${facts.findings.map((f) => f.tag).join(" ")}`).toMatchObject({ level: "block" });
  if (message) expect(finding?.message).toMatch(message);
  expect(facts.canConnect).toBe(false);
  expect(draft).toBeNull();
}

export function withHost(host: string): string {
  return good.replace("localhost:10019", host);
}

export function withMacaroon(bytes: Uint8Array): string {
  return `lndconnect://localhost:10019?cert=${cert}&macaroon=${base64urlnopad.encode(bytes)}`;
}

export function withCertificate(bytes: Uint8Array): string {
  return `lndconnect://localhost:10019?cert=${base64urlnopad.encode(bytes)}&macaroon=${macaroon}`;
}

export function bake(permissions: readonly string[], caveats: readonly string[] = [], rootKeyId = "77"): Uint8Array {
  const parsed: MacaroonPermission[] = permissions.map((name) => {
    const at = name.indexOf(":");
    return { entity: name.slice(0, at), action: name.slice(at + 1) };
  });
  const id = encodeMacaroonId({ nonce: new Uint8Array(16), rootKeyId, permissions: parsed });
  return encodeMacaroon(bakeMacaroon(new Uint8Array(32).fill(7), id, caveats));
}
