/** Stands between a real node and the signer, passes every message on unread, and keeps each request with its answer. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  Client,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServiceDefinition,
} from "@grpc/grpc-js";
import { makeLoopbackCertificate } from "../../../main/practice/selfSignedCertificate";

const methodPath = "/watchonlyrpc.WatchOnly/SignCoordinatorStreams";
const asIs = (bytes: Buffer): Buffer => bytes;
const service: ServiceDefinition = {
  stream: {
    path: methodPath,
    requestStream: true,
    responseStream: true,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  },
};
const maxMessageBytes = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

export interface RecordedExchange {
  readonly requestHex: string;
  readonly answerHex: string;
}

export class RecordingProxy {
  readonly host: string;
  readonly certificateFile: string;
  readonly #server: Server;
  readonly #requests = new Map<string, string>();
  readonly #exchanges: RecordedExchange[] = [];

  private constructor(server: Server, port: number, certificateFile: string) {
    this.#server = server;
    this.host = `127.0.0.1:${port}`;
    this.certificateFile = certificateFile;
  }

  /** @param nodeHost the node's signer port @param nodeCertificateFile PEM, exists by the time the signer dials */
  static async start(folder: string, nodeHost: string, nodeCertificateFile: string): Promise<RecordingProxy> {
    const tls = makeLoopbackCertificate(Date.now());
    const certificateFile = path.join(folder, "proxy.cert");
    writeFileSync(certificateFile, tls.certificatePem);
    const server = new Server(maxMessageBytes);
    let proxy: RecordingProxy | undefined;
    server.addService(service, {
      stream: (signer: ServerDuplexStream<Buffer, Buffer>) => {
        const client = new Client(nodeHost, credentials.createSsl(readFileSync(nodeCertificateFile)), maxMessageBytes);
        const metadata = new Metadata();
        for (const value of signer.metadata.get("macaroon")) metadata.add("macaroon", value);
        const node = client.makeBidiStreamRequest(methodPath, asIs, asIs, metadata);
        node.on("data", (request: Buffer) => {
          proxy?.requested(request);
          signer.write(request);
        });
        signer.on("data", (answer: Buffer) => {
          proxy?.answered(answer);
          node.write(answer);
        });
        node.on("error", (error) => signer.emit("error", error));
        node.on("end", () => signer.end());
        signer.on("end", () => node.end());
        signer.on("cancelled", () => {
          node.cancel();
          client.close();
        });
      },
    });
    const port = await new Promise<number>((resolve, reject) => {
      const pair = { private_key: Buffer.from(tls.keyPem), cert_chain: Buffer.from(tls.certificatePem) };
      server.bindAsync("127.0.0.1:0", ServerCredentials.createSsl(null, [pair]), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    proxy = new RecordingProxy(server, port, certificateFile);
    return proxy;
  }

  /** In the order in which the answers left. */
  get exchanges(): readonly RecordedExchange[] {
    return this.#exchanges;
  }

  requested(request: Buffer): void {
    this.#requests.set(messageId(request), request.toString("hex"));
  }

  answered(answer: Buffer): void {
    const requestHex = this.#requests.get(messageId(answer));
    if (requestHex !== undefined) this.#exchanges.push({ requestHex, answerHex: answer.toString("hex") });
  }

  stop(): void {
    this.#server.forceShutdown();
  }
}

/** Field 1, a varint, as its raw hex: enough to match an answer with its request. */
function messageId(message: Buffer): string {
  if (message[0] !== 0x08) return "0";
  let end = 1;
  while (((message[end] ?? 0) & 0x80) !== 0) end += 1;
  return message.subarray(1, end + 1).toString("hex");
}
