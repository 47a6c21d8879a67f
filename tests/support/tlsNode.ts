/** A real gRPC server on loopback that a test scripts: TLS, metadata and raw messages as the network brings them. */
import { Server, ServerCredentials, type ServerDuplexStream, type ServiceDefinition, status } from "@grpc/grpc-js";
import { makeLoopbackCertificate, type SelfSignedCertificate } from "../../main/practice/selfSignedCertificate";
import { registrationComplete } from "./scriptedStream";

export type NodeCall = ServerDuplexStream<Buffer, Buffer>;

const pass = (bytes: Buffer): Buffer => bytes;

export interface TlsNode {
  readonly port: number;
  readonly certificate: SelfSignedCertificate;
  readonly connections: { readonly call: NodeCall; readonly macaroons: readonly string[] }[];
  /** Stops at once and drops every connection. */
  stop(): void;
}

export interface TlsNodeOptions {
  readonly certificate?: SelfSignedCertificate;
  readonly path?: string;
  readonly port?: number;
  readonly plainText?: boolean;
  /** What the node does with a new stream. Without it: nothing. */
  readonly onStream?: (call: NodeCall) => void;
}

export async function startTlsNode(options: TlsNodeOptions = {}): Promise<TlsNode> {
  const certificate = options.certificate ?? makeLoopbackCertificate(Date.now());
  const connections: { call: NodeCall; macaroons: string[] }[] = [];
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  const service: ServiceDefinition = {
    stream: {
      path: options.path ?? "/watchonlyrpc.WatchOnly/SignCoordinatorStreams",
      requestStream: true,
      responseStream: true,
      requestSerialize: pass,
      requestDeserialize: pass,
      responseSerialize: pass,
      responseDeserialize: pass,
    },
  };
  server.addService(service, {
    stream: (call: NodeCall) => {
      call.on("error", () => undefined);
      connections.push({ call, macaroons: call.metadata.get("macaroon").map(String) });
      options.onStream?.(call);
    },
  });
  const credentials = options.plainText
    ? ServerCredentials.createInsecure()
    : ServerCredentials.createSsl(null, [
        { private_key: Buffer.from(certificate.keyPem), cert_chain: Buffer.from(certificate.certificatePem) },
      ]);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${options.port ?? 0}`, credentials, (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { port, certificate, connections, stop: () => server.forceShutdown() };
}

/** A node that completes the handshake and then hands each message of the signer to `onMessage`. */
export function registering(onMessage: (bytes: Buffer, call: NodeCall) => void): (call: NodeCall) => void {
  return (call) => {
    let isRegistered = false;
    call.on("data", (bytes: Buffer) => {
      if (isRegistered) onMessage(bytes, call);
      else call.write(registrationComplete);
      isRegistered = true;
    });
  };
}

/** Ends the stream the way lnd's errors arrive: a status with a text. */
export function refuseWith(details: string, code: status = status.UNKNOWN): (call: NodeCall) => void {
  return (call) => call.emit("error", { code, details });
}
