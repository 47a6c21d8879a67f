/** A watch-only node in a thread of its own, so that its clock runs on while a test freezes everything else. */
import { parentPort } from "node:worker_threads";
import { type RemoteNodeCommand, type RemoteNodeReport, userMessagePrefix } from "./remoteNode";
import { nodeBytes, signerFields } from "./scriptedStream";
import { type NodeCall, registering, startTlsNode } from "./tlsNode";

const port = parentPort;
if (port === null) throw new Error("not a worker thread");
const report = (message: RemoteNodeReport): void => port.postMessage(message);

const waiting = new Map<string, (answer: Readonly<Record<string, unknown>>) => void>();
let stream: NodeCall | undefined;
let nextId = 2n;

const node = await startTlsNode({
  onStream: (call) => {
    registering((bytes) => {
      const answer = signerFields(bytes);
      const id = String(answer["ref_request_id"]);
      waiting.get(id)?.(answer);
      waiting.delete(id);
    })(call);
    call.on("cancelled", () => ended(call));
    call.on("end", () => ended(call));
    stream = call;
    call.once("data", () => report({ kind: "registered" }));
  },
});
report({ kind: "listening", port: node.port, certificateDer: node.certificate.certificateDer });

function ended(call: NodeCall): void {
  if (stream !== call) return;
  stream = undefined;
  report({ kind: "ended", open: waiting.size });
  waiting.clear();
}

/** Sends a request and resolves with the answer and the time it took. */
function ask(fields: object): Promise<{ answer: Readonly<Record<string, unknown>>; tookMs: number }> {
  const id = String(nextId);
  nextId += 1n;
  const sentAtMs = performance.now();
  return new Promise((resolve) => {
    waiting.set(id, (answer) => resolve({ answer, tookMs: performance.now() - sentAtMs }));
    stream?.write(nodeBytes({ request_id: id, ...fields }));
  });
}

/** A person's message, as lncli signmessage has it signed. */
const ask6Over0 = (msg: string) =>
  ask({
    sign_message_req: {
      msg: Buffer.from(`${userMessagePrefix}${msg}`),
      key_loc: { key_family: 6, key_index: 0 },
      double_hash: true,
    },
  });

async function pings(count: number, everyMs: number): Promise<number[]> {
  const answers: Promise<{ tookMs: number }>[] = [];
  for (let index = 0; index < count; index += 1) {
    answers.push(ask({ ping: true }));
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return (await Promise.all(answers)).map(({ tookMs }) => tookMs);
}

port.on("message", async (command: RemoteNodeCommand) => {
  if (command.kind === "ping") {
    report({ kind: "pongs", tookMs: await pings(command.count, command.everyMs) });
  } else if (command.kind === "burst") {
    const requests = Array.from({ length: command.count }, (_, index) => ask6Over0(`message ${index}`));
    const [pongs, answers] = await Promise.all([pings(command.pings, 2), Promise.all(requests)]);
    const signatures = answers.map(({ answer }) => answer["sign_message_resp"]).filter((each) => each !== undefined);
    report({ kind: "burst", signatures: signatures.length, pongsMs: pongs });
  } else if (command.kind === "sign") {
    const { answer } = await ask6Over0(command.msg);
    const response = answer["sign_message_resp"] as { signature: Buffer } | undefined;
    const error = answer["signer_error"] as { error: string } | undefined;
    report({ kind: "signed", signatureHex: response?.signature.toString("hex") ?? null, error: error?.error ?? null });
  } else {
    // A key that is in no family: the signer looks through a hundred thousand.
    const generator = Buffer.from("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", "hex");
    const keyDesc = { raw_key_bytes: generator, key_loc: { key_family: 6, key_index: 0 } };
    void ask({ shared_key_request: { ephemeral_pubkey: generator, key_desc: keyDesc } }); // the test ends it
    report({ kind: "asked" });
  }
});
