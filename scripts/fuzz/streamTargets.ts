/** What a watch-only node can send: bytes to the codec, and whatever decodes on to the signing engine. */
import path from "node:path";
import { loadSync, type MessageTypeDefinition } from "@grpc/proto-loader";
import { loadCodecs } from "../../main/link/codec";
import type { LinkProtocol } from "../../main/link/linkState";
import { createExaminer } from "../../main/policy/examine";
import { hexToBytes, utf8ToBytes } from "../../main/signer/bytes";
import type { Curve } from "../../main/signer/curve";
import { createEngine, type Engine } from "../../main/signer/engine";
import { SignerError } from "../../main/signer/errors";
import { createKeyRing } from "../../main/signer/keyRing";
import { createMemoryNonceLedger } from "../../main/signer/nonceLedger";
import type { SignRequest } from "../../main/signer/requests";
import { type FuzzTarget, fuzzTarget } from "./fuzzInput";
import { mutate } from "./mutate";
import { createRandom, type Random } from "./random";
import { projectRoot, type SeedVectors, type VectorRequest } from "./seeds";

const protocols = ["watchonlyrpc", "walletrpc"] as const satisfies readonly LinkProtocol[];

const network = "regtest";
/** Like a deadline, which is what stops the search for an unknown key in the signer. */
const maxSlices = 4;
/** Ends of int32, of hardened and plain indexes, of lnd's families. */
const tellingNumbers = [-(2 ** 31), -1, 0, 1, 255, 256, 2 ** 31 - 1];
/** Sessions and caches of an engine fill up, and another one starts empty. */
const requestsPerEngine = 500;

export function streamTargets({ requests, psbts, masterKey }: SeedVectors, curve: Curve): FuzzTarget[] {
  const protoDir = path.join(projectRoot, "proto");
  const codecs = loadCodecs(protoDir);
  const encode = requestEncoder(protoDir);
  const messages = requests.map(encode);
  const answer = createAnswerer(masterKey, curve);
  const { examine } = createExaminer({ network, keys: createKeyRing({ curve, network, masterKey }), curve });
  return [
    fuzzTarget({
      name: "stream message",
      makeInput: (random) => ({ protocol: random.pick(protocols), bytes: mutate(random, messages) }),
      parse: ({ protocol, bytes }) => codecs[protocol].decode(bytes),
      typedErrors: [],
    }),
    fuzzTarget({
      name: "signing request",
      // Damage inside the fields, so that it reaches the engine.
      makeInput(random) {
        const { field, request } = random.pick(requests);
        return encode({ field, request: damagedFields(random, request) });
      },
      parse(bytes) {
        const message = codecs.watchonlyrpc.decode(bytes);
        if (message.kind === "request") answer(message.request);
      },
      typedErrors: [SignerError],
    }),
    fuzzTarget({
      name: "request summary",
      makeInput: (random) =>
        random.below(2) === 0 ? messageRequest(mutate(random, messageForms)) : psbtRequest(mutate(random, psbts)),
      parse: (request) => examine(request),
      typedErrors: [],
    }),
    fuzzTarget({
      name: "SignPsbt",
      makeInput: (random) => psbtRequest(mutate(random, psbts)),
      parse: answer,
      typedErrors: [SignerError],
    }),
  ];
}

function createAnswerer(masterKey: Uint8Array, curve: Curve): (request: SignRequest) => void {
  let engine: Engine | undefined;
  let answered = 0;
  return (request) => {
    if (engine === undefined || answered % requestsPerEngine === 0) engine = createFuzzEngine(masterKey, curve);
    answered += 1;
    const work = engine.answer(request);
    for (let slice = 0; slice < maxSlices; slice++) if (work.next().done) return;
  };
}

function createFuzzEngine(masterKey: Uint8Array, curve: Curve): Engine {
  const random = createRandom(0, 0);
  return createEngine({
    curve,
    network,
    masterKey,
    randomBytes: (length) => random.bytes(length),
    nonceLedger: createMemoryNonceLedger(),
  });
}

/** Texts and gossip that lnd has signed, in their shortest forms: what a summary takes apart. */
const regtestChainHash = "06226e46111a0b59caaf126043eb5bbf28c34f3a5e332a1fc7b2b73cf188910f";
const messageForms: readonly Uint8Array[] = [
  ...["lnbcrt10u", "lnbcrt", "Lightning Signed Message:hello"].map(utf8ToBytes),
  ...[
    // channel_update, channel_announcement and node_announcement of BOLT 7.
    `${regtestChainHash}${"00".repeat(12)}01${"00".repeat(27)}`,
    `0000${regtestChainHash}${"00".repeat(8)}${["02", "03", "02", "03"].map((sign) => sign + "11".repeat(32)).join("")}`,
    `00000000000102${"11".repeat(32)}010203${"61".repeat(32)}0000`,
  ].map(hexToBytes),
];

function messageRequest(msg: Uint8Array): SignRequest {
  const keyLoc = { keyFamily: 6, keyIndex: 0 };
  const flags = { doubleHash: true, compactSig: false, schnorrSig: false };
  return {
    kind: "sign_message_req",
    msg,
    keyLoc,
    ...flags,
    schnorrSigTapTweak: new Uint8Array(),
    tag: new Uint8Array(),
  };
}

function psbtRequest(fundedPsbt: Uint8Array): SignRequest {
  return { kind: "sign_psbt_request", fundedPsbt };
}

/** Encodes a request as the node sends it: an id, and the oneof's field with its message. */
function requestEncoder(protoDir: string): (request: VectorRequest) => Uint8Array {
  const definitions = loadSync("watchonly.proto", { includeDirs: [protoDir], keepCase: true });
  const envelope = definitions["watchonlyrpc.SignCoordinatorRequest"] as MessageTypeDefinition<object, object>;
  return ({ field, request }) => new Uint8Array(envelope.serialize({ request_id: 2, [field]: request }));
}

/** The same message with fields missing, repeated or of another length or size; types stay, or it could not be sent. */
function damagedFields(random: Random, value: unknown): unknown {
  if (value instanceof Uint8Array) return random.below(3) === 0 ? mutate(random, [value]) : value;
  if (typeof value === "number") return random.below(3) === 0 ? random.pick(tellingNumbers) : value;
  if (typeof value === "boolean") return random.below(4) === 0 ? !value : value;
  if (Array.isArray(value)) {
    const items = value.map((item) => damagedFields(random, item));
    return random.below(6) === 0 ? [...items, ...items.slice(random.below(items.length + 1))] : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(() => random.below(12) !== 0);
  return Object.fromEntries(entries.map(([key, inner]) => [key, damagedFields(random, inner)]));
}
