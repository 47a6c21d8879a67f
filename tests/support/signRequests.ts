/** Requests as a watch-only lnd node builds them, around the keys of a test ring. */
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { KeyRing } from "../../main/signer/keyRingPort";
import type { KeyLocator, SharedKeyRequest, SignMessageRequest, SignPsbtRequest } from "../../main/signer/requests";
import { p2tr, p2trBip86, p2wkh, p2wsh } from "./outputScripts";
import {
  buildPsbt,
  bytes,
  type InputSpec,
  inputRecord,
  littleEndian,
  type OutputSpec,
  type PsbtSpec,
  pathOf,
} from "./psbtBuilder";

/** A key nobody in these tests owns. */
export function foreignKey(scalar: number): Uint8Array {
  return secp256k1.Point.BASE.multiply(BigInt(1_000 + scalar)).toBytes();
}

const regtestChainHash = Uint8Array.from(
  Buffer.from("06226e46111a0b59caaf126043eb5bbf28c34f3a5e332a1fc7b2b73cf188910f", "hex"),
);
const nodeKey: KeyLocator = { keyFamily: 6, keyIndex: 0 };
const singleTweak = inputRecord.singleTweak(new Uint8Array(32).fill(3));

export function sharedKeyRequest(keyLoc?: KeyLocator): SharedKeyRequest {
  return { kind: "shared_key_request", ephemeralPubkey: foreignKey(1), keyLoc };
}

export function messageRequest(msg: Uint8Array, settings: Partial<SignMessageRequest> = {}): SignMessageRequest {
  const none = new Uint8Array(0);
  return {
    kind: "sign_message_req",
    msg,
    keyLoc: nodeKey,
    doubleHash: false,
    compactSig: false,
    schnorrSig: false,
    schnorrSigTapTweak: none,
    tag: none,
    ...settings,
  };
}

export function psbtRequest(spec: PsbtSpec): SignPsbtRequest {
  return { kind: "sign_psbt_request", fundedPsbt: buildPsbt(spec) };
}

/** A channel key's public half and its derivation record (rpcwallet.go remoteSign: branch 0, fingerprint 0). */
export function channelKey(keyRing: KeyRing, keyFamily: number, keyIndex: number) {
  const pubkey = keyRing.publicKey({ keyFamily, keyIndex });
  const derivation = inputRecord.bip32Derivation(pubkey, pathOf(`m/1017'/1'/${keyFamily}'/0/${keyIndex}`));
  return { pubkey, derivation };
}

function walletKey(keyRing: KeyRing, path: string) {
  const pubkey = keyRing.publicKeyAtPath(pathOf(path));
  return { pubkey, derivation: inputRecord.bip32Derivation(pubkey, pathOf(path)) };
}

/** A wallet coin under 84' that is to be spent, as ComputeInputScript asks for it. */
export function walletInput(keyRing: KeyRing, path: string, amountSat: number): InputSpec {
  const { pubkey, derivation } = walletKey(keyRing, path);
  const program = p2wkh(pubkey);
  const scripts = [inputRecord.redeemScript(program), inputRecord.witnessScript(program)];
  return { records: [inputRecord.witnessUtxo(amountSat, program), inputRecord.sighashType(1), ...scripts, derivation] };
}

/** Another input of the same transaction: its UTXO and nothing else. */
export function otherInput(amountSat: number, script: Uint8Array): InputSpec {
  return { records: [inputRecord.witnessUtxo(amountSat, script)] };
}

export function fundingScript(keyA: Uint8Array, keyB: Uint8Array): Uint8Array {
  const [first, second] = [keyA, keyB].sort(Buffer.compare) as [Uint8Array, Uint8Array];
  return bytes([0x52, 0x21], first, [0x21], second, [0x52, 0xae]);
}

/** A channel's funding output spent by a transaction of the given shape. */
export function fundingSpend(
  keyRing: KeyRing,
  shape: Pick<PsbtSpec, "outputs" | "lockTime"> & { readonly sequence: number },
): SignPsbtRequest {
  const { pubkey, derivation } = channelKey(keyRing, 0, 3);
  const witnessScript = fundingScript(pubkey, foreignKey(2));
  const records = [
    inputRecord.witnessUtxo(1_000_000, p2wsh(witnessScript)),
    inputRecord.sighashType(1),
    inputRecord.witnessScript(witnessScript),
    derivation,
  ];
  return psbtRequest({ ...shape, inputs: [{ sequence: shape.sequence, records }] });
}

export function commitmentRequest(
  keyRing: KeyRing,
  outputs: readonly OutputSpec[] = commitmentOutputs(),
): SignPsbtRequest {
  return fundingSpend(keyRing, { lockTime: 0x20123456, sequence: 0x80654321, outputs });
}

function commitmentOutputs(): OutputSpec[] {
  return [
    { amountSat: 330, script: p2wsh(Uint8Array.of(1)) },
    { amountSat: 330, script: p2wsh(Uint8Array.of(2)) },
    { amountSat: 400_000, script: p2wsh(Uint8Array.of(3)) },
    { amountSat: 590_000, script: p2wsh(Uint8Array.of(4)) },
  ];
}

export function offeredHtlcScript(remoteKey: Uint8Array, localKey: Uint8Array): Uint8Array {
  const hash = new Uint8Array(20).fill(7);
  return bytes(
    [0x76, 0xa9, 0x14],
    hash,
    [0x87, 0x63, 0xac, 0x67, 0x21],
    remoteKey,
    [0x7c, 0x82, 0x01, 0x20, 0x87],
    [0x64, 0x75, 0x52, 0x7c, 0x21],
    localKey,
    [0x52, 0xae, 0x67, 0xa9, 0x14],
    hash,
    [0x88, 0xac, 0x68, 0x51, 0xb2, 0x75, 0x68],
  );
}

export function receivedHtlcScript(remoteKey: Uint8Array, localKey: Uint8Array): Uint8Array {
  const hash = new Uint8Array(20).fill(8);
  return bytes(
    [0x76, 0xa9, 0x14],
    hash,
    [0x87, 0x63, 0xac, 0x67, 0x21],
    remoteKey,
    [0x7c, 0x82, 0x01, 0x20, 0x87],
    [0x63, 0xa9, 0x14],
    hash,
    [0x88, 0x52, 0x7c, 0x21],
    localKey,
    [0x52, 0xae, 0x67, 0x75, 0x03, 1, 2, 3, 0xb1, 0x75, 0xac, 0x68],
    [0x51, 0xb2, 0x75, 0x68],
  );
}

export interface HtlcShape {
  readonly script: (remoteKey: Uint8Array, localKey: Uint8Array) => Uint8Array;
  readonly sighashType: number;
  readonly outputs: readonly OutputSpec[];
}

export function htlcRequest(keyRing: KeyRing, { script, sighashType, outputs }: HtlcShape): SignPsbtRequest {
  const { pubkey, derivation } = channelKey(keyRing, 2, 11);
  const witnessScript = script(foreignKey(3), pubkey);
  const records = [
    inputRecord.witnessUtxo(50_000, p2wsh(witnessScript)),
    inputRecord.sighashType(sighashType),
    inputRecord.witnessScript(witnessScript),
    derivation,
    singleTweak,
  ];
  return psbtRequest({ inputs: [{ sequence: 1, records }], outputs });
}

/** A P2WSH output of a channel spent to the wallet. */
export function scriptSweep(
  keyRing: KeyRing,
  {
    keyFamily,
    keyIndex = 5,
    script,
    amountSat = 300_000,
    extra = [],
    outputs,
  }: {
    readonly keyFamily: number;
    readonly keyIndex?: number;
    readonly script: (pubkey: Uint8Array) => Uint8Array;
    readonly amountSat?: number;
    readonly extra?: readonly Uint8Array[];
    readonly outputs: readonly OutputSpec[];
  },
): SignPsbtRequest {
  const { pubkey, derivation } = channelKey(keyRing, keyFamily, keyIndex);
  const witnessScript = script(pubkey);
  const scripts = [inputRecord.sighashType(1), inputRecord.witnessScript(witnessScript)];
  const records = [inputRecord.witnessUtxo(amountSat, p2wsh(witnessScript)), ...scripts, derivation, ...extra];
  return psbtRequest({ inputs: [{ sequence: 144, records }], outputs });
}

export function delayedScript(delayKey: Uint8Array): Uint8Array {
  return bytes([0x63, 0x21], foreignKey(4), [0x67, 0x02, 0x90, 0x00, 0xb2, 0x75, 0x21], delayKey, [0x68, 0xac]);
}

export function anchorScript(key: Uint8Array): Uint8Array {
  return bytes([0x21], key, [0xac, 0x73, 0x64, 0x60, 0xb2, 0x68]);
}

export function toRemoteScript(key: Uint8Array): Uint8Array {
  return bytes([0x21], key, [0xad, 0x51, 0xb2]);
}

/** A taproot output spent by its key, as rpcwallet builds it: the derivation twice, the root when there is one. */
export function taprootKeySpend(
  keyRing: KeyRing,
  {
    keyFamily,
    amountSat,
    outputs,
  }: { readonly keyFamily: number; readonly amountSat: number; readonly outputs: readonly OutputSpec[] },
): SignPsbtRequest {
  const { pubkey, derivation } = channelKey(keyRing, keyFamily, 5);
  const path = pathOf(`m/1017'/1'/${keyFamily}'/0/5`);
  const root = inputRecord.taprootMerkleRoot(new Uint8Array(32).fill(1));
  const records = [
    inputRecord.witnessUtxo(amountSat, p2tr(foreignKey(5).subarray(1))),
    derivation,
    inputRecord.taprootBip32Derivation(pubkey.subarray(1), path),
    root,
    singleTweak,
  ];
  return psbtRequest({ inputs: [{ records }], outputs });
}

/** A taproot output spent by a leaf, with lnd's made-up control block. */
export function taprootScriptSpend(
  keyRing: KeyRing,
  {
    keyFamily,
    amountSat = 50_000,
    sighashType = 0,
    leaf = (xOnly) => bytes([0x20], xOnly, [0xac]),
    outputs,
  }: {
    readonly keyFamily: number;
    readonly amountSat?: number;
    readonly sighashType?: number;
    /** Script of the leaf around our key's x coordinate. */
    readonly leaf?: (xOnly: Uint8Array) => Uint8Array;
    readonly outputs: readonly OutputSpec[];
  },
): SignPsbtRequest {
  const { pubkey, derivation } = channelKey(keyRing, keyFamily, 5);
  const path = pathOf(`m/1017'/1'/${keyFamily}'/0/5`);
  const script = leaf(pubkey.subarray(1));
  const records = [
    inputRecord.witnessUtxo(amountSat, p2tr(foreignKey(6).subarray(1))),
    inputRecord.sighashType(sighashType),
    derivation,
    inputRecord.taprootLeafScript(bytes([0xc0], pubkey.subarray(1)), script),
    inputRecord.taprootBip32Derivation(pubkey.subarray(1), path, [new Uint8Array(32)]),
    singleTweak,
  ];
  return psbtRequest({ inputs: [{ records }], outputs });
}

/** <our key> OP_CHECKSIGVERIFY <peer's key> OP_CHECKSIG: the leaf of a taproot HTLC's second level. */
export function bothKeysLeaf(xOnly: Uint8Array): Uint8Array {
  return bytes([0x20], xOnly, [0xad, 0x20], foreignKey(14).subarray(1), [0xac]);
}

/** The wallet's own output of a path, taproot under 86', a key hash otherwise. */
export function ownOutput(keyRing: KeyRing, path: string, amountSat: number): OutputSpec {
  const pubkey = keyRing.publicKeyAtPath(pathOf(path));
  return { amountSat, script: path.startsWith("m/86'") ? p2trBip86(pubkey) : p2wkh(pubkey) };
}

export function channelUpdate(tail: Uint8Array = new Uint8Array(0), flags = 1): Uint8Array {
  const scid = bytes([0x01, 0x02, 0x03], [0, 0, 7], [0, 1]);
  const maximum = (flags & 1) === 0 ? [] : [0, 0, 0, 0, 0, 0, 0, 9];
  return bytes(
    regtestChainHash,
    scid,
    [0, 0, 0, 1],
    [flags, 0],
    [0, 80],
    new Uint8Array(8),
    new Uint8Array(8),
    maximum,
    tail,
  );
}

export function channelAnnouncement(
  nodeId: Uint8Array,
  bitcoinKey: Uint8Array,
  features: readonly number[] = [],
): Uint8Array {
  const scid = bytes([0x01, 0x02, 0x03], [0, 0, 7], [0, 1]);
  const nodeIds = [nodeId, foreignKey(7)].sort(Buffer.compare);
  return bytes([0, features.length], features, regtestChainHash, scid, ...nodeIds, bitcoinKey, foreignKey(8));
}

export function nodeAnnouncement(nodeId: Uint8Array, alias: string): Uint8Array {
  const paddedAlias = new Uint8Array(32);
  paddedAlias.set(new TextEncoder().encode(alias));
  const addresses = bytes([1, 127, 0, 0, 1, 0x26, 0x07], [4], new Uint8Array(37));
  return bytes([0, 2, 0x80, 0x01], [0, 0, 0, 1], nodeId, [1, 2, 3], paddedAlias, [0, addresses.length], addresses);
}

/** BOLT 11: human-readable part || timestamp, payment hash and description, padded to bytes. */
export function invoiceMessage(humanReadablePart: string, description: string): Uint8Array {
  const field = (type: number, data: Uint8Array) => {
    const bits = Array.from(data, (byte) => byte.toString(2).padStart(8, "0")).join("");
    const groups = Math.ceil(bits.length / 5);
    return type.toString(2).padStart(5, "0") + groups.toString(2).padStart(10, "0") + bits.padEnd(groups * 5, "0");
  };
  const timestamp = (1_700_000_000).toString(2).padStart(35, "0");
  const bits = timestamp + field(1, sha256(Uint8Array.of(1))) + field(13, new TextEncoder().encode(description));
  const data = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0").match(/.{8}/g) ?? [];
  return bytes(
    new TextEncoder().encode(humanReadablePart),
    data.map((byte) => Number.parseInt(byte, 2)),
  );
}

/** The BIP143 preimage of a made-up spend of a script. */
export function witnessV0Preimage(script: Uint8Array): Uint8Array {
  const hashes = bytes(new Uint8Array(32).fill(1), new Uint8Array(32).fill(2), new Uint8Array(36).fill(3));
  const tail = bytes(
    littleEndian(100_000, 8),
    [255, 255, 255, 255],
    new Uint8Array(32).fill(4),
    [0, 0, 0, 0],
    [1, 0, 0, 0],
  );
  return bytes([2, 0, 0, 0], hashes, [script.length], script, tail);
}
