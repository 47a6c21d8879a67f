/** The port between the stream client and the network: one bidirectional stream of plain messages. */
import type { NodeAddress } from "../pairing/watchOnlyNode";
import type { StreamEnd } from "./linkFailure";

export interface StreamTarget {
  readonly address: NodeAddress;
  /** SOCKS5 proxy that leads there; without one it is dialled directly. */
  readonly proxy?: NodeAddress | undefined;
  /** Full gRPC path of the method. */
  readonly methodPath: string;
  /** The one certificate that is accepted, DER. */
  readonly certificateDer: Uint8Array;
  /** Binary V2 macaroon. Secret; read while opening, not kept. */
  readonly macaroon: Uint8Array;
}

/** Called in this order: `connected` at most once, `message` and `writable` any number of times, `ended` once. */
export interface StreamEvents {
  /** TCP, TLS and HTTP/2 stand. The node has not said anything yet. */
  connected(): void;
  message(bytes: Uint8Array): void;
  /** After a `write` returned false: there is room again. */
  writable(): void;
  ended(end: StreamEnd): void;
}

export interface SignStream {
  /** Hands one message over. False asks to wait for `writable` before the next; this one is taken all the same. */
  write(bytes: Uint8Array): boolean;
  /** Ends the stream and its connection now; `ended` is not called any more. */
  close(): void;
}

export interface StreamFeeder {
  /** Starts dialling on a connection of its own. Never throws: failures arrive as `ended`. */
  open(target: StreamTarget, events: StreamEvents): SignStream;
}
