/**
 * A watch-only node to practise with: lnd's signer port on loopback (lnd lnrpc/watchonlyrpc, lnwallet/rpcwallet/
 * sign_coordinator.go), with its own certificate and macaroon. It holds no private key of the signer's seed.
 */
import { randomBytes } from "node:crypto";
import { Server, ServerCredentials, type ServerDuplexStream, status } from "@grpc/grpc-js";
import { base64urlnopad } from "@scure/base";
import { bakeMacaroon, encodeMacaroon } from "../pairing/macaroon";
import { encodeMacaroonId } from "../pairing/macaroonId";
import { refuseMacaroon } from "./macaroonGate";
import { loadProtocolForm, type ProtocolFormName, type ProtoMessage } from "./protocolForms";
import { makeLoopbackCertificate, type SelfSignedCertificate } from "./selfSignedCertificate";
import { refuse, SignCoordinator } from "./signCoordinator";

export interface PracticeNodeOptions {
  readonly protoDir: string;
  readonly protocol?: ProtocolFormName | undefined;
  /** 0 lets the system choose. */
  readonly port?: number | undefined;
  /** lnd's remotesigner.experimentalrequesttimeout. */
  readonly requestTimeoutMs?: number | undefined;
  /** The same again makes it the same node after a restart. */
  readonly identity?: PracticeIdentity | undefined;
}

/** What a signer knows a node by. Secret, both. */
export interface PracticeIdentity {
  readonly certificate: SelfSignedCertificate;
  /** 32 bytes; macaroons of another root key are refused. */
  readonly macaroonRootKey: Uint8Array;
}

export function makePracticeIdentity(): PracticeIdentity {
  return { certificate: makeLoopbackCertificate(Date.now()), macaroonRootKey: new Uint8Array(randomBytes(32)) };
}

/** What a signer needs to connect. The macaroon is worth something to this node only, and ends with it. */
export interface PracticePairing {
  readonly host: string;
  readonly port: number;
  readonly certificateDer: Uint8Array;
  readonly certificatePem: string;
  readonly macaroon: Uint8Array;
  readonly lndconnect: string;
}

const host = "127.0.0.1";
/** lnd lnrpc/metadata.go: MaxGrpcMsgSize. */
const maxMessageBytes = 200 * 1024 * 1024;

export class PracticeNode {
  readonly coordinator: SignCoordinator;
  readonly pairing: PracticePairing;
  readonly #server: Server;

  private constructor(server: Server, coordinator: SignCoordinator, pairing: PracticePairing) {
    this.#server = server;
    this.coordinator = coordinator;
    this.pairing = pairing;
  }

  /** Listens on loopback. @throws when the port is taken */
  static async start(options: PracticeNodeOptions): Promise<PracticeNode> {
    const { service, methodName } = loadProtocolForm(options.protocol ?? "watchonlyrpc", options.protoDir);
    const coordinator = new SignCoordinator(options.requestTimeoutMs ?? 5_000);
    const { certificate: tls, macaroonRootKey: rootKey } = options.identity ?? makePracticeIdentity();
    const server = new Server({
      "grpc.max_receive_message_length": maxMessageBytes,
      "grpc.max_send_message_length": -1,
      // lnd asks after 60 s and waits 20 s (grpc.server-ping-time, -timeout). Sooner here: Node does not always see that a
      // signer which was killed is gone, and until then no other can connect.
      "grpc.keepalive_time_ms": 5_000,
      "grpc.keepalive_timeout_ms": 6_000,
    });
    server.addService(service, {
      [methodName]: (call: ServerDuplexStream<ProtoMessage, ProtoMessage>) => {
        // HTTP/2 joins repeated values with a comma.
        const values = call.metadata.get("macaroon").flatMap((value) => String(value).split(/,\s*/));
        const refusal = refuseMacaroon(values, rootKey, Date.now());
        if (refusal === undefined) coordinator.run(call);
        else refuse(call, status.UNKNOWN, refusal);
      },
    });
    const credentials = ServerCredentials.createSsl(null, [
      { private_key: Buffer.from(tls.keyPem), cert_chain: Buffer.from(tls.certificatePem) },
    ]);
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`${host}:${options.port ?? 0}`, credentials, (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    const id = encodeMacaroonId({
      nonce: randomBytes(16),
      rootKeyId: "0",
      permissions: [{ entity: "remotesigner", action: "generate" }],
    });
    const macaroon = encodeMacaroon(bakeMacaroon(rootKey, id));
    const query = `cert=${base64urlnopad.encode(tls.certificateDer)}&macaroon=${base64urlnopad.encode(macaroon)}`;
    return new PracticeNode(server, coordinator, {
      host,
      port,
      certificateDer: tls.certificateDer,
      certificatePem: tls.certificatePem,
      macaroon,
      lndconnect: `lndconnect://${host}:${port}?${query}`,
    });
  }

  /** Ends the stream as lnd does when it stops, and closes the port. */
  async stop(): Promise<void> {
    this.coordinator.stop();
    await new Promise<void>((resolve) => {
      // A signer that was killed may leave a connection that never ends, and then the orderly way does not either.
      const force = setTimeout(() => {
        this.#server.forceShutdown();
        resolve();
      }, 500);
      this.#server.tryShutdown(() => {
        clearTimeout(force);
        resolve();
      });
    });
  }
}
