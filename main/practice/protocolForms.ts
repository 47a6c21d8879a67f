/** The forms of the stream the practice node can speak: where the method lives and which .proto numbers its fields. */
import path from "node:path";
import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

interface ProtocolForm {
  readonly protoFile: string;
  readonly service: string;
  readonly method: string;
}

const protocolForms = {
  /** lnd from the release that carries package watchonlyrpc on. */
  watchonlyrpc: { protoFile: "watchonly.proto", service: "watchonlyrpc.WatchOnly", method: "SignCoordinatorStreams" },
  /** The form the feature was first proposed with; it has no combined nonces. */
  walletrpc: { protoFile: "walletkitstream.proto", service: "walletrpc.WalletKit", method: "SignCoordinatorStreams" },
} as const satisfies Record<string, ProtocolForm>;

export type ProtocolFormName = keyof typeof protocolForms;

/** A message as @grpc/proto-loader gives it with the options below. */
export type ProtoMessage = Readonly<Record<string, unknown>>;

/** @param protoDir folder with the .proto files */
export function loadProtocolForm(
  name: ProtocolFormName,
  protoDir: string,
): { service: ServiceDefinition; method: MethodDefinition<ProtoMessage, ProtoMessage>; methodName: string } {
  const form = protocolForms[name];
  const definitions = loadSync(path.join(protoDir, form.protoFile), {
    includeDirs: [protoDir],
    keepCase: true,
    longs: String,
    enums: Number,
    oneofs: true,
    defaults: false,
  });
  const service = definitions[form.service] as unknown as ServiceDefinition;
  const method = service[form.method] as MethodDefinition<ProtoMessage, ProtoMessage>;
  if (name === "watchonlyrpc") return { service, method, methodName: form.method };
  const lenient = { ...method, requestDeserialize: (bytes: Buffer) => method.requestDeserialize(withoutFlag(bytes)) };
  return { service: { ...service, [form.method]: lenient }, method: lenient, methodName: form.method };
}

/**
 * The earliest signers registered with field 2 as a bare `true`, and one that cannot know its node sends that ahead of
 * the message of today. lnd's decoder skips a field of the wrong wire type; this one would refuse everything.
 */
function withoutFlag(bytes: Buffer): Buffer {
  const isFlag = bytes[0] === ((2 << 3) | 0) && bytes[1] === 1;
  return isFlag ? bytes.subarray(2) : bytes;
}
