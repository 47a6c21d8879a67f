/** The signing engine as a practice node's signer without a stream: for tests of traffic and verifier. */
import { randomBytes } from "node:crypto";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { loadCodecs } from "../../main/link/codec";
import type { SignAnswer } from "../../main/link/messages";
import { Auditor } from "../../main/practice/auditor";
import type { PracticePairing } from "../../main/practice/practiceNode";
import type { Scene } from "../../main/practice/traffic/acts";
import { World } from "../../main/practice/traffic/world";
import { type AccountsExport, WatchOnlyKeys } from "../../main/practice/watchOnlyKeys";
import type { NodeAnswer, NodeRequest } from "../../main/practice/wire";
import { createEngine, createMemoryNonceLedger } from "../../main/signer";
import { accountsJson, watchOnlyAccounts } from "../../main/signer/accounts";
import { openCurve } from "../../main/thread/nativeCurve";

export type Answer = (request: NodeRequest) => Promise<NodeAnswer>;

/** A throw-away signer, and the world of a node that knows its accounts only. */
export function makeEngineSigner(): { answer: Answer; world: World; accounts: string } {
  const { curve } = openCurve();
  const network = "regtest";
  const masterKey = new Uint8Array(randomBytes(64));
  const engine = createEngine({
    curve,
    network,
    masterKey,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    nonceLedger: createMemoryNonceLedger(),
  });
  const accounts = accountsJson(watchOnlyAccounts({ curve, network, masterKey }));
  const answer: Answer = async (request) => {
    if (request.kind === "ping") return { kind: "pong" };
    const steps = engine.answer(request);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  };
  const keys = new WatchOnlyKeys(JSON.parse(accounts) as AccountsExport, network);
  return { answer, accounts, world: new World(keys, network) };
}

/** A scene whose requests go to `answer`, and the auditor that counts them. */
export function makeScene(world: World, answer: Answer): { scene: Scene; auditor: Auditor } {
  const auditor = new Auditor(answer);
  return { scene: { world, ask: (exchange) => auditor.ask(exchange), mirrorsRevocationRoots: true }, auditor };
}

/** Connects to a practice node as a signer that answers with `answer`. @returns a function that hangs up */
export function dialWithAnswers(pairing: PracticePairing, protoDir: string, answer: Answer): () => void {
  const codec = loadCodecs(protoDir).watchonlyrpc;
  const client = new Client(`localhost:${pairing.port}`, credentials.createSsl(Buffer.from(pairing.certificatePem)));
  const metadata = new Metadata();
  metadata.set("macaroon", Buffer.from(pairing.macaroon).toString("hex"));
  const same = (bytes: Buffer) => bytes;
  const stream = client.makeBidiStreamRequest(codec.methodPath, same, same, metadata);
  stream.on("error", () => undefined);
  stream.on("data", async (bytes: Buffer) => {
    const message = codec.decode(bytes);
    if (message.kind === "ping") stream.write(codec.encode(message.requestId, { kind: "pong" }));
    if (message.kind !== "request") return;
    const got = await answer(message.request).catch((error: Error) => ({ kind: "signer_error", error: error.message }));
    stream.write(codec.encode(message.requestId, got as SignAnswer));
  });
  stream.write(codec.encode("1", { kind: "signer_registration" }));
  return () => client.close();
}
