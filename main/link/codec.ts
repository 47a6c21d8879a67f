/**
 * Bytes of the stream to messages and back, for both forms of the protocol.
 *
 * gRPC itself carries plain buffers: a message that cannot be decoded is a value here and never the end of the
 * stream. Ids stay decimal text, exact up to 2^64 - 1.
 */
import { Buffer } from "node:buffer";
import { loadSync, type MessageTypeDefinition, type PackageDefinition } from "@grpc/proto-loader";
import type { LinkProtocol } from "./linkState";
import type { NodeMessage, SignerMessage } from "./messages";
import { toSignRequest, type WireObject } from "./signRequestFields";
import { responseFields } from "./signResponseFields";
import { readRequestId, topLevelFields, wireType } from "./wireFields";

/** The registration and its answer are always message number 1 (lnd sign_coordinator.go). */
export const handshakeRequestId = "1";

export interface Codec {
  /** Full gRPC path of the stream's method. */
  readonly methodPath: string;
  /** Never throws. Byte fields of the result may share memory with `bytes`. */
  decode(bytes: Uint8Array): NodeMessage;
  /** @param requestId decimal text, 0 to 2^64 - 1 */
  encode(requestId: string, message: SignerMessage): Buffer;
}

type Message = MessageTypeDefinition<object, object>;

/**
 * Loads the codecs of both forms of the stream.
 *
 * @param protoDir folder with the project's .proto files
 * @throws Error when a file is missing or does not hold the messages
 */
export function loadCodecs(protoDir: string): Record<LinkProtocol, Codec> {
  const definitions = loadSync(["watchonly.proto", "walletkitstream.proto"], {
    includeDirs: [protoDir],
    keepCase: true,
    longs: String,
    oneofs: true,
    arrays: true,
    defaults: false,
  });
  return {
    watchonlyrpc: createCodec(definitions, "watchonlyrpc", "WatchOnly"),
    walletrpc: createEarlyCodec(createCodec(definitions, "walletrpc", "WalletKit")),
  };
}

function createCodec(definitions: PackageDefinition, packageName: string, service: string): Codec {
  const request = messageType(definitions, `${packageName}.SignCoordinatorRequest`);
  const response = messageType(definitions, `${packageName}.SignCoordinatorResponse`);
  return {
    methodPath: `/${packageName}.${service}/SignCoordinatorStreams`,
    decode(bytes) {
      let fields: WireObject;
      try {
        fields = request.deserialize(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)) as WireObject;
      } catch (error) {
        return { kind: "malformed", requestId: readRequestId(bytes), detail: textOf(error) };
      }
      return nodeMessage(fields);
    },
    encode(requestId, message) {
      return response.serialize(responseFields(requestId, message));
    },
  };
}

/**
 * The earlier form went through two ways to register: a bare `true` first, the messages of today later. The method
 * path does not tell which, and each side skips a field of the wrong wire type, so both are sent and both understood.
 */
function createEarlyCodec(codec: Codec): Codec {
  const registeredAsBool = Buffer.from([(2 << 3) | wireType.varint, 1]);
  return {
    methodPath: codec.methodPath,
    decode(bytes) {
      for (const field of topLevelFields(bytes)) {
        if (field.number !== 2 || field.type !== wireType.varint) continue;
        const requestId = readRequestId(bytes) ?? "0";
        if (field.varint === 0n) return { kind: "registration-error", requestId, error: "registration not completed" };
        return { kind: "registration-complete", requestId, info: "" };
      }
      return codec.decode(bytes);
    },
    encode(requestId, message) {
      const bytes = codec.encode(requestId, message);
      return message.kind === "signer_registration" ? Buffer.concat([registeredAsBool, bytes]) : bytes;
    },
  };
}

function nodeMessage(fields: WireObject): NodeMessage {
  const id = fields["request_id"];
  const requestId = typeof id === "string" ? id : "0";
  const kind = fields["sign_request_type"];
  if (typeof kind !== "string") return { kind: "unknown", requestId };
  if (kind === "ping") return { kind: "ping", requestId };
  if (kind === "registration_response") return registrationMessage(requestId, fields[kind] as WireObject);
  const request = toSignRequest(kind, fields[kind]);
  return request === undefined ? { kind: "unknown", requestId } : { kind: "request", requestId, request };
}

function registrationMessage(requestId: string, fields: WireObject): NodeMessage {
  const complete = fields["registration_complete"] as WireObject | undefined;
  if (complete !== undefined) {
    return { kind: "registration-complete", requestId, info: String(complete["registration_info"] ?? "") };
  }
  const error = fields["registration_error"];
  return { kind: "registration-error", requestId, error: typeof error === "string" ? error : "empty registration" };
}

function messageType(definitions: PackageDefinition, name: string): Message {
  const definition = definitions[name];
  if (definition === undefined || !("deserialize" in definition)) throw new Error(`${name} is not in the proto files`);
  return definition as Message;
}

/** What the decoder said, in one short line. It never repeats content of the message. */
function textOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : "not a protobuf message";
}
