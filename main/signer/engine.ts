/** The signing engine: one table from request kind to the generator that answers it. */
import { assertBytes } from "./bytes";
import type { Curve } from "./curve";
import { createKeyRing } from "./keyRing";
import { MuSig2 } from "./musig2";
import type { Network } from "./network";
import type { NonceLedger } from "./nonceLedger";
import { readPsbt } from "./psbtReader";
import type { Psbt } from "./psbtRecords";
import type { SignRequest, SignRequestKind, SignResponse } from "./requests";
import { deriveSharedKey } from "./sharedKey";
import { signMessage } from "./signMessage";
import { signPsbt } from "./signPsbt";
import { createTweakedPubkeys } from "./tweakedPubkeys";

export interface EngineOptions {
  readonly curve: Curve;
  readonly network: Network;
  /** BIP32 master secret key (32) || chain code (32). Copied; the caller wipes its own. Secret. */
  readonly masterKey: Uint8Array;
  /** Fresh secure random bytes, for MuSig2 nonces. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** What MuSig2 nonces have signed. It outlives the engine: the same one goes to the next after a lock. */
  readonly nonceLedger: NonceLedger;
}

export interface Engine {
  /**
   * Answers one request. Drive it to the end; it yields between slices of long work.
   *
   * @param psbt the request's packet, when somebody has read it already
   * @throws SignerError
   */
  answer(request: SignRequest, psbt?: Psbt): Generator<void, SignResponse, void>;
  /** 33-byte node identity key m/1017'/coin'/6'/0/0. */
  identityPubkey(): Uint8Array;
  /** Forgets every key, nonce and session; the engine throws on use afterwards. */
  wipe(): void;
}

type SigningSteps = Generator<void, SignResponse, void>;

type Handlers = {
  readonly [Kind in SignRequestKind]: (request: Extract<SignRequest, { kind: Kind }>, psbt?: Psbt) => SigningSteps;
};

/**
 * Creates the engine for one seed on one network.
 *
 * @throws RangeError when the master key is not 64 bytes; SignerError BAD_SCALAR when it is not a key
 */
export function createEngine({ curve, network, masterKey, randomBytes, nonceLedger }: EngineOptions): Engine {
  assertBytes(masterKey, 64, "masterKey");
  const keyRing = createKeyRing({ curve, network, masterKey });
  const tweakedPubkeys = createTweakedPubkeys(curve);
  const context = { curve, keyRing, tweakedPubkeys };
  const muSig2 = new MuSig2({ curve, keyRing, randomBytes, nonceLedger });

  const handlers: Handlers = {
    *shared_key_request(request) {
      return { kind: "shared_key_response", sharedKey: yield* deriveSharedKey(request, context) };
    },
    sign_message_req: atOnce((request) => ({
      kind: "sign_message_resp",
      signature: signMessage(request, context),
    })),
    *sign_psbt_request({ fundedPsbt }, psbt) {
      const { signedPsbt, signedInputs } = yield* signPsbt(psbt ?? readPsbt(fundedPsbt), context);
      return { kind: "sign_psbt_response", signedPsbt, signedInputs };
    },
    mu_sig2_session_request: atOnce((request) => muSig2.createSession(request)),
    mu_sig2_register_nonces_request: atOnce((request) => muSig2.registerNonces(request)),
    mu_sig2_combined_nonces_req: atOnce((request) => muSig2.registerCombinedNonce(request)),
    mu_sig2_get_combined_nonces_req: atOnce((request) => muSig2.getCombinedNonce(request)),
    mu_sig2_sign_request: atOnce((request) => muSig2.sign(request)),
    mu_sig2_combine_sig_request: atOnce((request) => muSig2.combineSig(request)),
    mu_sig2_cleanup_request: atOnce((request) => muSig2.cleanup(request)),
  };

  let isWiped = false;
  function assertUsable(): void {
    if (isWiped) throw new Error("the engine was wiped");
  }

  return {
    *answer(request, psbt) {
      assertUsable();
      const handler = handlers[request.kind] as (request: SignRequest, psbt?: Psbt) => SigningSteps;
      return yield* handler(request, psbt);
    },
    identityPubkey() {
      assertUsable();
      return keyRing.publicKey({ keyFamily: 6, keyIndex: 0 });
    },
    wipe() {
      isWiped = true;
      muSig2.wipe();
      keyRing.wipe();
      tweakedPubkeys.wipe();
    },
  };
}

/** A request that is answered in one slice. */
function atOnce<Request>(answer: (request: Request) => SignResponse) {
  // biome-ignore lint/correctness/useYield: short work has nothing to yield between
  return function* (request: Request): Generator<void, SignResponse, void> {
    return answer(request);
  };
}
