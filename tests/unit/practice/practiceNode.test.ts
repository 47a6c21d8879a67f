import path from "node:path";
import { Client, type ClientDuplexStream, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { hex } from "@scure/base";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bakeMacaroon, decodeMacaroon, encodeMacaroon } from "../../../main/pairing/macaroon";
import { decodeMacaroonId, encodeMacaroonId } from "../../../main/pairing/macaroonId";
import { reviewPairing } from "../../../main/pairing/review";
import { refuseMacaroon } from "../../../main/practice/macaroonGate";
import { PracticeNode } from "../../../main/practice/practiceNode";
import { loadProtocolForm, type ProtocolFormName, type ProtoMessage } from "../../../main/practice/protocolForms";
import { RequestError } from "../../../main/practice/signCoordinator";

const protoDir = path.resolve("proto");
const registration = {
  ref_request_id: "1",
  signer_registration: { registration_challenge: Buffer.from("x"), registration_info: "outboundSigner" },
};

type Stream = ClientDuplexStream<ProtoMessage, ProtoMessage>;

let node: PracticeNode;
const clients: Client[] = [];

beforeEach(async () => {
  node = await PracticeNode.start({ protoDir, requestTimeoutMs: 300 });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await node.stop();
});

/** Opens a stream the way a signer does; `macaroons` are the metadata values. */
function dial(
  macaroons: readonly string[] = [hex.encode(node.pairing.macaroon)],
  protocol: ProtocolFormName = "watchonlyrpc",
): Stream {
  const { method } = loadProtocolForm(protocol, protoDir);
  const client = new Client(
    `127.0.0.1:${node.pairing.port}`,
    credentials.createSsl(Buffer.from(node.pairing.certificatePem)),
  );
  clients.push(client);
  const metadata = new Metadata();
  for (const macaroon of macaroons) metadata.add("macaroon", macaroon);
  const stream = client.makeBidiStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    metadata,
  );
  stream.on("error", () => undefined);
  return stream;
}

function message(stream: Stream): Promise<ProtoMessage> {
  return new Promise((resolve) => stream.once("data", resolve));
}

function failure(stream: Stream): Promise<Pick<ServiceError, "code" | "details">> {
  return new Promise((resolve) =>
    stream.once("error", ({ code, details }: ServiceError) => resolve({ code, details })),
  );
}

async function connect(): Promise<Stream> {
  const stream = dial();
  stream.write(registration);
  await message(stream);
  return stream;
}

describe("hand-shake", () => {
  it("conformance 1: completes with id 1 and lnd's words", async () => {
    const stream = dial();
    expect(node.coordinator.isReady).toBe(false);
    stream.write(registration);
    expect(await message(stream)).toMatchObject({
      request_id: "1",
      registration_response: { registration_complete: { registration_info: "watch-only registration info" } },
    });
    expect(node.coordinator.isReady).toBe(true);
  });

  it("speaks the earlier form on its own path only", async () => {
    expect(await failure(dial(undefined, "walletrpc"))).toMatchObject({ code: status.UNIMPLEMENTED });
    await node.stop();
    node = await PracticeNode.start({ protoDir, protocol: "walletrpc" });
    const stream = dial(undefined, "walletrpc");
    stream.write(registration);
    expect(await message(stream)).toMatchObject({ request_id: "1" });
  });

  it.each([
    ["a wrong first id", { ...registration, ref_request_id: "2" }, "initial request ID must be 1, but is: 2"],
    ["another first message", { ref_request_id: "1", pong: true }, "expected registration message, but got: pong"],
    [
      "empty info",
      { ref_request_id: "1", signer_registration: { registration_info: "" } },
      "invalid remote signer registration info",
    ],
  ])("conformance 2: refuses %s", async (_, first, details) => {
    const stream = dial();
    stream.write(first);
    expect(await failure(stream)).toEqual({ code: status.UNKNOWN, details });
    await connect();
  });

  it("conformance 4: gives up on a signer that says nothing", async () => {
    expect(await failure(dial())).toMatchObject({ code: status.DEADLINE_EXCEEDED });
  });

  it("conformance 3: takes one signer at a time, and the next once the first has gone", async () => {
    const first = await connect();
    const second = dial();
    second.write(registration);
    expect(await failure(second)).toEqual({ code: status.UNKNOWN, details: "only one remote signer can be connected" });
    const answered = message(first);
    const ping = node.coordinator.request({ kind: "ping" });
    first.write({ ref_request_id: (await answered)["request_id"], pong: true });
    expect(await ping).toEqual({ kind: "pong" });
    const ended = failure(first);
    first.end();
    expect(await ended).toEqual({ code: status.UNKNOWN, details: "EOF" });
    await connect();
    expect(node.coordinator.handshakes).toBe(2);
  });
});

describe("macaroon", () => {
  it("conformance 6: none, two, and one that is not hex", async () => {
    expect(await failure(dial([]))).toEqual({ code: status.UNKNOWN, details: "expected 1 macaroon, got 0" });
    const good = hex.encode(node.pairing.macaroon);
    expect(await failure(dial([good, good]))).toEqual({ code: status.UNKNOWN, details: "expected 1 macaroon, got 2" });
    expect((await failure(dial(["zz"]))).details).toContain("encoding/hex");
  });

  const rootKey = new Uint8Array(32).fill(3);
  const made = (entity: string, action: string, rootKeyId = "0", caveats: string[] = []) => {
    const id = encodeMacaroonId({ nonce: new Uint8Array(16), rootKeyId, permissions: [{ entity, action }] });
    return hex.encode(encodeMacaroon(bakeMacaroon(rootKey, id, caveats)));
  };
  it.each([
    ["the right one", made("remotesigner", "generate"), undefined],
    ["the method's own name", made("uri", "/watchonlyrpc.WatchOnly/SignCoordinatorStreams"), undefined],
    ["not yet expired", made("remotesigner", "generate", "0", ["time-before 2026-11-23T00:00:01Z"]), undefined],
    ["conformance 5: another permission", made("invoices", "read"), "permission denied"],
    [
      "an unknown root key",
      made("remotesigner", "generate", "7"),
      "cannot retrieve macaroon: cannot get macaroon: root key with id 7 doesn't exist",
    ],
    [
      "expired",
      made("remotesigner", "generate", "0", ["time-before 2026-11-22T23:59:59Z"]),
      'caveat "time-before 2026-11-22T23:59:59Z" not satisfied: macaroon has expired',
    ],
    [
      "an unknown caveat",
      made("remotesigner", "generate", "0", ["lnd-custom x"]),
      'caveat "lnd-custom x" not satisfied: caveat not recognized',
    ],
    ["cut bytes", "0201", "cannot unmarshal macaroon: the macaroon is cut off"],
  ])("%s", (_, macaroonHex, refusal) => {
    expect(refuseMacaroon([macaroonHex], rootKey, Date.UTC(2026, 10, 23))).toBe(refusal);
  });

  it("of another node", async () => {
    const details = "verification failed: signature mismatch after caveat verification";
    expect(await failure(dial([made("remotesigner", "generate")]))).toEqual({ code: status.UNKNOWN, details });
  });

  it("is baked for this node, for the signer's right alone", () => {
    const { permissions } = decodeMacaroonId(decodeMacaroon(node.pairing.macaroon).id);
    expect(permissions).toEqual([{ entity: "remotesigner", action: "generate" }]);
  });
});

describe("requests", () => {
  it("are numbered from 2 on, and go on after a reconnect", async () => {
    const first = await connect();
    const sent = message(first);
    const lost = node.coordinator.request({ kind: "ping" }).catch((error: RequestError) => error.trouble);
    expect(await sent).toMatchObject({ request_id: "2", sign_request_type: "ping" });
    first.cancel();
    expect(await lost).toBe("disconnected");
    const second = await connect();
    const again = message(second);
    void node.coordinator.request({ kind: "ping" }).catch(() => undefined);
    expect(await again).toMatchObject({ request_id: "3" });
  });

  it("are matched by id in any order, and a second answer is counted, not taken", async () => {
    const stream = await connect();
    const ids: string[] = [];
    stream.on("data", (got: ProtoMessage) => ids.push(String(got["request_id"])));
    const asked = [1, 2, 3].map(() =>
      node.coordinator.request({ kind: "shared_key_request", ephemeralPubkey: new Uint8Array(33) }),
    );
    await expect.poll(() => ids.length).toBe(3);
    for (const id of [...ids].reverse()) {
      stream.write({ ref_request_id: id, shared_key_response: { shared_key: Buffer.alloc(32, Number(id)) } });
      stream.write({ ref_request_id: id, shared_key_response: { shared_key: Buffer.alloc(32) } });
    }
    const answers = await Promise.all(asked);
    expect(answers).toEqual(
      ids.map((id) => ({ kind: "shared_key_response", sharedKey: new Uint8Array(32).fill(Number(id)) })),
    );
    await expect.poll(() => node.coordinator.strayAnswers).toBe(3);
  });

  it("fail by the signer's error, by another type, and by silence", async () => {
    const stream = await connect();
    const ask = async (reply: (id: unknown) => ProtoMessage | undefined) => {
      stream.once("data", (got: ProtoMessage) => {
        const said = reply(got["request_id"]);
        if (said !== undefined) stream.write(said);
      });
      return node.coordinator.request({ kind: "ping" }).catch((error: unknown) => {
        if (error instanceof RequestError) return `${error.trouble}: ${error.message}`;
        throw error;
      });
    };
    expect(await ask((id) => ({ ref_request_id: id, signer_error: { error: "[locked] no" } }))).toBe(
      "signer-error: [locked] no",
    );
    expect(await ask((id) => ({ ref_request_id: id, mu_sig2_cleanup_response: {} }))).toMatch(/^unexpected-type/);
    expect(await ask((id) => ({ ref_request_id: id, pong: false }))).toMatch(/^unexpected-type/);
    expect(await ask(() => undefined)).toBe("timeout: no answer within 300 ms");
    expect(await ask((id) => ({ ref_request_id: id, pong: true }))).toEqual({ kind: "pong" });
  });

  it("conformance 18: an answer after the node's time is ignored, and the stream goes on", async () => {
    const stream = await connect();
    const asked = message(stream);
    const late = node.coordinator.request({ kind: "ping" }).catch((error: RequestError) => error.trouble);
    const { request_id: lateId } = await asked;
    expect(await late).toBe("timeout");
    stream.write({ ref_request_id: lateId, pong: true });
    await expect.poll(() => node.coordinator.strayAnswers).toBe(1);
    const next = message(stream);
    const ping = node.coordinator.request({ kind: "ping" });
    stream.write({ ref_request_id: (await next)["request_id"], pong: true });
    expect(await ping).toEqual({ kind: "pong" });
  });

  it("end with lnd's words when the node stops", async () => {
    const stream = await connect();
    const ended = failure(stream);
    const open = node.coordinator.request({ kind: "ping" }).catch((error: RequestError) => error.trouble);
    await node.stop();
    expect(await open).toBe("stopped");
    expect(await ended).toMatchObject({ details: "lnd is shutting down" });
    await expect(node.coordinator.request({ kind: "ping" })).rejects.toThrow("no remote signer is connected");
  });
});

describe("pairing", () => {
  it("gives a connection string that the app's own review accepts", () => {
    const { review, draft } = reviewPairing(node.pairing.lndconnect, {
      nowMs: Date.now(),
      seedNetwork: "regtest",
      identityPubkeyHex: "",
      known: null,
    });
    expect(review.findings.map((finding) => finding.level)).toEqual(["info", "ok"]);
    expect(draft).toEqual({
      addresses: [{ host: "127.0.0.1", port: node.pairing.port }],
      certificateDer: node.pairing.certificateDer,
      macaroon: node.pairing.macaroon,
    });
  });
});
