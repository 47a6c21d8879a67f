/**
 * Lets a node accept channels without a confirmation: lnd takes them only when a program on its channel acceptor stream
 * says so for each, and lncli has no command for that stream.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { type ClientDuplexStream, credentials, loadPackageDefinition, Metadata } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import type { LndNode } from "./lndNode";

interface AcceptRequest {
  pending_chan_id: Buffer;
  wants_zero_conf: boolean;
}

interface AcceptResponse {
  accept: boolean;
  pending_chan_id: Buffer;
  min_accept_depth: number;
  zero_conf: boolean;
}

interface AcceptorClient {
  ChannelAcceptor(metadata: Metadata): ClientDuplexStream<AcceptResponse, AcceptRequest>;
  close(): void;
}

const protoFile = path.join(__dirname, "acceptor.proto");

export class ZeroConfAcceptor {
  readonly #client: AcceptorClient;
  readonly #stream: ClientDuplexStream<AcceptResponse, AcceptRequest>;
  #accepted = 0;
  #failure = "";

  /** Watches the node's incoming channels until `stop`. */
  constructor(node: LndNode) {
    const loaded = loadPackageDefinition(loadSync(protoFile, { keepCase: true, defaults: true })) as unknown as {
      lnrpc: { Lightning: new (address: string, secure: ReturnType<typeof credentials.createSsl>) => AcceptorClient };
    };
    this.#client = new loaded.lnrpc.Lightning(node.rpcHost, credentials.createSsl(readFileSync(node.certificateFile)));
    const metadata = new Metadata();
    metadata.set("macaroon", node.adminMacaroonHex);
    this.#stream = this.#client.ChannelAcceptor(metadata);
    this.#stream.on("data", ({ pending_chan_id, wants_zero_conf }: AcceptRequest) => {
      this.#accepted += wants_zero_conf ? 1 : 0;
      this.#stream.write({ accept: true, pending_chan_id, min_accept_depth: 0, zero_conf: wants_zero_conf });
    });
    this.#stream.on("error", (error) => {
      // `stop` ends it this way; anything else shows as a channel that is not accepted.
      this.#failure = error.message;
    });
  }

  /** @throws Error unless exactly one channel without a confirmation was let in */
  assertAcceptedOne(): void {
    if (this.#accepted !== 1) throw new Error(`${this.#accepted} zero-conf channels accepted; ${this.#failure}`);
  }

  stop(): void {
    this.#stream.cancel();
    this.#client.close();
  }
}
