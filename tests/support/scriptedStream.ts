/** A node on paper: the test plays the network and the node, message by message. */
import path from "node:path";
import { loadSync, type MessageTypeDefinition } from "@grpc/proto-loader";
import { grpcStatus } from "../../main/link/linkFailure";
import type { LinkProtocol } from "../../main/link/linkState";
import type { SignStream, StreamEvents, StreamFeeder, StreamTarget } from "../../main/link/signStream";

export const protoDir = path.resolve(__dirname, "../../proto");

type Message = MessageTypeDefinition<object, object>;
type Fields = Readonly<Record<string, unknown>>;

const definitions = loadSync(["watchonly.proto", "walletkitstream.proto"], {
  includeDirs: [protoDir],
  keepCase: true,
  longs: String,
  oneofs: true,
  arrays: true,
});

/** A message of the node in wire form. */
export function nodeBytes(fields: Fields, protocol: LinkProtocol = "watchonlyrpc"): Buffer {
  return (definitions[`${protocol}.SignCoordinatorRequest`] as Message).serialize(fields);
}

/** What the signer sent, as the node's decoder sees it. */
export function signerFields(bytes: Uint8Array, protocol: LinkProtocol = "watchonlyrpc"): Fields {
  return (definitions[`${protocol}.SignCoordinatorResponse`] as Message).deserialize(Buffer.from(bytes)) as Fields;
}

export const registrationComplete = nodeBytes({
  request_id: "1",
  registration_response: { registration_complete: { registration_info: "watch-only registration info" } },
});

/** One stream the client opened. */
export class ScriptedStream implements SignStream {
  readonly target: StreamTarget;
  readonly macaroonHex: string;
  readonly sent: Buffer[] = [];
  isClosed = false;
  /** Writes that are taken before the stream asks to wait. */
  room = Number.POSITIVE_INFINITY;
  readonly #events: StreamEvents;

  constructor(target: StreamTarget, events: StreamEvents) {
    this.target = target;
    this.macaroonHex = Buffer.from(target.macaroon).toString("hex");
    this.#events = events;
  }

  write(bytes: Uint8Array): boolean {
    if (this.isClosed) return true;
    this.sent.push(Buffer.from(bytes));
    this.room -= 1;
    return this.room > 0;
  }

  close(): void {
    this.isClosed = true;
  }

  connect(): void {
    this.#events.connected();
  }

  /** The node says something, in fields or in bytes. */
  say(message: Fields | Uint8Array): void {
    this.#events.message(message instanceof Uint8Array ? message : nodeBytes(message));
  }

  drain(): void {
    this.room = Number.POSITIVE_INFINITY;
    this.#events.writable();
  }

  end(details: string, code: number = grpcStatus.unknown): void {
    this.isClosed = true;
    this.#events.ended({ code, details });
  }

  /** Connects and completes the handshake; what was sent for it is dropped. */
  register(): void {
    this.connect();
    this.say(registrationComplete);
    this.sent.length = 0;
  }

  /** Everything the signer sent, decoded. */
  get answers(): Fields[] {
    return this.sent.map((bytes) => signerFields(bytes));
  }
}

/** Hands out a ScriptedStream per attempt. */
export class ScriptedFeeder implements StreamFeeder {
  readonly streams: ScriptedStream[] = [];

  open(target: StreamTarget, events: StreamEvents): ScriptedStream {
    const stream = new ScriptedStream(target, events);
    this.streams.push(stream);
    return stream;
  }

  /** The stream opened last. */
  get latest(): ScriptedStream {
    const stream = this.streams.at(-1);
    if (stream === undefined) throw new Error("no stream was opened");
    return stream;
  }
}
