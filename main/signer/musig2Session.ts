/**
 * One MuSig2 signing session: its nonces, its one signature, and the shares of the others (btcec
 * schnorr/musig2/context.go Session; lnd input/musig2.go).
 *
 * The secret nonce lives here and nowhere else, and is wiped by the first attempt to sign, failed or not.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { hasOddY, verifySchnorr, xOnly } from "./bip340";
import { concatBytes, copyBytes, wipe } from "./bytes";
import type { Curve } from "./curve";
import { SignerError } from "./errors";
import type { AggregatedKey } from "./musig2KeyAggregation";
import { aggregateNonces } from "./musig2Nonces";
import type { MuSig2Rules } from "./musig2Rules";
import {
  checkSecretNonce,
  combinePartials,
  type SigningValues,
  signingValues,
  signPartial,
  verifyPartial,
} from "./musig2Signing";
import type { NonceLedger } from "./nonceLedger";
import type { KeyLocator } from "./requests";

export interface SessionParts {
  readonly curve: Curve;
  readonly rules: MuSig2Rules;
  readonly key: AggregatedKey;
  readonly signerCount: number;
  readonly keyLocator: KeyLocator;
  /** 33-byte public key of the locator. */
  readonly localPubkey: Uint8Array;
  /** 97 bytes. The session takes it over and wipes it. */
  readonly secretNonce: Uint8Array;
  readonly localPublicNonce: Uint8Array;
  /** Whether the node made the nonce, and so could make this session again. */
  readonly isPregenerated: boolean;
}

export class MuSig2Session {
  /** SHA256(final key with its parity (33) || local public nonce (66)), 32 bytes (NewMuSig2SessionID). */
  readonly id: Uint8Array;
  readonly keyLocator: KeyLocator;
  readonly isPregenerated: boolean;
  readonly signerCount: number;
  readonly #parts: Omit<SessionParts, "secretNonce">;
  readonly #publicNonces: Uint8Array[];
  readonly #partialSignatures: Uint8Array[] = [];
  #secretNonce: Uint8Array | undefined;
  #combinedNonce: Uint8Array | undefined;
  #signed: { readonly digest: Uint8Array; readonly values: SigningValues } | undefined;

  constructor({ secretNonce, ...parts }: SessionParts) {
    this.id = sha256(concatBytes(parts.key.finalPubkey, parts.localPublicNonce));
    this.keyLocator = parts.keyLocator;
    this.isPregenerated = parts.isPregenerated;
    this.signerCount = parts.signerCount;
    this.#parts = parts;
    this.#publicNonces = [parts.localPublicNonce];
    this.#secretNonce = secretNonce;
  }

  get haveAllNonces(): boolean {
    return this.#combinedNonce !== undefined;
  }

  /** Public nonces known so far, our own included. */
  get nonceCount(): number {
    return this.#publicNonces.length;
  }

  get nonceIsSpent(): boolean {
    return this.#secretNonce === undefined;
  }

  /** Adds another signer's nonce, 66 bytes; the last one combines them. @throws SignerError NONCES_COMPLETE, BAD_POINT */
  registerNonce(publicNonce: Uint8Array): void {
    if (this.haveAllNonces || this.nonceCount === this.signerCount) throw noncesComplete();
    this.#publicNonces.push(copyBytes(publicNonce));
    if (this.nonceCount === this.signerCount) {
      this.#combinedNonce = aggregateNonces(this.#parts.curve, this.#publicNonces);
    }
  }

  /** Takes a nonce combined elsewhere, 66 bytes. @throws SignerError UNSUPPORTED_VERSION, NONCES_COMPLETE, BAD_REQUEST, BAD_POINT */
  registerCombinedNonce(combinedNonce: Uint8Array): void {
    const { curve, rules } = this.#parts;
    if (!rules.takesCombinedNonces) throw unsupportedMethod();
    if (this.haveAllNonces) throw noncesComplete();
    if (this.nonceCount > 1) throw new SignerError("BAD_REQUEST", "can't register combined nonce after public nonces");
    try {
      curve.compressPoint(combinedNonce.subarray(0, 33));
      curve.compressPoint(combinedNonce.subarray(33));
    } catch (cause) {
      if (!(cause instanceof SignerError)) throw cause;
      throw new SignerError(cause.code, `invalid combined nonce: ${cause.message}`, { cause });
    }
    this.#combinedNonce = copyBytes(combinedNonce);
  }

  /** The combined nonce, 66 bytes. @throws SignerError UNSUPPORTED_VERSION, NONCES_INCOMPLETE */
  combinedNonce(): Uint8Array {
    if (!this.#parts.rules.takesCombinedNonces) throw unsupportedMethod();
    if (this.#combinedNonce === undefined) throw new SignerError("NONCES_INCOMPLETE", "missing combined nonce");
    return copyBytes(this.#combinedNonce);
  }

  /**
   * Makes the one partial signature of this session, 32 bytes, and verifies it.
   *
   * @param digest    32 bytes
   * @param secretKey key of the locator; not modified
   * @throws SignerError NONCES_INCOMPLETE (the nonce is kept); NONCE_REUSED, BAD_REQUEST, BAD_SCALAR, BAD_POINT,
   *   BAD_SIGNATURE (the nonce is gone)
   */
  sign(digest: Uint8Array, secretKey: Uint8Array, ledger: NonceLedger): Uint8Array {
    const { curve, rules, key, localPubkey, localPublicNonce } = this.#parts;
    const secretNonce = this.#secretNonce;
    if (secretNonce === undefined) throw new SignerError("NONCE_REUSED", "nonce already used");
    const combinedNonce = this.#combinedNonce;
    if (combinedNonce === undefined) throw new SignerError("NONCES_INCOMPLETE", "missing combined nonce");
    this.#secretNonce = undefined;
    try {
      const signer = { secretKey, pubkey: localPubkey, pointInKeySet: rules.pointInKeySet(localPubkey), secretNonce };
      checkSecretNonce(curve, signer);
      const values = signingValues(curve, key, combinedNonce, digest);
      if (!ledger.claim(localPublicNonce, this.#binding(combinedNonce, digest))) {
        throw new SignerError("NONCE_REUSED", "nonce already used for something else");
      }
      const partialSignature = signPartial(curve, key, values, signer);
      if (!verifyPartial(curve, key, values, localPublicNonce, signer.pointInKeySet, partialSignature)) {
        throw new SignerError("BAD_SIGNATURE", "sig is invalid!");
      }
      this.#signed = { digest: copyBytes(digest), values };
      this.#partialSignatures.push(partialSignature);
      return copyBytes(partialSignature);
    } finally {
      wipe(secretNonce);
    }
  }

  /**
   * Adds another signer's partial signature; the last one completes the final signature, 64 bytes, verified.
   *
   * After a failed verification the shares are kept, as in lnd: the session is of no more use.
   *
   * @throws SignerError BAD_REQUEST when all shares are here, or all but our own; BAD_SIGNATURE
   */
  combine(partialSignature: Uint8Array): Uint8Array | undefined {
    const { curve, key } = this.#parts;
    if (this.#partialSignatures.length === this.signerCount) {
      throw new SignerError("BAD_REQUEST", "already have all sigs");
    }
    // lnd crashes here, or ends up with a session that can never be completed.
    if (this.#signed === undefined && this.#partialSignatures.length + 1 >= this.signerCount - 1) {
      throw new SignerError("BAD_REQUEST", "the local partial signature is missing: sign first");
    }
    this.#partialSignatures.push(copyBytes(partialSignature));
    if (this.#signed === undefined || this.#partialSignatures.length < this.signerCount) return undefined;
    const { digest, values } = this.#signed;
    const signature = combinePartials(curve, key, values, this.#partialSignatures);
    if (!verifySchnorr(curve, signature, digest, xOnly(key.finalPubkey))) {
      throw new SignerError("BAD_SIGNATURE", "final signature is invalid");
    }
    return signature;
  }

  /** Forgets the secret nonce. */
  wipe(): void {
    if (this.#secretNonce !== undefined) wipe(this.#secretNonce);
    this.#secretNonce = undefined;
  }

  /** Everything the partial signature depends on besides the nonce itself. */
  #binding(combinedNonce: Uint8Array, digest: Uint8Array): Uint8Array {
    const { rules, key, localPubkey } = this.#parts;
    const kind = Uint8Array.of(rules.version, key.isNegated ? 1 : 0, hasOddY(key.finalPubkey) ? 1 : 0);
    return sha256(concatBytes(kind, localPubkey, key.keysHash, key.finalPubkey, combinedNonce, digest));
  }
}

function noncesComplete(): SignerError {
  return new SignerError("NONCES_COMPLETE", "already have all nonces");
}

function unsupportedMethod(): SignerError {
  return new SignerError("UNSUPPORTED_VERSION", "method not supported in MuSig2 v0.4.0");
}
