/**
 * The signing engine's face: one generator per request, bytes in, bytes out.
 *
 * Pure: no clock, no I/O, no logging, no randomness of its own. Long work (a key scan, a packet with hundreds of
 * inputs) yields between slices so that the caller decides when to go on, which deadline applies, and what may
 * overtake it.
 */
import type { Curve } from "./curve";
import type { Network } from "./network";
import type { SignRequest, SignResponse } from "./requests";

export interface EngineOptions {
  readonly curve: Curve;
  readonly network: Network;
  /** BIP32 master secret key (32) || chain code (32). Copied; the caller wipes its own. Secret. */
  readonly masterKey: Uint8Array;
  /** Fresh secure random bytes, for MuSig2 nonces. */
  readonly randomBytes: (length: number) => Uint8Array;
}

export interface Engine {
  /** Answers one request. Drive it to the end; it yields between slices of long work. @throws SignerError */
  answer(request: SignRequest): Generator<void, SignResponse, void>;
  /** 33-byte node identity key m/1017'/coin'/6'/0/0. */
  identityPubkey(): Uint8Array;
  /** Forgets every key, nonce and session; the engine throws on use afterwards. */
  wipe(): void;
}
