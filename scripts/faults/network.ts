/** The network between signer and node: a TCP forwarder on loopback that can be cut, held and halved. */
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

interface Pair {
  readonly signer: Socket;
  readonly node: Socket;
}

export class FaultyNetwork {
  readonly #pairs = new Set<Pair>();
  readonly #severed = new Set<Socket>();
  #server: Server | undefined;
  #nodePort = 0;
  #port = 0;

  /** Where the signer dials. */
  get port(): number {
    return this.#port;
  }

  /** Forwards to this port from now on. */
  leadTo(nodePort: number): void {
    this.#nodePort = nodePort;
  }

  /** Takes connections. Returns when, in wall clock milliseconds. */
  async open(): Promise<number> {
    const server = createServer((signer) => this.#forward(signer));
    await once(server.listen(this.#port, "127.0.0.1"), "listening");
    const bound = server.address();
    if (bound === null || typeof bound !== "object") throw new Error("no port");
    this.#port = bound.port;
    this.#server = server;
    return Date.now();
  }

  /** Resets every connection and refuses new ones, until `open`. */
  cut(): void {
    this.#server?.close();
    for (const { signer, node } of this.#pairs) {
      signer.resetAndDestroy();
      node.resetAndDestroy();
    }
    this.#pairs.clear();
  }

  /** Takes nothing more from the signer; what the node sends still arrives. Returns a function that ends it. */
  stallTowardsNode(): () => void {
    for (const { signer, node } of this.#pairs) {
      signer.unpipe(node);
      signer.pause();
    }
    return () => {
      for (const { signer, node } of this.#pairs) signer.pipe(node);
    };
  }

  /** The node's end is gone, and the signer's is not told: nothing arrives, nothing is refused. */
  halve(): void {
    for (const { signer, node } of this.#pairs) {
      signer.unpipe(node);
      node.unpipe(signer);
      signer.resume();
      this.#severed.add(signer);
      node.resetAndDestroy();
    }
    this.#pairs.clear();
  }

  close(): void {
    this.cut();
    for (const signer of this.#severed) signer.destroy();
  }

  #forward(signer: Socket): void {
    const node = connect(this.#nodePort, "127.0.0.1");
    const pair = { signer, node };
    this.#pairs.add(pair);
    const end = () => {
      if (!this.#pairs.delete(pair)) return;
      // A connection that broke, or could not be made, breaks on the other side too.
      signer.destroy();
      node.destroy();
    };
    for (const socket of [signer, node]) socket.setNoDelay().on("error", end).on("close", end);
    signer.pipe(node);
    node.pipe(signer);
  }
}
