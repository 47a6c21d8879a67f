/** The node's side of the codec: requests to proto messages, proto messages to answers. */
import type {
  KeyLocator,
  MuSig2SessionRequest,
  SignMessageRequest,
  SignRequest,
  SignRequestKind,
  SignResponse,
} from "../signer/requests";
import type { ProtoMessage } from "./protocolForms";

export type NodeRequest = SignRequest | { readonly kind: "ping" };
export type NodeAnswer = SignResponse | { readonly kind: "pong" };

/** Which answer belongs to which request (lnd lnwallet/rpcwallet/sign_coordinator.go). */
export const answerKinds = {
  ping: "pong",
  shared_key_request: "shared_key_response",
  sign_message_req: "sign_message_resp",
  sign_psbt_request: "sign_psbt_response",
  mu_sig2_session_request: "mu_sig2_session_response",
  mu_sig2_register_nonces_request: "mu_sig2_register_nonces_response",
  mu_sig2_combined_nonces_req: "mu_sig2_comb_nonces_resp",
  mu_sig2_get_combined_nonces_req: "mu_sig2_get_comb_nonces_resp",
  mu_sig2_sign_request: "mu_sig2_sign_response",
  mu_sig2_combine_sig_request: "mu_sig2_combine_sig_response",
  mu_sig2_cleanup_request: "mu_sig2_cleanup_response",
} as const satisfies Record<SignRequestKind | "ping", NodeAnswer["kind"]>;

/** The oneof member of SignCoordinatorRequest for a request. */
export function encodeRequest(request: NodeRequest): ProtoMessage {
  return { [request.kind]: encodeBody(request) };
}

function encodeBody(request: NodeRequest): unknown {
  switch (request.kind) {
    case "ping":
      return true;
    case "shared_key_request":
      return {
        ephemeral_pubkey: request.ephemeralPubkey,
        ...present("key_loc", request.keyLoc && locator(request.keyLoc)),
        ...present(
          "key_desc",
          request.keyDesc && {
            raw_key_bytes: request.keyDesc.rawKeyBytes,
            ...present("key_loc", request.keyDesc.keyLoc && locator(request.keyDesc.keyLoc)),
          },
        ),
      };
    case "sign_message_req":
      return encodeSignMessage(request);
    case "sign_psbt_request":
      return { funded_psbt: request.fundedPsbt };
    case "mu_sig2_session_request":
      return encodeSession(request);
    case "mu_sig2_register_nonces_request":
      return { session_id: request.sessionId, other_signer_public_nonces: request.otherSignerPublicNonces };
    case "mu_sig2_combined_nonces_req":
      return { session_id: request.sessionId, combined_public_nonce: request.combinedPublicNonce };
    case "mu_sig2_get_combined_nonces_req":
      return { session_id: request.sessionId };
    case "mu_sig2_sign_request":
      return { session_id: request.sessionId, message_digest: request.messageDigest, cleanup: request.cleanup };
    case "mu_sig2_combine_sig_request":
      return { session_id: request.sessionId, other_partial_signatures: request.otherPartialSignatures };
    case "mu_sig2_cleanup_request":
      return { session_id: request.sessionId };
  }
}

function encodeSignMessage(request: SignMessageRequest): ProtoMessage {
  return {
    msg: request.msg,
    ...present("key_loc", request.keyLoc && locator(request.keyLoc)),
    double_hash: request.doubleHash,
    compact_sig: request.compactSig,
    schnorr_sig: request.schnorrSig,
    schnorr_sig_tap_tweak: request.schnorrSigTapTweak,
    tag: request.tag,
  };
}

function encodeSession(request: MuSig2SessionRequest): ProtoMessage {
  return {
    ...present("key_loc", request.keyLoc && locator(request.keyLoc)),
    all_signer_pubkeys: request.allSignerPubkeys,
    other_signer_public_nonces: request.otherSignerPublicNonces,
    tweaks: request.tweaks.map(({ tweak, isXOnly }) => ({ tweak, is_x_only: isXOnly })),
    ...present(
      "taproot_tweak",
      request.taprootTweak && {
        script_root: request.taprootTweak.scriptRoot,
        key_spend_only: request.taprootTweak.keySpendOnly,
      },
    ),
    version: request.version,
    pregenerated_local_nonce: request.pregeneratedLocalNonce,
  };
}

function locator({ keyFamily, keyIndex }: KeyLocator): ProtoMessage {
  return { key_family: keyFamily, key_index: keyIndex };
}

function present(name: string, value: unknown): ProtoMessage {
  return value === undefined ? {} : { [name]: value };
}

/** The answer in a SignCoordinatorResponse, the signer's error text, or undefined for an empty or unknown oneof. */
export function decodeAnswer(message: ProtoMessage): NodeAnswer | { readonly error: string } | undefined {
  const kind = message["sign_response_type"];
  if (typeof kind !== "string") return undefined;
  const body = (message[kind] ?? {}) as ProtoMessage;
  switch (kind) {
    case "pong":
      return message["pong"] === true ? { kind } : undefined;
    case "signer_error":
      return { error: String(body["error"] ?? "") };
    case "shared_key_response":
      return { kind, sharedKey: bytes(body["shared_key"]) };
    case "sign_message_resp":
      return { kind, signature: bytes(body["signature"]) };
    case "sign_psbt_response":
      return { kind, signedPsbt: bytes(body["signed_psbt"]), signedInputs: (body["signed_inputs"] as number[]) ?? [] };
    case "mu_sig2_session_response":
      return {
        kind,
        sessionId: bytes(body["session_id"]),
        combinedKey: bytes(body["combined_key"]),
        taprootInternalKey: bytes(body["taproot_internal_key"]),
        localPublicNonces: bytes(body["local_public_nonces"]),
        haveAllNonces: body["have_all_nonces"] === true,
        version: Number(body["version"] ?? 0),
      };
    case "mu_sig2_register_nonces_response":
      return { kind, haveAllNonces: body["have_all_nonces"] === true };
    case "mu_sig2_comb_nonces_resp":
    case "mu_sig2_cleanup_response":
      return { kind };
    case "mu_sig2_get_comb_nonces_resp":
      return { kind, combinedPublicNonce: bytes(body["combined_public_nonce"]) };
    case "mu_sig2_sign_response":
      return { kind, localPartialSignature: bytes(body["local_partial_signature"]) };
    case "mu_sig2_combine_sig_response":
      return {
        kind,
        haveAllSignatures: body["have_all_signatures"] === true,
        finalSignature: bytes(body["final_signature"]),
      };
    default:
      return undefined;
  }
}

function bytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? Uint8Array.from(value) : new Uint8Array();
}
