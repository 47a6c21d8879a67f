/** MuSig2 requests with everything filled in that a test does not care about, and signers that are all of one seed. */
import { hexToBytes } from "../../main/signer/bytes";
import type { Engine } from "../../main/signer/index";
import type { MuSig2SessionRequest, SignRequest } from "../../main/signer/requests";
import { answer, recordedPubkeyHex } from "./engines";

export const emptyBytes = new Uint8Array(0);
export const digest = new Uint8Array(32).fill(0xd1);
export const otherDigest = new Uint8Array(32).fill(0xd2);

/** 33-byte keys of the families 0, 1, 2 ... at index 0: one for each signer. */
export function signerPubkeys(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, keyFamily) => hexToBytes(recordedPubkeyHex(keyFamily)));
}

/** A session of the signer with the key of `family`, V100RC2 and two signers unless said otherwise. */
export function sessionRequest(family = 0, changes: Partial<MuSig2SessionRequest> = {}): MuSig2SessionRequest {
  return {
    kind: "mu_sig2_session_request",
    keyLoc: { keyFamily: family, keyIndex: 0 },
    allSignerPubkeys: signerPubkeys(2),
    otherSignerPublicNonces: [],
    tweaks: [],
    version: 2,
    pregeneratedLocalNonce: emptyBytes,
    ...changes,
  };
}

/** k1 || k2 || public key of family 0, 97 bytes. */
export function pregeneratedNonce(k1 = 0x11, k2 = 0x22, pubkey = signerPubkeys(1)[0] as Uint8Array): Uint8Array {
  return Uint8Array.of(...new Uint8Array(32).fill(k1), ...new Uint8Array(32).fill(k2), ...pubkey);
}

export function registerNonces(sessionId: Uint8Array, ...otherSignerPublicNonces: Uint8Array[]) {
  return { kind: "mu_sig2_register_nonces_request", sessionId, otherSignerPublicNonces } as const;
}

export function registerCombinedNonce(sessionId: Uint8Array, combinedPublicNonce: Uint8Array) {
  return { kind: "mu_sig2_combined_nonces_req", sessionId, combinedPublicNonce } as const;
}

export function getCombinedNonce(sessionId: Uint8Array) {
  return { kind: "mu_sig2_get_combined_nonces_req", sessionId } as const;
}

export function sign(sessionId: Uint8Array, messageDigest = digest, cleanup = false) {
  return { kind: "mu_sig2_sign_request", sessionId, messageDigest, cleanup } as const;
}

export function combine(sessionId: Uint8Array, ...otherPartialSignatures: Uint8Array[]) {
  return { kind: "mu_sig2_combine_sig_request", sessionId, otherPartialSignatures } as const;
}

export function cleanup(sessionId: Uint8Array) {
  return { kind: "mu_sig2_cleanup_request", sessionId } as const satisfies SignRequest;
}

/** Sessions of every signer with all nonces exchanged. */
export function readySessions(engine: Engine, changes: Partial<MuSig2SessionRequest> = {}) {
  const pubkeys = changes.allSignerPubkeys ?? signerPubkeys(2);
  const sessions = pubkeys.map((_, family) => answer(engine, sessionRequest(family, changes)));
  for (const { sessionId } of sessions) {
    const others = sessions.filter((other) => other.sessionId !== sessionId).map((other) => other.localPublicNonces);
    answer(engine, registerNonces(sessionId, ...others));
  }
  return sessions;
}
