/** Answers the seven MuSig2 requests as lnd's own signer does (lnrpc/signrpc/signer_server.go; lnd input/musig2_session_manager.go). */
import { bytesToHex, wipe } from "./bytes";
import { inContext } from "./errorContext";
import { SignerError } from "./errors";
import { isBelowGroupOrder } from "./groupOrder";
import { type CreateContext, checkPublicNonces, createMuSig2Session } from "./musig2Create";
import { publicNonceLength } from "./musig2Nonces";
import type { MuSig2Session } from "./musig2Session";
import { MuSig2SessionStore } from "./musig2SessionStore";
import type { NonceLedger } from "./nonceLedger";
import type {
  MuSig2CleanupRequest,
  MuSig2CombineSigRequest,
  MuSig2GetCombinedNonceRequest,
  MuSig2RegisterCombinedNonceRequest,
  MuSig2RegisterNoncesRequest,
  MuSig2SessionRequest,
  MuSig2SignRequest,
  SignResponse,
} from "./requests";

export interface MuSig2Context extends CreateContext {
  readonly nonceLedger: NonceLedger;
}

type Answer<Kind extends SignResponse["kind"]> = Extract<SignResponse, { kind: Kind }>;

/** The MuSig2 sessions of one key ring. Every method throws SignerError with lnd's text. */
export class MuSig2 {
  readonly #context: MuSig2Context;
  readonly #sessions = new MuSig2SessionStore();

  constructor(context: MuSig2Context) {
    this.#context = context;
  }

  createSession(request: MuSig2SessionRequest): Answer<"mu_sig2_session_response"> {
    const { session, response } = createMuSig2Session(request, this.#context);
    this.#sessions.add(session);
    return response;
  }

  registerNonces(request: MuSig2RegisterNoncesRequest): Answer<"mu_sig2_register_nonces_response"> {
    const { sessionId, otherSignerPublicNonces } = request;
    checkSessionId(sessionId);
    inContext("error parsing other nonces: ", () => {
      if (otherSignerPublicNonces.length === 0) {
        throw badRequest("at least one other signer public nonce is required");
      }
      checkPublicNonces(otherSignerPublicNonces);
    });
    return inContext("error registering nonces: ", () => {
      const session = this.#find(sessionId);
      if (session.haveAllNonces) throw noncesComplete();
      const remaining = session.signerCount - session.nonceCount;
      const count = otherSignerPublicNonces.length;
      if (count > remaining) {
        throw badRequest(`only ${remaining} other nonces remaining but trying to register ${count} more`);
      }
      for (const publicNonce of otherSignerPublicNonces) {
        inContext("error registering other signer public nonce: ", () => session.registerNonce(publicNonce));
      }
      return { kind: "mu_sig2_register_nonces_response", haveAllNonces: session.haveAllNonces };
    });
  }

  registerCombinedNonce(request: MuSig2RegisterCombinedNonceRequest): Answer<"mu_sig2_comb_nonces_resp"> {
    const { sessionId, combinedPublicNonce } = request;
    checkSessionId(sessionId);
    if (combinedPublicNonce.length !== publicNonceLength) {
      throw badLength(`invalid combined nonce length, got ${combinedPublicNonce.length} wanted ${publicNonceLength}`);
    }
    return inContext("error registering combined nonce: ", () => {
      const session = this.#find(sessionId);
      if (session.haveAllNonces) throw noncesComplete();
      inContext("error registering combined nonce: ", () => session.registerCombinedNonce(combinedPublicNonce));
      return { kind: "mu_sig2_comb_nonces_resp" };
    });
  }

  getCombinedNonce({ sessionId }: MuSig2GetCombinedNonceRequest): Answer<"mu_sig2_get_comb_nonces_resp"> {
    checkSessionId(sessionId);
    return inContext("error getting combined nonce: ", () => {
      const session = this.#find(sessionId);
      const combinedPublicNonce = inContext("error getting combined nonce: ", () => session.combinedNonce());
      return { kind: "mu_sig2_get_comb_nonces_resp", combinedPublicNonce };
    });
  }

  sign({ sessionId, messageDigest, cleanup }: MuSig2SignRequest): Answer<"mu_sig2_sign_response"> {
    checkSessionId(sessionId);
    if (messageDigest.length !== 32) {
      throw badLength(`invalid message digest size, got ${messageDigest.length} but expected 32`);
    }
    return inContext("error signing: ", () => {
      const session = this.#find(sessionId);
      if (!session.haveAllNonces) {
        throw new SignerError(
          "NONCES_INCOMPLETE",
          `only have ${session.nonceCount} of ${session.signerCount} required nonces`,
        );
      }
      const localPartialSignature = inContext("error signing with local key: error signing with local key: ", () =>
        this.#signWith(session, messageDigest),
      );
      if (cleanup) this.#sessions.delete(session);
      return { kind: "mu_sig2_sign_response", localPartialSignature };
    });
  }

  combineSig(request: MuSig2CombineSigRequest): Answer<"mu_sig2_combine_sig_response"> {
    const { sessionId, otherPartialSignatures } = request;
    checkSessionId(sessionId);
    inContext("error parsing partial signatures: ", () => checkPartialSignatures(otherPartialSignatures));
    return inContext("error combining signatures: ", () => {
      const session = this.#find(sessionId);
      let finalSignature: Uint8Array | undefined;
      for (const partialSignature of otherPartialSignatures) {
        finalSignature = inContext("error combining partial signature: error combining partial signature: ", () =>
          session.combine(partialSignature),
        );
      }
      if (finalSignature !== undefined) this.#sessions.delete(session);
      return {
        kind: "mu_sig2_combine_sig_response",
        haveAllSignatures: finalSignature !== undefined,
        finalSignature: finalSignature ?? new Uint8Array(0),
      };
    });
  }

  cleanup({ sessionId }: MuSig2CleanupRequest): Answer<"mu_sig2_cleanup_response"> {
    checkSessionId(sessionId);
    return inContext("error cleaning up session: ", () => {
      this.#sessions.delete(this.#find(sessionId));
      return { kind: "mu_sig2_cleanup_response" };
    });
  }

  /** Forgets every session and its nonce. */
  wipe(): void {
    this.#sessions.wipe();
  }

  #signWith(session: MuSig2Session, digest: Uint8Array): Uint8Array {
    const { keyRing, nonceLedger } = this.#context;
    const secretKey = keyRing.secretKey(session.keyLocator);
    try {
      return session.sign(digest, secretKey, nonceLedger);
    } finally {
      wipe(secretKey);
      this.#sessions.refile(session);
    }
  }

  #find(sessionId: Uint8Array): MuSig2Session {
    const session = this.#sessions.find(sessionId);
    if (session === undefined) {
      throw new SignerError("UNKNOWN_SESSION", `session with ID ${bytesToHex(sessionId)} not found`);
    }
    return session;
  }
}

function checkSessionId({ length }: Uint8Array): void {
  if (length === 32) return;
  throw badLength(`error parsing session ID: invalid session ID size, got ${length} but expected 32`);
}

function checkPartialSignatures(partialSignatures: readonly Uint8Array[]): void {
  if (partialSignatures.length === 0) throw badRequest("at least one partial signature is required");
  partialSignatures.forEach((partialSignature, index) => {
    const { length } = partialSignature;
    const context = `invalid partial signature at index ${index}: `;
    if (length !== 32) throw badLength(`${context}invalid partial signature length, got ${length} wanted 32`);
    if (!isBelowGroupOrder(partialSignature)) {
      const detail = "error decoding partial signature: partial signature is invalid";
      throw new SignerError("BAD_SIGNATURE", `${context}${detail}`);
    }
  });
}

function noncesComplete(): SignerError {
  return new SignerError("NONCES_COMPLETE", "already have all nonces");
}

function badRequest(message: string): SignerError {
  return new SignerError("BAD_REQUEST", message);
}

function badLength(message: string): SignerError {
  return new SignerError("BAD_LENGTH", message);
}
