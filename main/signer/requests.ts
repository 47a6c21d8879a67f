/**
 * What a watch-only node asks and what the signer answers, as plain data.
 *
 * The kinds are the field names of lnd's oneofs (proto/watchonly.proto). Bytes are Uint8Array and never alias a
 * buffer that somebody else writes to. An empty Uint8Array and an absent bytes field are the same thing, as in
 * proto3; message fields (keyLoc, keyDesc, taprootTweak) have presence.
 */

/** Child `keyIndex` of account `keyFamily`: m/1017'/coin'/keyFamily'/0/keyIndex. Both are int32 on the wire. */
export interface KeyLocator {
  readonly keyFamily: number;
  readonly keyIndex: number;
}

export interface KeyDescriptor {
  /** 33-byte compressed public key, or empty. */
  readonly rawKeyBytes: Uint8Array;
  readonly keyLoc?: KeyLocator | undefined;
}

export interface SharedKeyRequest {
  readonly kind: "shared_key_request";
  readonly ephemeralPubkey: Uint8Array;
  readonly keyLoc?: KeyLocator | undefined;
  readonly keyDesc?: KeyDescriptor | undefined;
}

export interface SignMessageRequest {
  readonly kind: "sign_message_req";
  readonly msg: Uint8Array;
  readonly keyLoc?: KeyLocator | undefined;
  readonly doubleHash: boolean;
  readonly compactSig: boolean;
  readonly schnorrSig: boolean;
  readonly schnorrSigTapTweak: Uint8Array;
  readonly tag: Uint8Array;
}

export interface SignPsbtRequest {
  readonly kind: "sign_psbt_request";
  /** Raw BIP174 version 0 packet. */
  readonly fundedPsbt: Uint8Array;
}

/** signrpc.MuSig2Version on the wire; other numbers are refused. */
export const muSig2Version = { v040: 1, v100rc2: 2 } as const;

export interface TweakDesc {
  readonly tweak: Uint8Array;
  readonly isXOnly: boolean;
}

export interface TaprootTweakDesc {
  readonly scriptRoot: Uint8Array;
  readonly keySpendOnly: boolean;
}

export interface MuSig2SessionRequest {
  readonly kind: "mu_sig2_session_request";
  readonly keyLoc?: KeyLocator | undefined;
  readonly allSignerPubkeys: readonly Uint8Array[];
  readonly otherSignerPublicNonces: readonly Uint8Array[];
  readonly tweaks: readonly TweakDesc[];
  readonly taprootTweak?: TaprootTweakDesc | undefined;
  readonly version: number;
  /** 97-byte secret nonce made by the node, or empty. Secret. */
  readonly pregeneratedLocalNonce: Uint8Array;
}

export interface MuSig2RegisterNoncesRequest {
  readonly kind: "mu_sig2_register_nonces_request";
  readonly sessionId: Uint8Array;
  readonly otherSignerPublicNonces: readonly Uint8Array[];
}

export interface MuSig2RegisterCombinedNonceRequest {
  readonly kind: "mu_sig2_combined_nonces_req";
  readonly sessionId: Uint8Array;
  readonly combinedPublicNonce: Uint8Array;
}

export interface MuSig2GetCombinedNonceRequest {
  readonly kind: "mu_sig2_get_combined_nonces_req";
  readonly sessionId: Uint8Array;
}

export interface MuSig2SignRequest {
  readonly kind: "mu_sig2_sign_request";
  readonly sessionId: Uint8Array;
  readonly messageDigest: Uint8Array;
  readonly cleanup: boolean;
}

export interface MuSig2CombineSigRequest {
  readonly kind: "mu_sig2_combine_sig_request";
  readonly sessionId: Uint8Array;
  readonly otherPartialSignatures: readonly Uint8Array[];
}

export interface MuSig2CleanupRequest {
  readonly kind: "mu_sig2_cleanup_request";
  readonly sessionId: Uint8Array;
}

export type SignRequest =
  | SharedKeyRequest
  | SignMessageRequest
  | SignPsbtRequest
  | MuSig2SessionRequest
  | MuSig2RegisterNoncesRequest
  | MuSig2RegisterCombinedNonceRequest
  | MuSig2GetCombinedNonceRequest
  | MuSig2SignRequest
  | MuSig2CombineSigRequest
  | MuSig2CleanupRequest;

export type SignRequestKind = SignRequest["kind"];

export const signRequestKinds = [
  "shared_key_request",
  "sign_message_req",
  "sign_psbt_request",
  "mu_sig2_session_request",
  "mu_sig2_register_nonces_request",
  "mu_sig2_combined_nonces_req",
  "mu_sig2_get_combined_nonces_req",
  "mu_sig2_sign_request",
  "mu_sig2_combine_sig_request",
  "mu_sig2_cleanup_request",
] as const satisfies readonly SignRequestKind[];

/** The answer to one request; `kind` is the field of the response oneof. */
export type SignResponse =
  | { readonly kind: "shared_key_response"; readonly sharedKey: Uint8Array }
  | { readonly kind: "sign_message_resp"; readonly signature: Uint8Array }
  | { readonly kind: "sign_psbt_response"; readonly signedPsbt: Uint8Array; readonly signedInputs: readonly number[] }
  | {
      readonly kind: "mu_sig2_session_response";
      readonly sessionId: Uint8Array;
      readonly combinedKey: Uint8Array;
      readonly taprootInternalKey: Uint8Array;
      readonly localPublicNonces: Uint8Array;
      readonly haveAllNonces: boolean;
      readonly version: number;
    }
  | { readonly kind: "mu_sig2_register_nonces_response"; readonly haveAllNonces: boolean }
  | { readonly kind: "mu_sig2_comb_nonces_resp" }
  | { readonly kind: "mu_sig2_get_comb_nonces_resp"; readonly combinedPublicNonce: Uint8Array }
  | { readonly kind: "mu_sig2_sign_response"; readonly localPartialSignature: Uint8Array }
  | {
      readonly kind: "mu_sig2_combine_sig_response";
      readonly haveAllSignatures: boolean;
      readonly finalSignature: Uint8Array;
    }
  | { readonly kind: "mu_sig2_cleanup_response" };
