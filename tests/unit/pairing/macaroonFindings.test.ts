import { hex } from "@scure/base";
import { describe, expect, it } from "vitest";
import { bakeMacaroon, encodeMacaroon } from "../../../main/pairing/macaroon";
import { encodeMacaroonId } from "../../../main/pairing/macaroonId";
import { adminPermissions } from "../../../main/pairing/permissionWords";
import {
  bake,
  cert,
  expectBlock,
  good,
  macaroon,
  review,
  signerMacaroon,
  tags,
  withMacaroon,
} from "../../support/pairingStrings";
import vectors from "../../vectors/lncli_macaroons.json";

describe("macaroons", () => {
  it("macaroon-missing", () =>
    expectBlock(`lndconnect://localhost:10019?cert=${cert}`, "macaroon-missing", /bakemacaroon/));
  it("macaroon-not-base64", () => expectBlock(good.replace(macaroon, "!"), "macaroon-not-base64"));
  it("macaroon-is-a-path", () =>
    expectBlock(good.replace(macaroon, "/home/x/signer.macaroon"), "macaroon-is-a-path", /file/));
  it("duplicate-macaroon", () => expectBlock(`${good}&macaroon=${macaroon}`, "duplicate-macaroon"));
  it.each([
    ["macaroon-empty", new Uint8Array()],
    ["macaroon-v1", new TextEncoder().encode("0011location lnd\n002fidentifier x\n")],
    ["macaroon-json", new TextEncoder().encode('{"v":2}')],
    ["macaroon-version", Uint8Array.of(7, 7, 7)],
    ["macaroon-truncated", signerMacaroon.subarray(0, 40)],
    ["macaroon-trailing-bytes", Uint8Array.from([...signerMacaroon, 1])],
    ["macaroon-malformed", Uint8Array.of(2, 2, 1, 65, 1, 1, 66, 0, 0)],
  ])("%s", (tag, bytes) => expectBlock(withMacaroon(bytes), tag === "macaroon-empty" ? "macaroon-missing" : tag));

  it("lacks-signer-permission", () => {
    expectBlock(
      withMacaroon(hex.decode(vectors.macaroons.invoice)),
      "lacks-signer-permission",
      /remotesigner:generate/,
    );
    expect(tags(withMacaroon(hex.decode(vectors.macaroons.invoice)))).toContain("extra-permissions");
  });
  it("may-sign by the method's own name", () => {
    expect(tags(withMacaroon(hex.decode(vectors.macaroons.uri)))).toContain("may-sign");
  });
  it("admin-macaroon", () => {
    const { review: facts } = review(withMacaroon(hex.decode(vectors.macaroons.admin)));
    expect(facts.canConnect).toBe(true);
    expect(facts.findings.filter((f) => f.level === "warn").map((f) => f.tag)).toEqual([
      "admin-macaroon",
      "may-create-macaroons",
    ]);
  });
  it("admin-without-signer-permission", () =>
    expectBlock(withMacaroon(bake(adminPermissions)), "admin-without-signer-permission"));
  it("extra-permissions in words", () => {
    const { review: facts } = review(
      withMacaroon(bake(["remotesigner:generate", "onchain:write", "uri:/lnrpc.Lightning/GetInfo"])),
    );
    const finding = facts.findings.find((f) => f.tag === "extra-permissions");
    expect(finding).toMatchObject({ level: "warn" });
    expect(finding?.message).toContain("spend from the on-chain wallet, call /lnrpc.Lightning/GetInfo");
  });
  it("may-create-macaroons", () => {
    expect(tags(withMacaroon(bake(["remotesigner:generate", "macaroon:generate"])))).toContain("may-create-macaroons");
    expect(tags(withMacaroon(bake(["remotesigner:generate", "uri:/lnrpc.Lightning/BakeMacaroon"])))).toContain(
      "may-create-macaroons",
    );
  });
  it("default-root-key only for root key 0", () => {
    expect(tags(withMacaroon(bake(["remotesigner:generate"], [], "0")))).toContain("default-root-key");
    expect(tags(withMacaroon(bake(["remotesigner:generate"])))).not.toContain("default-root-key");
  });
  it("macaroon-expired", () => {
    expectBlock(
      withMacaroon(bake(["remotesigner:generate"], ["time-before 2026-11-22T23:59:59.123456789Z"])),
      "macaroon-expired",
      /2026-11-22 23:59/,
    );
  });
  it("macaroon-expires-soon within 14 days", () => {
    expect(tags(withMacaroon(bake(["remotesigner:generate"], ["time-before 2026-12-07T00:00:00Z"])))).toContain(
      "macaroon-expires",
    );
    expect(tags(withMacaroon(bake(["remotesigner:generate"], ["time-before 2026-12-05T23:00:00Z"])))).toContain(
      "macaroon-expires-soon",
    );
  });
  it("macaroon-expires later", () => {
    expect(tags(withMacaroon(bake(["remotesigner:generate"], ["time-before 2027-12-06T00:00:00Z"])))).toContain(
      "macaroon-expires",
    );
  });
  it("bound-to-address", () => {
    expect(tags(withMacaroon(bake(["remotesigner:generate"], ["ipaddr 10.1.2.3"])))).toContain("bound-to-address");
    expect(tags(withMacaroon(bake(["remotesigner:generate"], ["iprange 10.0.0.0/8"])))).toContain("bound-to-address");
  });
  it("custom-caveat", () =>
    expect(tags(withMacaroon(hex.decode(vectors.macaroons.custom)))).toContain("custom-caveat"));
  it("unknown-caveat is shown, not dropped", () => {
    const { review: facts } = review(
      withMacaroon(bake(["remotesigner:generate"], ["lnd-protector x", "time-before soon"])),
    );
    expect(facts.macaroon?.caveats).toEqual(["lnd-protector x", "time-before soon"]);
    expect(facts.findings.filter((f) => f.tag === "unknown-caveat")).toHaveLength(2);
  });
  it("the earliest of several ends is the macaroon's, and what cannot be read is none", () => {
    const end = (...caveats: string[]) =>
      review(withMacaroon(bake(["remotesigner:generate"], caveats))).review.macaroon?.expiresAtMs;
    const later = "time-before 2027-12-06T00:00:00Z";
    const earlier = "time-before 2027-03-01T10:00:00.123456789Z";
    expect(end(later, earlier)).toBe(Date.UTC(2027, 2, 1, 10, 0, 0, 123));
    expect(end("time-before soon", later)).toBe(Date.UTC(2027, 11, 6));
    expect(end("time-before soon", "ipaddr 10.1.2.3")).toBeNull();
    expect(end()).toBeNull();
  });
  it("third-party-caveat", () => {
    const id = encodeMacaroonId({
      nonce: new Uint8Array(16),
      rootKeyId: "0",
      permissions: [{ entity: "remotesigner", action: "generate" }],
    });
    const plain = bakeMacaroon(new Uint8Array(32), id);
    const bytes = encodeMacaroon({
      ...plain,
      caveats: [{ location: Uint8Array.of(65), id: Uint8Array.of(66), verificationId: Uint8Array.of(67) }],
    });
    expectBlock(withMacaroon(bytes), "third-party-caveat");
  });
});
