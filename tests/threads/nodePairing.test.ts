/** Pairing over real TLS: first use, names that do not fit, changed certificates, and new credentials of a paired node. */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { status } from "@grpc/grpc-js";
import { base64urlnopad, hex } from "@scure/base";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  makeLoopbackCertificate,
  makeSelfSignedCertificate,
  type SelfSignedCertificate,
} from "../../main/practice/selfSignedCertificate";
import { SignerSession } from "../../main/session/session";
import { createLog } from "../../main/support/log";
import type { ErrorCode } from "../../preload/contract/errors";
import type { PairingReview } from "../../preload/contract/types";
import { memoryKeychain } from "../support/memoryKeychain";
import { bake } from "../support/pairingStrings";
import { type NodeCall, refuseWith, registering, startTlsNode, type TlsNode } from "../support/tlsNode";
import { waitFor } from "../support/waitFor";
import certificateVector from "../vectors/tls_certificate.json";

const files = {
  thread: path.resolve("dist/main/thread.cjs"),
  practice: path.resolve("dist/main/practice.cjs"),
  qrThread: path.resolve("dist/main/qr.cjs"),
  protoDir: path.resolve("proto"),
};
const { root_tprv } = JSON.parse(readFileSync("tests/vectors/accounts_itest_root.json", "utf8")) as {
  root_tprv: string;
};
const macaroon = bake(["remotesigner:generate"]);
const newMacaroon = bake(["remotesigner:generate"], [], "78");
const code = (expected: ErrorCode) => expect.objectContaining({ name: "AppError", code: expected });

let folder: string;
let session: SignerSession;
let nodes: TlsNode[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-pairing-"));
  nodes = [];
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const { AsyncEntry } = memoryKeychain();
  session = await SignerSession.open({ profileFolder: folder, files, AsyncEntry, log: createLog(null) });
  await session.settled();
  await session.restoreSeed({ format: "extended-key", text: root_tprv, passphrase: "", network: "regtest" });
  await session.keepSeed({ passphrase: "", store: "keychain" });
});
afterEach(async () => {
  await session.close();
  for (const node of nodes) node.stop();
  rmSync(folder, { recursive: true });
});

interface NodeOptions {
  readonly certificate?: SelfSignedCertificate;
  readonly port?: number;
  readonly onStream?: (call: NodeCall) => void;
}

async function aNode({ onStream = registering(() => undefined), ...options }: NodeOptions = {}): Promise<TlsNode> {
  const node = await startTlsNode({ ...options, onStream });
  nodes.push(node);
  return node;
}

const text = ({ port }: TlsNode, certificateDer?: Uint8Array, bytes = macaroon) =>
  `lndconnect://127.0.0.1:${port}?${certificateDer ? `cert=${base64urlnopad.encode(certificateDer)}&` : ""}macaroon=${base64urlnopad.encode(bytes)}`;
const confirm = ({ draftId, port }: PairingReview, accepted: string[] = []) =>
  session.confirmPairing({ draftId, name: "aurora", port, requestTimeoutMs: 5_000, accepted });
const state = () => session.snapshot().link.state;
const online = () => waitFor(state, (now) => now === "online");
const tagsOf = ({ findings }: PairingReview) => findings.map(({ tag }) => tag);
const fingerprintOf = ({ certificateDer }: SelfSignedCertificate) =>
  createHash("sha256").update(certificateDer).digest("hex");

async function paired(node: TlsNode): Promise<void> {
  await confirm(await session.reviewPairing({ text: text(node, node.certificate.certificateDer) }));
  await online();
}

describe("first use", () => {
  test("the node shows its certificate, and is dialled once the person compared it", async () => {
    const node = await aNode();
    const given = await session.reviewPairing({ text: text(node) });
    expect(given).toMatchObject({ canConnect: false, canFetchCertificate: true, certificate: null });
    const review = await session.fetchPairingCertificate(given);
    expect(review).toMatchObject({
      canConnect: true,
      certificate: { fingerprintHex: fingerprintOf(node.certificate) },
    });
    expect(node.connections).toEqual([]);
    await expect(confirm(review)).rejects.toEqual(code("PAIRING_NOT_ACCEPTED"));
    expect(node.connections).toEqual([]);
    await confirm(review, ["certificate-unproven"]);
    await online();
    expect(node.connections.map(({ macaroons }) => macaroons)).toEqual([[hex.encode(macaroon)]]);
  });

  test("a link with the certificate's hash needs no comparing, and takes no other certificate", async () => {
    const node = await aNode();
    const link = (hash: Uint8Array) =>
      `countersign://pair/1/?host=127.0.0.1:${node.port}&pin=sha256-${base64urlnopad.encode(hash)}&macaroon=${base64urlnopad.encode(macaroon)}`;
    const wrong = await session.reviewPairing({ text: link(new Uint8Array(32)) });
    expect(tagsOf(await session.fetchPairingCertificate(wrong))).toContain("pin-mismatch");
    await expect(confirm(wrong)).rejects.toEqual(code("PAIRING_BLOCKED"));
    const given = await session.reviewPairing({ text: link(hex.decode(fingerprintOf(node.certificate))) });
    const review = await session.fetchPairingCertificate(given);
    expect(tagsOf(review)).toContain("certificate-pinned");
    await confirm(review);
    await online();
  });

  test("CERTIFICATE_NOT_SHOWN when nobody answers", async () => {
    const node = await aNode();
    node.stop();
    const given = await session.reviewPairing({ text: text(node) });
    await expect(session.fetchPairingCertificate(given)).rejects.toEqual(code("CERTIFICATE_NOT_SHOWN"));
  });

  test("a certificate made out to somebody else is used with consent, by its pin", async () => {
    const certificate = makeSelfSignedCertificate({
      dnsNames: ["elsewhere.example"],
      ipAddresses: [],
      notBeforeMs: Date.now() - 86_400_000,
      notAfterMs: Date.now() + 86_400_000,
    });
    const node = await aNode({ certificate });
    const review = await session.reviewPairing({ text: text(node, certificate.certificateDer) });
    await expect(confirm(review)).rejects.toEqual(code("PAIRING_NOT_ACCEPTED"));
    await confirm(review, ["certificate-other-host"]);
    await online();
  });
});

describe("a changed certificate", () => {
  async function changed(): Promise<{ old: TlsNode; fresh: TlsNode }> {
    const old = await aNode();
    await paired(old);
    old.stop();
    const fresh = await aNode({ port: old.port, certificate: makeLoopbackCertificate(Date.now()) });
    await session.retryNow();
    await waitFor(
      () => session.snapshot().link,
      (link) => link.state === "backing-off" && link.failure.cause === "certificate-mismatch",
    );
    return { old, fresh };
  }

  test("is never accepted silently; both are shown side by side", async () => {
    const { old, fresh } = await changed();
    expect(await session.inspectCertificate()).toMatchObject({
      pinned: { fingerprintHex: fingerprintOf(old.certificate) },
      presented: { fingerprintHex: fingerprintOf(fresh.certificate) },
      address: `127.0.0.1:${old.port}`,
    });
    expect(fresh.connections).toEqual([]);
    expect(session.snapshot().node?.certificate.fingerprintHex).toBe(fingerprintOf(old.certificate));
  });

  test("CERTIFICATE_NOT_INSPECTED for any but the one that was shown", async () => {
    const { old, fresh } = await changed();
    const accept = (certificate: SelfSignedCertificate) =>
      session.acceptCertificate({ fingerprintHex: fingerprintOf(certificate) });
    await expect(accept(fresh.certificate)).rejects.toEqual(code("CERTIFICATE_NOT_INSPECTED"));
    await session.inspectCertificate();
    await expect(accept(old.certificate)).rejects.toEqual(code("CERTIFICATE_NOT_INSPECTED"));
    expect(fresh.connections).toEqual([]);
  });

  test("is pinned once accepted, and the link comes back", async () => {
    const { fresh } = await changed();
    const before = session.snapshot().node;
    const { presented } = await session.inspectCertificate();
    await session.acceptCertificate({ fingerprintHex: presented.fingerprintHex });
    expect(state()).toBe("online");
    expect(fresh.connections.map(({ macaroons }) => macaroons)).toEqual([[hex.encode(macaroon)]]);
    expect(session.snapshot().node).toEqual({ ...before, certificate: presented });
  });
});

describe("new credentials of the paired node", () => {
  const only = (good: Uint8Array) => (call: NodeCall) =>
    call.metadata.get("macaroon")[0] === hex.encode(good)
      ? registering(() => undefined)(call)
      : refuseWith("cannot get macaroon: root key with id 78 doesn't exist", status.UNKNOWN)(call);

  test("take the place of the old once they worked; id and date of the pairing stay", async () => {
    const node = await aNode();
    await paired(node);
    const before = session.snapshot().node;
    const review = await session.reviewPairing({ text: hex.encode(newMacaroon) });
    expect(review).toMatchObject({ updates: "aurora", host: "127.0.0.1", port: node.port, canConnect: true });
    expect(tagsOf(review)).toContain("keeps-known");
    await confirm(review);
    expect(state()).toBe("online");
    expect(node.connections.at(-1)?.macaroons).toEqual([hex.encode(newMacaroon)]);
    expect(session.snapshot().node).toEqual({
      ...before,
      macaroon: expect.objectContaining({ rootKeyId: "78" }),
    });
  });

  test("PAIRING_TEST_FAILED: the old ones are in use again, and the draft can be tried once more", async () => {
    const node = await aNode({ onStream: only(macaroon) });
    await paired(node);
    const before = session.snapshot().node;
    const review = await session.reviewPairing({ text: text(node, node.certificate.certificateDer, newMacaroon) });
    await expect(confirm(review)).rejects.toMatchObject({
      code: "PAIRING_TEST_FAILED",
      message: expect.stringContaining("macaroon-unknown-root-key"),
    });
    await online();
    expect(node.connections.at(-1)?.macaroons).toEqual([hex.encode(macaroon)]);
    expect(session.snapshot().node).toEqual(before);
    await expect(confirm(review)).rejects.toEqual(code("PAIRING_TEST_FAILED"));
  });

  test("wait while the node still holds the stream of the old ones", async () => {
    let refusals = 2;
    const node = await aNode({
      onStream: (call) => {
        const isNew = call.metadata.get("macaroon")[0] === hex.encode(newMacaroon);
        if (isNew && refusals-- > 0) refuseWith("only one remote signer can be connected")(call);
        else registering(() => undefined)(call);
      },
    });
    await paired(node);
    await confirm(await session.reviewPairing({ text: hex.encode(newMacaroon) }));
    expect(state()).toBe("online");
    expect(refusals).toBeLessThan(0);
  });
});

describe("files and links", () => {
  test("a picture of a QR code is read in a thread of its own", async () => {
    const bytes = new Uint8Array(readFileSync("tests/vectors/qr_lndconnect.png"));
    const review = await session.reviewPairingFiles({ files: [{ name: "qr.png", bytes }], text: "" });
    expect(review).toMatchObject({ host: "node.lan", port: 10_019 });
    expect(review.certificate?.fingerprintHex).toBe(
      createHash("sha256").update(hex.decode(certificateVector.certificateDerHex)).digest("hex"),
    );
    const broken = await session.reviewPairingFiles({
      files: [{ name: "qr.png", bytes: bytes.subarray(0, 999) }],
      text: "",
    });
    expect(tagsOf(broken)).toContain("image-unreadable");
  });

  test("a link becomes a draft when it is reviewed, and nothing else", async () => {
    const node = await aNode();
    await session.offerPairingLink(text(node, node.certificate.certificateDer));
    expect(session.snapshot()).toMatchObject({ pairingLinkWaits: true, node: null });
    const review = await session.reviewPairingLink();
    expect(review.canConnect).toBe(true);
    expect(session.snapshot()).toMatchObject({ pairingLinkWaits: false, node: null, link: { state: "offline" } });
    expect(node.connections).toEqual([]);
    await expect(session.reviewPairingLink()).rejects.toEqual(code("PAIRING_NO_LINK"));
  });

  test("a link that is discarded is gone", async () => {
    await session.offerPairingLink("lndconnect://node.lan");
    await session.discardPairing();
    expect(session.snapshot().pairingLinkWaits).toBe(false);
    await expect(session.reviewPairingLink()).rejects.toEqual(code("PAIRING_NO_LINK"));
  });
});
