import { sha256 } from "@noble/hashes/sha2.js";
import { base64urlnopad, hex } from "@scure/base";
import { describe, expect, it } from "vitest";
import { encodePairingUri } from "../../../main/pairing/pairingUri";
import { cert, context, expectBlock, macaroon, review, signerMacaroon, tags, tls } from "../../support/pairingStrings";

const parts = `cert=${cert}&macaroon=${macaroon}`;
const uri = (query: string) => `countersign://pair/1/?${query}`;
const good = uri(`host=localhost:10019&${parts}`);
const fingerprint = sha256(tls.certificateDer);
const pin = `sha256-${base64urlnopad.encode(fingerprint)}`;

describe("a good link", () => {
  it("gives everything it holds", () => {
    const { review: facts, draft } = review(
      uri(
        `host=localhost:10019&host=%5Bfd00%3A%3A1%5D:10020&${parts}&network=regtest&node=${context.identityPubkeyHex}&name=My%20aurora&timeout=1m30s`,
      ),
    );
    expect(draft).toEqual({
      addresses: [
        { host: "localhost", port: 10_019 },
        { host: "fd00::1", port: 10_020 },
      ],
      certificateDer: tls.certificateDer,
      macaroon: signerMacaroon,
    });
    expect(facts).toMatchObject({
      suggestedName: "My aurora",
      otherAddresses: ["[fd00::1]:10020"],
      requestTimeoutMs: 90_000,
      updates: null,
    });
    expect(facts.findings.map(({ tag }) => tag)).toContain("node-key-matches");
  });

  it("is what the encoder writes", () => {
    const text = encodePairingUri({
      addresses: [
        { host: "localhost", port: 10_019 },
        { host: "fd00::1", port: 10_020 },
      ],
      certificateDer: tls.certificateDer,
      macaroon: signerMacaroon,
      network: "regtest",
      nodePubkeyHex: context.identityPubkeyHex,
      name: "Ærø & Co",
      requestTimeoutMs: 30_000,
    });
    const { review: facts, draft } = review(text);
    expect(draft?.addresses).toEqual([
      { host: "localhost", port: 10_019 },
      { host: "fd00::1", port: 10_020 },
    ]);
    expect(draft?.certificateDer).toEqual(tls.certificateDer);
    expect(draft?.macaroon).toEqual(signerMacaroon);
    expect(facts).toMatchObject({ suggestedName: "Ærø & Co", requestTimeoutMs: 30_000 });
    const [query, crc] = text.slice("countersign://pair/1/?".length).split("&crc=");
    expect(crc).toBe(hex.encode(sha256(new TextEncoder().encode(query)).subarray(0, 4)));
  });

  it.each([
    ["an upper-case scheme", good.replace("countersign", "COUNTERSIGN")],
    ["no slash behind the version", good.replace("/1/?", "/1?")],
    ["unknown parameters", `${good}&colour=blue`],
    ["wrapped lines", good.replace(/.{76}/g, "$&\n")],
  ])("is understood with %s", (_, text) => expect(review(text).draft?.macaroon).toEqual(signerMacaroon));

  it("takes a name for what it is: text of at most 40 characters", () => {
    expect(review(`${good}&name=${encodeURIComponent("a\u202eb\nc")}`).review.suggestedName).toBe("abc");
    expect(review(`${good}&name=${"n".repeat(50)}`).review.suggestedName).toBe("n".repeat(40));
    expect(tags(`${good}&name=${"n".repeat(50)}`)).toContain("name-cut");
  });
});

describe("a link that is refused", () => {
  it("uri-malformed", () => {
    expectBlock("countersign:", "uri-malformed");
    expectBlock("countersign://open/1/?host=a", "uri-malformed");
  });
  it("uri-version", () => {
    expectBlock(good.replace("/1/", "/2/"), "uri-version", /Update/);
    expectBlock(good.replace("/1/", "//"), "uri-version");
  });
  it("uri-too-long", () => expectBlock(`${good}&name=${"n".repeat(8_192)}`, "uri-too-long"));
  it("uri-checksum of a link that was cut or changed", () => {
    const whole = encodePairingUri({
      addresses: [{ host: "localhost", port: 10_019 }],
      certificateDer: tls.certificateDer,
      macaroon: signerMacaroon,
      network: "regtest",
    });
    expect(review(whole).review.canConnect).toBe(true);
    expectBlock(whole.slice(0, -1), "uri-checksum", /Copy/);
    expectBlock(whole.replace("localhost", "localhosT"), "uri-checksum");
    expectBlock(`${whole}&name=x`, "uri-checksum");
  });
  it.each(["cert", "macaroon", "network", "name", "anything"])("duplicate-%s", (name) =>
    expectBlock(`${good}&${name}=x&${name}=y`, `duplicate-${name}`),
  );
  it("too-many-hosts", () => expectBlock(uri(`${"host=a:1&".repeat(9)}${parts}`), "too-many-hosts"));
  it("no-host", () => expectBlock(uri(parts), "no-host"));
  it("bad-pin", () => {
    expectBlock(uri(`host=localhost&macaroon=${macaroon}&pin=md5-AAAA`), "bad-pin");
    expectBlock(uri(`host=localhost&macaroon=${macaroon}&pin=sha256-AAAA`), "bad-pin");
  });
  it("pin-mismatch", () => {
    const other = `sha256-${base64urlnopad.encode(new Uint8Array(32))}`;
    expectBlock(`${good}&pin=${other}`, "pin-mismatch", /new link/);
    expect(tags(`${good}&pin=${pin}`)).toContain("certificate-pinned");
  });
  it("bad-node-key", () => expectBlock(`${good}&node=04${"ab".repeat(32)}`, "bad-node-key"));
  it("other-node-key is said before anything is dialled", () =>
    expectBlock(`${good}&node=03${"cd".repeat(32)}`, "other-node-key", /Restore the seed/));
  it.each(["5", "0s", "999ms", "601s", "5s5", "-5s"])("bad-timeout %s", (timeout) =>
    expectBlock(`${good}&timeout=${timeout}`, "bad-timeout"),
  );
  it("other-network", () => expectBlock(`${good}&network=mainnet`, "other-network"));
  it("cert-is-a-path, macaroon-is-a-path: a link makes nobody read files", () => {
    expectBlock(uri(`host=localhost&cert=/home/x/tls.cert&macaroon=${macaroon}`), "cert-is-a-path");
    expectBlock(uri(`host=localhost&cert=${cert}&macaroon=~/signer.macaroon`), "macaroon-is-a-path");
  });
});
