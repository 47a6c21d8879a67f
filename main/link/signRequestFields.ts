/**
 * From decoded protobuf objects to SignRequest: one entry per request kind.
 *
 * proto3 leaves out what is empty, so absent bytes become empty ones; message fields keep their presence.
 */
import type { KeyDescriptor, KeyLocator, SignRequest, SignRequestKind, TweakDesc } from "../signer/requests";

/** A message as proto-loader hands it out: field names of the .proto file, absent fields left out. */
export type WireObject = { readonly [field: string]: unknown };

const none = new Uint8Array(0);

/**
 * Bytes of a field as a plain Uint8Array. A Buffer would not do: its `slice` shares memory where everybody expects a
 * copy.
 */
function bytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length === 0) return none;
  return new Uint8Array(value.buffer, value.byteOffset, value.length);
}

function listOfBytes(value: unknown): Uint8Array[] {
  return Array.isArray(value) ? value.map(bytes) : [];
}

function int32(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function message(value: unknown): WireObject | undefined {
  return typeof value === "object" && value !== null ? (value as WireObject) : undefined;
}

function keyLocator(value: unknown): KeyLocator | undefined {
  const fields = message(value);
  return fields && { keyFamily: int32(fields["key_family"]), keyIndex: int32(fields["key_index"]) };
}

function keyDescriptor(value: unknown): KeyDescriptor | undefined {
  const fields = message(value);
  return fields && { rawKeyBytes: bytes(fields["raw_key_bytes"]), keyLoc: keyLocator(fields["key_loc"]) };
}

function tweaks(value: unknown): TweakDesc[] {
  const list: unknown[] = Array.isArray(value) ? value : [];
  return list.map((entry) => {
    const fields = message(entry) ?? {};
    return { tweak: bytes(fields["tweak"]), isXOnly: fields["is_x_only"] === true };
  });
}

const converters: Record<SignRequestKind, (fields: WireObject) => SignRequest> = {
  shared_key_request: (fields) => ({
    kind: "shared_key_request",
    ephemeralPubkey: bytes(fields["ephemeral_pubkey"]),
    keyLoc: keyLocator(fields["key_loc"]),
    keyDesc: keyDescriptor(fields["key_desc"]),
  }),
  sign_message_req: (fields) => ({
    kind: "sign_message_req",
    msg: bytes(fields["msg"]),
    keyLoc: keyLocator(fields["key_loc"]),
    doubleHash: fields["double_hash"] === true,
    compactSig: fields["compact_sig"] === true,
    schnorrSig: fields["schnorr_sig"] === true,
    schnorrSigTapTweak: bytes(fields["schnorr_sig_tap_tweak"]),
    tag: bytes(fields["tag"]),
  }),
  sign_psbt_request: (fields) => ({ kind: "sign_psbt_request", fundedPsbt: bytes(fields["funded_psbt"]) }),
  mu_sig2_session_request: (fields) => {
    const taprootTweak = message(fields["taproot_tweak"]);
    return {
      kind: "mu_sig2_session_request",
      keyLoc: keyLocator(fields["key_loc"]),
      allSignerPubkeys: listOfBytes(fields["all_signer_pubkeys"]),
      otherSignerPublicNonces: listOfBytes(fields["other_signer_public_nonces"]),
      tweaks: tweaks(fields["tweaks"]),
      taprootTweak: taprootTweak && {
        scriptRoot: bytes(taprootTweak["script_root"]),
        keySpendOnly: taprootTweak["key_spend_only"] === true,
      },
      version: int32(fields["version"]),
      pregeneratedLocalNonce: bytes(fields["pregenerated_local_nonce"]),
    };
  },
  mu_sig2_register_nonces_request: (fields) => ({
    kind: "mu_sig2_register_nonces_request",
    sessionId: bytes(fields["session_id"]),
    otherSignerPublicNonces: listOfBytes(fields["other_signer_public_nonces"]),
  }),
  mu_sig2_combined_nonces_req: (fields) => ({
    kind: "mu_sig2_combined_nonces_req",
    sessionId: bytes(fields["session_id"]),
    combinedPublicNonce: bytes(fields["combined_public_nonce"]),
  }),
  mu_sig2_get_combined_nonces_req: (fields) => ({
    kind: "mu_sig2_get_combined_nonces_req",
    sessionId: bytes(fields["session_id"]),
  }),
  mu_sig2_sign_request: (fields) => ({
    kind: "mu_sig2_sign_request",
    sessionId: bytes(fields["session_id"]),
    messageDigest: bytes(fields["message_digest"]),
    cleanup: fields["cleanup"] === true,
  }),
  mu_sig2_combine_sig_request: (fields) => ({
    kind: "mu_sig2_combine_sig_request",
    sessionId: bytes(fields["session_id"]),
    otherPartialSignatures: listOfBytes(fields["other_partial_signatures"]),
  }),
  mu_sig2_cleanup_request: (fields) => ({
    kind: "mu_sig2_cleanup_request",
    sessionId: bytes(fields["session_id"]),
  }),
};

/** The request in the oneof member `kind`, or undefined when that is not a request this signer knows. */
export function toSignRequest(kind: string, fields: unknown): SignRequest | undefined {
  if (!Object.hasOwn(converters, kind)) return undefined;
  return converters[kind as SignRequestKind](message(fields) ?? {});
}
