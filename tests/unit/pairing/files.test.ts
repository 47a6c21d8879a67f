import { readFileSync } from "node:fs";
import { base64, hex } from "@scure/base";
import { strToU8, zipSync } from "fflate";
import { encode as encodeJpeg } from "jpeg-js";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { openArchive } from "../../../main/pairing/archive";
import { readFiles } from "../../../main/pairing/files";
import { readQrImage } from "../../../main/pairing/qrImage";
import { type PairingContext, readHostText, reviewMaterial } from "../../../main/pairing/review";
import { makeLoopbackCertificate } from "../../../main/practice/selfSignedCertificate";
import { bake, context, good, nowMs, signerMacaroon, tls } from "../../support/pairingStrings";
import macaroons from "../../vectors/lncli_macaroons.json";
import certificates from "../../vectors/tls_certificate.json";

const utf8 = (text: string) => new TextEncoder().encode(text);
const qr = new Uint8Array(readFileSync("tests/vectors/qr_lndconnect.png"));
const pem = utf8(tls.certificatePem);

/** Every file with a name that says nothing. */
async function drop(contents: readonly Uint8Array[], text = "localhost", changes: Partial<PairingContext> = {}) {
  const files = contents.map((bytes, index) => ({ name: `download(${index}).txt`, bytes: bytes.slice() }));
  const parts = await readFiles(files, async (bytes) => readQrImage(bytes));
  return reviewMaterial([readHostText(text), ...parts], { ...context, ...changes });
}
const tagsOf = ({ review }: Awaited<ReturnType<typeof drop>>) => review.findings.map(({ tag }) => tag);
const expectDropped = async (contents: readonly Uint8Array[], text?: string) => {
  const { draft } = await drop(contents, text);
  expect(draft).toEqual({
    addresses: [{ host: "localhost", port: 10_019 }],
    certificateDer: tls.certificateDer,
    macaroon: signerMacaroon,
  });
};

describe("files, known by their content", () => {
  it.each([
    ["PEM and binary", [pem, signerMacaroon]],
    ["DER and hex", [tls.certificateDer, utf8(`${hex.encode(signerMacaroon)}\n`)]],
    ["base64 of DER and base64", [utf8(base64.encode(tls.certificateDer)), utf8(base64.encode(signerMacaroon))]],
    [
      "base64 of PEM and wrapped hex",
      [utf8(base64.encode(pem)), utf8(hex.encode(signerMacaroon).replace(/.{64}/g, "$&\n"))],
    ],
    ["a text with the whole string", [utf8(`${good}\n`)]],
    ["the string in one file, its parts in others", [utf8(good), pem, signerMacaroon]],
    [
      "a ZIP of both, in a folder, with other things",
      [zipSync({ "lnd/tls.cert": pem, "lnd/x": signerMacaroon, "lnd/readme.txt": strToU8("hello") })],
    ],
  ])("%s", async (_name, contents) => {
    await expectDropped(contents, contents.length === 1 && contents[0]?.[0] === 0x6c ? "" : "localhost");
  });

  it("host and port come from the text beside them", async () => {
    expect((await drop([pem, signerMacaroon], " localhost:10020 ")).draft?.addresses).toEqual([
      { host: "localhost", port: 10_020 },
    ]);
    expect((await drop([signerMacaroon], good.replace(/&macaroon=.*/, ""))).draft?.certificateDer).toEqual(
      tls.certificateDer,
    );
  });

  it("no-host, macaroon-missing, certificate-missing: what is not among them", async () => {
    expect(tagsOf(await drop([pem, signerMacaroon], ""))).toContain("no-host");
    expect(tagsOf(await drop([pem]))).toContain("macaroon-missing");
    const { review } = await drop([signerMacaroon]);
    expect(review).toMatchObject({ canFetchCertificate: true, canConnect: false });
  });

  it("a macaroon alone is enough for the paired node", async () => {
    const known = {
      name: "aurora",
      addresses: [{ host: "node.lan", port: 10_019 }],
      certificateDer: tls.certificateDer,
      requestTimeoutMs: 5_000,
      macaroon: bake(["remotesigner:generate"]),
    };
    expect((await drop([signerMacaroon], "", { known })).draft?.macaroon).toEqual(signerMacaroon);
  });

  it("two-certificates: asks which, with both fingerprints", async () => {
    const result = await drop([pem, utf8(makeLoopbackCertificate(nowMs).certificatePem), signerMacaroon]);
    const finding = result.review.findings.find(({ tag }) => tag === "two-certificates");
    expect(finding?.message.match(/\(([0-9a-f]{16})\)/g)).toHaveLength(2);
    expect(result.draft).toBeNull();
  });

  it("two-certificates: the same one twice, as PEM and DER, is one", async () => {
    await expectDropped([pem, tls.certificateDer, signerMacaroon]);
  });

  it("two-macaroons: asks which, with what each may do, and keeps neither", async () => {
    const result = await drop([pem, signerMacaroon, bake(["info:read", "peers:read", "peers:write"])]);
    const finding = result.review.findings.find(({ tag }) => tag === "two-macaroons");
    expect(finding?.message).toContain("root key 77, info:read peers:read and 1 more");
    expect(result.draft).toBeNull();
    expect(result.material.macaroons.every(({ bytes }) => bytes.every((byte) => byte === 0))).toBe(true);
  });

  it.each([
    ["certificate-is-private-key", utf8(tls.keyPem)],
    ["certificate-is-private-key", base64.decode(tls.keyPem.split("\n").slice(1, -2).join(""))],
    ["looks-like-a-seed", utf8("abandon ".repeat(24))],
    ["macaroon-v1", utf8("0011location lnd\n002fidentifier x\n")],
    ["macaroon-json", utf8('{"v":2,"i":"x"}')],
    ["macaroon-truncated", signerMacaroon.subarray(0, 60)],
    ["macaroon-trailing-bytes", Uint8Array.from([...signerMacaroon, 0])],
  ])("%s", async (tag, bytes) => {
    const result = await drop([pem, signerMacaroon, bytes].slice(tag.startsWith("macaroon") ? 2 : 0));
    expect(result.review.findings).toContainEqual(expect.objectContaining({ tag, level: "block" }));
    expect(result.draft).toBeNull();
  });

  it("looks-like-a-seed in the host field", async () => {
    expect(tagsOf(await drop([pem, signerMacaroon], "abandon ".repeat(24)))).toContain("looks-like-a-seed");
  });

  it("file-not-recognised is said, and does not stand in the way", async () => {
    const result = await drop([pem, signerMacaroon, utf8("hello"), new Uint8Array(9)]);
    expect(tagsOf(result).filter((tag) => tag === "file-not-recognised")).toHaveLength(2);
    expect(result.draft).not.toBeNull();
  });

  it("never shows a name that poses as another", async () => {
    const files = [{ name: "a\u202etxt.exe\n", bytes: utf8("hello") }];
    const [part] = await readFiles(files, async () => ({ trouble: "image-unreadable" }));
    expect(part?.findings[0]?.message).toMatch(/^atxt\.exe holds/);
  });
});

describe("archives", () => {
  it("archive-unreadable: damaged", async () => {
    expect(tagsOf(await drop([zipSync({ a: pem }).subarray(0, 60)]))).toContain("archive-unreadable");
  });
  it("archive-unreadable: a file of more than a megabyte", async () => {
    expect(tagsOf(await drop([zipSync({ a: new Uint8Array(2_000_000) })]))).toContain("archive-unreadable");
  });
  it("archive-unreadable: too many files", async () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`f${index}`, pem]));
    expect(tagsOf(await drop([zipSync(many)]))).toContain("archive-unreadable");
  });
  it("nothing unpacks to more than it says", () => {
    const bomb = zipSync({ a: new Uint8Array(900_000) });
    // The size in the archive's directory, whose only entry stands before its end record.
    new DataView(bomb.buffer, bomb.byteOffset).setUint32(bomb.length - 22 - 47 + 24, 10, true);
    expect(openArchive(bomb)?.map(({ bytes }) => bytes.length)).toEqual([10]);
  });
  it("an archive in an archive stays closed", async () => {
    expect(tagsOf(await drop([zipSync({ a: zipSync({ b: pem }) }), signerMacaroon]))).toContain("certificate-missing");
  });
});

describe("pictures of QR codes", () => {
  const wanted = {
    addresses: [{ host: "node.lan", port: 10_019 }],
    certificateDer: hex.decode(certificates.certificateDerHex),
    macaroon: hex.decode(macaroons.macaroons.signer),
  };
  const picture = PNG.sync.read(Buffer.from(qr));

  it("PNG", async () => expect((await drop([qr], "")).draft).toEqual(wanted));
  it("JPEG", async () => {
    const jpeg = new Uint8Array(encodeJpeg({ ...picture, data: picture.data }, 85).data);
    expect((await drop([jpeg], "")).draft).toEqual(wanted);
  });
  it("a code in the middle of a large screenshot", async () => {
    const screen = new PNG({ width: 2_600, height: 1_500, fill: true });
    screen.data.fill(0xe8);
    PNG.bitblt(picture, screen, 0, 0, picture.width, picture.height, 900, 500);
    expect((await drop([new Uint8Array(PNG.sync.write(screen))], "")).draft).toEqual(wanted);
  });
  it("image-without-qr", async () => {
    const blank = PNG.sync.write(new PNG({ width: 64, height: 64 }));
    expect(tagsOf(await drop([new Uint8Array(blank)]))).toContain("image-without-qr");
  });
  it("image-unreadable", async () => {
    expect(tagsOf(await drop([qr.subarray(0, 200)]))).toContain("image-unreadable");
    expect(tagsOf(await drop([Uint8Array.of(0x89, 0x50, 0x4e, 0x47)]))).toContain("image-unreadable");
    expect(tagsOf(await drop([Uint8Array.of(0xff, 0xd8, 0xff, 0)]))).toContain("image-unreadable");
  });
  it("image-too-large is known from its head", async () => {
    const huge = qr.slice();
    new DataView(huge.buffer).setUint32(16, 100_000);
    expect(tagsOf(await drop([huge]))).toContain("image-too-large");
  });
});
