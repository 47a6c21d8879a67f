/** Reads a MuSig2 session request as lnd does and makes the session (lnrpc/signrpc/signer_server.go MuSig2CreateSession). */
import { xOnly } from "./bip340";
import { copyBytes, equalBytes, wipe } from "./bytes";
import type { Curve } from "./curve";
import { inContext } from "./errorContext";
import { SignerError } from "./errors";
import type { KeyRing } from "./keyRingPort";
import { type AggregatedKey, aggregateKeys, type KeyTweak, type KeyTweaks, sortPubkeys } from "./musig2KeyAggregation";
import { generateSecretNonce, publicNonceLength, publicNonceOf, secretNonceLength } from "./musig2Nonces";
import type { MuSig2Rules } from "./musig2Rules";
import { MuSig2Session } from "./musig2Session";
import { muSig2Rules } from "./musig2Versions";
import type { KeyLocator, MuSig2SessionRequest, SignResponse, TaprootTweakDesc, TweakDesc } from "./requests";

export interface CreateContext {
  readonly curve: Curve;
  readonly keyRing: KeyRing;
  readonly randomBytes: (length: number) => Uint8Array;
}

export interface CreatedSession {
  readonly session: MuSig2Session;
  readonly response: Extract<SignResponse, { kind: "mu_sig2_session_response" }>;
}

/**
 * Makes a session from a request; the caller stores it.
 *
 * @throws SignerError with lnd's text: UNSUPPORTED_VERSION, BAD_REQUEST, BAD_LENGTH, BAD_POINT, BAD_SCALAR, BAD_PATH,
 *   UNKNOWN_KEY when our key is not among the signers
 */
export function createMuSig2Session(request: MuSig2SessionRequest, context: CreateContext): CreatedSession {
  const { curve } = context;
  const keyLocator = request.keyLoc;
  const rules = muSig2Rules(request.version);
  if (rules === undefined) {
    throw new SignerError("UNSUPPORTED_VERSION", `error parsing version: unknown MuSig2 version <${request.version}>`);
  }
  if (keyLocator === undefined) throw new SignerError("BAD_REQUEST", "missing key_loc");
  const points = inContext("error parsing all signer public keys: ", () =>
    parseSignerPubkeys(curve, rules, request.allSignerPubkeys),
  );
  checkNonceCount(request);
  checkPregeneratedNonce(request.pregeneratedLocalNonce);
  inContext("error parsing other nonces: ", () => checkPublicNonces(request.otherSignerPublicNonces));
  const tweaks = inContext("error unmarshaling tweak options: ", () => parseTweaks(request));
  return inContext("error registering session: ", () =>
    makeSession(request, { ...context, rules, keyLocator, points, tweaks }),
  );
}

/** Refuses public nonces that are not 66 bytes; whether they are points shows when they are added up. */
export function checkPublicNonces(publicNonces: readonly Uint8Array[]): void {
  publicNonces.forEach(({ length }, index) => {
    if (length === publicNonceLength) return;
    throw new SignerError(
      "BAD_LENGTH",
      `invalid public nonce at index ${index}: invalid length, got ${length} but expected ${publicNonceLength}`,
    );
  });
}

function parseSignerPubkeys(curve: Curve, rules: MuSig2Rules, pubkeys: readonly Uint8Array[]): Uint8Array[] {
  if (pubkeys.length < 2) throw new SignerError("BAD_REQUEST", "need at least two signing public keys");
  return pubkeys.map((pubkey, index) =>
    inContext(`error parsing signer public key ${index} for ${rules.name}: `, () =>
      rules.parseSignerPubkey(curve, pubkey),
    ),
  );
}

function checkNonceCount({ otherSignerPublicNonces, allSignerPubkeys }: MuSig2SessionRequest): void {
  const maximum = allSignerPubkeys.length - 1;
  const count = otherSignerPublicNonces.length;
  if (count <= maximum) return;
  throw new SignerError(
    "BAD_REQUEST",
    `too many other signer public nonces, got ${count} but expected a maximum of ${maximum}`,
  );
}

function checkPregeneratedNonce({ length }: Uint8Array): void {
  if (length === 0 || length === secretNonceLength) return;
  throw new SignerError("BAD_LENGTH", `local nonces must be ${secretNonceLength} bytes, instead was ${length}`);
}

/** The taproot tweak wins; generic tweaks beside it are still read, and refused when empty (UnmarshalTweaks). */
function parseTweaks({ tweaks, taprootTweak }: MuSig2SessionRequest): KeyTweaks {
  const generic = tweaks.map(parseGenericTweak);
  return { generic, taprootRoot: taprootTweak === undefined ? undefined : parseTaprootRoot(taprootTweak) };
}

function parseGenericTweak({ tweak, isXOnly }: TweakDesc): KeyTweak {
  if (tweak.length === 0) throw new SignerError("BAD_REQUEST", "tweak cannot be empty");
  return { tweak: fitTo32Bytes(tweak), isXOnly };
}

function parseTaprootRoot({ keySpendOnly, scriptRoot }: TaprootTweakDesc): Uint8Array {
  if (keySpendOnly) return new Uint8Array(0);
  if (scriptRoot.length === 0) {
    throw new SignerError("BAD_REQUEST", "script root cannot be empty for non-keyspend");
  }
  return fitTo32Bytes(scriptRoot);
}

/** Copies as Go's copy into a [32]byte: longer values are cut, shorter ones get zeros at the end. */
function fitTo32Bytes(value: Uint8Array): Uint8Array {
  const fitted = new Uint8Array(32);
  fitted.set(value.subarray(0, 32));
  return fitted;
}

interface ParsedRequest extends CreateContext {
  readonly rules: MuSig2Rules;
  readonly keyLocator: KeyLocator;
  readonly points: readonly Uint8Array[];
  readonly tweaks: KeyTweaks;
}

function makeSession(request: MuSig2SessionRequest, parsed: ParsedRequest): CreatedSession {
  const { curve, keyRing, rules, keyLocator, points, tweaks } = parsed;
  const localPubkey = inContext("error deriving private key: ", () => keyRing.publicKey(keyLocator));
  const key = inContext("error creating signing context: error creating MuSig2 signing context: ", () => {
    const ownPoint = rules.pointInKeySet(localPubkey);
    if (!points.some((point) => equalBytes(point, ownPoint))) {
      throw new SignerError("UNKNOWN_KEY", "signing key is not found in key set");
    }
    return aggregateKeys(curve, rules, sortPubkeys(rules, points), tweaks);
  });

  const isPregenerated = rules.takesPregeneratedNonces && request.pregeneratedLocalNonce.length > 0;
  const secretNonce = isPregenerated
    ? copyBytes(request.pregeneratedLocalNonce)
    : freshSecretNonce(parsed, localPubkey, key);
  const localPublicNonce = publicNonceOf(curve, secretNonce);
  const session = new MuSig2Session({
    curve,
    rules,
    key,
    signerCount: points.length,
    keyLocator,
    localPubkey,
    secretNonce,
    localPublicNonce,
    isPregenerated,
  });
  try {
    for (const publicNonce of request.otherSignerPublicNonces) {
      inContext("error registering other signer public nonce: ", () => session.registerNonce(publicNonce));
    }
  } catch (error) {
    session.wipe();
    throw error;
  }
  return {
    session,
    response: {
      kind: "mu_sig2_session_response",
      sessionId: copyBytes(session.id),
      combinedKey: copyBytes(xOnly(key.finalPubkey)),
      taprootInternalKey: tweaks.taprootRoot === undefined ? new Uint8Array(0) : copyBytes(xOnly(key.preTweakPubkey)),
      localPublicNonces: copyBytes(localPublicNonce),
      haveAllNonces: session.haveAllNonces,
      version: request.version,
    },
  };
}

function freshSecretNonce(parsed: ParsedRequest, pubkey: Uint8Array, key: AggregatedKey): Uint8Array {
  const { curve, keyRing, rules, keyLocator, randomBytes } = parsed;
  const random = randomBytes(32);
  const secretKey = keyRing.secretKey(keyLocator);
  try {
    return generateSecretNonce(curve, rules, { random, secretKey, pubkey, combinedKeyX: xOnly(key.finalPubkey) });
  } finally {
    wipe(random, secretKey);
  }
}
