/** Engines on the vectors' seed, and how to drive them. */
import { readFileSync } from "node:fs";
import { hmac } from "@noble/hashes/hmac.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { hexToBytes, utf8ToBytes } from "../../main/signer/bytes";
import type { Curve } from "../../main/signer/curve";
import { SignerError } from "../../main/signer/errors";
import { createEngine, createMemoryNonceLedger, type Engine, type EngineOptions } from "../../main/signer/index";
import type { KeyLocator, SignRequest, SignResponse } from "../../main/signer/requests";

/** Entropy of the seed that every vector with HD keys was made from. */
export const vectorEntropy = hexToBytes("4a7611b6979ba7c4bc5c5cd2239b2973");

/** Its BIP32 master key: secret key || chain code. */
export function vectorMasterKey(): Uint8Array {
  return hmac(sha512, utf8ToBytes("Bitcoin seed"), vectorEntropy);
}

/** An engine on regtest with the vectors' seed. Its randomness counts up, so that runs are repeatable. */
export function vectorEngine(curve: Curve, options: Partial<EngineOptions> = {}): Engine {
  let counter = 0;
  return createEngine({
    curve,
    network: "regtest",
    masterKey: vectorMasterKey(),
    randomBytes: (length) => new Uint8Array(length).fill(++counter),
    nonceLedger: createMemoryNonceLedger(),
    ...options,
  });
}

type ResponseTo<Kind extends SignRequest["kind"]> = Extract<SignResponse, { kind: ResponseKinds[Kind] }>;

interface ResponseKinds {
  shared_key_request: "shared_key_response";
  sign_message_req: "sign_message_resp";
  sign_psbt_request: "sign_psbt_response";
  mu_sig2_session_request: "mu_sig2_session_response";
  mu_sig2_register_nonces_request: "mu_sig2_register_nonces_response";
  mu_sig2_combined_nonces_req: "mu_sig2_comb_nonces_resp";
  mu_sig2_get_combined_nonces_req: "mu_sig2_get_comb_nonces_resp";
  mu_sig2_sign_request: "mu_sig2_sign_response";
  mu_sig2_combine_sig_request: "mu_sig2_combine_sig_response";
  mu_sig2_cleanup_request: "mu_sig2_cleanup_response";
}

/** Drives a request to its answer. */
export function answer<Request extends SignRequest>(engine: Engine, request: Request): ResponseTo<Request["kind"]> {
  const run = engine.answer(request);
  for (;;) {
    const step = run.next();
    if (step.done) return step.value as ResponseTo<Request["kind"]>;
  }
}

/** The refusal of a request; fails when it is answered. */
export function refusal(engine: Engine, request: SignRequest): { code: string; message: string } {
  try {
    answer(engine, request);
  } catch (error) {
    if (error instanceof SignerError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error(`${request.kind} was answered, a refusal was expected`);
}

/** A vector file from tests/vectors. */
export function readVectors<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(`${import.meta.dirname}/../vectors/${name}.json`, "utf8")) as Shape;
}

export interface LocatorJson {
  readonly key_family?: number;
  readonly key_index?: number;
}

/** A locator as the vectors write it; an absent number is 0, as in proto3. */
export function locatorOf(json: LocatorJson | undefined): KeyLocator | undefined {
  return json === undefined ? undefined : { keyFamily: json.key_family ?? 0, keyIndex: json.key_index ?? 0 };
}

interface KeyVectors {
  readonly family_pubkeys_cointype1: readonly {
    readonly family: number;
    readonly index: number;
    readonly pubkey: string;
  }[];
}

/** A public key of the vectors' seed as recorded, hex: an answer of the engine that a test can trust beforehand. */
export function recordedPubkeyHex(keyFamily: number, keyIndex = 0): string {
  const { family_pubkeys_cointype1: recorded } = readVectors<KeyVectors>("key_derivation");
  const found = recorded.find(({ family, index }) => family === keyFamily && index === keyIndex);
  if (found === undefined) throw new Error(`no recorded public key of family ${keyFamily}, index ${keyIndex}`);
  return found.pubkey;
}
