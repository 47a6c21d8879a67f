import { describe, expect, it } from "vitest";
import { wipeMacaroons } from "../../../main/pairing/material";
import { type KnownNode, reviewMaterial } from "../../../main/pairing/review";
import { makeLoopbackCertificate } from "../../../main/practice/selfSignedCertificate";
import { bake, cert, context, good, macaroon, nowMs, review, signerMacaroon, tls } from "../../support/pairingStrings";

const known: KnownNode = {
  name: "aurora",
  addresses: [{ host: "localhost", port: 10_019 }],
  certificateDer: tls.certificateDer,
  requestTimeoutMs: 30_000,
  macaroon: bake(["remotesigner:generate"]),
};
const tagsOf = (result: ReturnType<typeof review>) => result.review.findings.map(({ tag }) => tag);

describe("credentials for the paired node", () => {
  it("keep its name and timeout", () => {
    expect(review(good, { known }).review).toMatchObject({
      updates: "aurora",
      suggestedName: "aurora",
      requestTimeoutMs: 30_000,
    });
  });

  it("keeps-known: a macaroon alone is enough", () => {
    const result = review(macaroon, { known });
    expect(result.draft).toEqual({
      addresses: known.addresses,
      certificateDer: known.certificateDer,
      macaroon: signerMacaroon,
    });
    expect(result.review.findings.find(({ tag }) => tag === "keeps-known")?.message).toBe(
      "Kept as paired: address, certificate.",
    );
  });

  it("keeps-known: a certificate alone is enough, and certificate-changes says so", () => {
    const fresh = makeLoopbackCertificate(nowMs);
    const result = review(fresh.certificatePem, { known });
    expect(result.draft).toEqual({
      addresses: known.addresses,
      certificateDer: fresh.certificateDer,
      macaroon: known.macaroon,
    });
    expect(tagsOf(result)).toEqual(expect.arrayContaining(["keeps-known", "certificate-changes"]));
  });

  it("are copies: wiping a draft leaves the paired node's macaroon alone", () => {
    const result = review(tls.certificatePem, { known });
    wipeMacaroons(result.material);
    expect(result.draft?.macaroon.every((byte) => byte === 0)).toBe(true);
    expect(known.macaroon).toEqual(bake(["remotesigner:generate"]));
  });

  it("certificate-changes is silent about the same certificate", () => {
    expect(tagsOf(review(good, { known }))).not.toContain("certificate-changes");
  });

  it("are refused like any other when the text is none", () => {
    expect(tagsOf(review("lightning:lnbc1", { known }))).toEqual(["wrong-scheme"]);
  });

  it("macaroon-missing when the paired node's is gone as well", () => {
    expect(tagsOf(review(tls.certificatePem, { known: { ...known, macaroon: null } }))).toContain("macaroon-missing");
  });
});

describe("a node that shows its certificate itself", () => {
  const withoutCertificate = good.replace(`cert=${cert}&`, "");

  it("certificate-missing is the one block that asking the node can lift", () => {
    const { review: facts } = review(withoutCertificate);
    expect(facts).toMatchObject({ canFetchCertificate: true, canConnect: false });
    expect(review(withoutCertificate.replace("localhost", "0.0.0.0")).review.canFetchCertificate).toBe(false);
  });

  it("certificate-unproven needs consent", () => {
    const { material } = review(withoutCertificate);
    const shown = reviewMaterial([material], context, tls.certificateDer);
    expect(shown.review).toMatchObject({ canConnect: true, canFetchCertificate: false });
    expect(shown.review.findings).toContainEqual(
      expect.objectContaining({ tag: "certificate-unproven", level: "warn", consent: true }),
    );
  });

  it("certificate-pinned needs none; another than the pinned one is pin-mismatch", () => {
    const pinned = { ...review(withoutCertificate).material };
    const pinHex = review(good).review.certificate?.fingerprintHex;
    const shown = reviewMaterial([{ ...pinned, pinHex }], context, tls.certificateDer);
    expect(shown.review.findings.map(({ tag }) => tag)).toContain("certificate-pinned");
    expect(shown.review.findings.some(({ consent }) => consent)).toBe(false);
    const other = reviewMaterial([{ ...pinned, pinHex }], context, makeLoopbackCertificate(nowMs).certificateDer);
    expect(other.draft).toBeNull();
    expect(other.review.findings.map(({ tag }) => tag)).toContain("pin-mismatch");
  });
});
