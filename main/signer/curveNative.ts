/**
 * The Curve on libsecp256k1, through the native binding of the npm package `secp256k1`.
 *
 * The binding is handed in by the composition root: this file loads nothing, so the engine stays free of native code
 * and the package's JavaScript fallback has no way in.
 */
import { concatBytes, copyBytes, wipe } from "./bytes";
import type { Curve } from "./curve";
import { SignerError } from "./errors";
import { isBelowGroupOrder } from "./groupOrder";

/**
 * What is used of `secp256k1/bindings.js` 5.0.2. Every function throws on refusal. The privateKey functions write
 * their result into `seckey` and return it; others write into `output` where one is given.
 */
export interface NativeBinding {
  contextRandomize(seed: Uint8Array): void;
  privateKeyVerify(seckey: Uint8Array): boolean;
  privateKeyNegate(seckey: Uint8Array): Uint8Array;
  privateKeyTweakAdd(seckey: Uint8Array, tweak: Uint8Array): Uint8Array;
  privateKeyTweakMul(seckey: Uint8Array, tweak: Uint8Array): Uint8Array;
  publicKeyVerify(pubkey: Uint8Array): boolean;
  publicKeyCreate(seckey: Uint8Array, compressed: boolean, output?: Uint8Array): Uint8Array;
  publicKeyConvert(pubkey: Uint8Array, compressed: boolean): Uint8Array;
  publicKeyCombine(pubkeys: Uint8Array[], compressed: boolean): Uint8Array;
  publicKeyTweakAdd(pubkey: Uint8Array, tweak: Uint8Array, compressed: boolean): Uint8Array;
  publicKeyTweakMul(pubkey: Uint8Array, tweak: Uint8Array, compressed: boolean): Uint8Array;
  ecdsaSign(
    digest: Uint8Array,
    seckey: Uint8Array,
    options: undefined,
    output: Uint8Array,
  ): { signature: Uint8Array; recid: number };
  ecdsaRecover(signature: Uint8Array, recid: number, digest: Uint8Array, compressed: boolean): Uint8Array;
  ecdh(pubkey: Uint8Array, seckey: Uint8Array, options: undefined, output: Uint8Array): Uint8Array;
}

/** Builds the native Curve on an already loaded binding. */
export function createNativeCurve(binding: NativeBinding): Curve {
  // An array of this size lives on the JavaScript heap, and native code that looks at it makes it a buffer of its own:
  // that takes longer than to copy it to where one is. What holds a secret is wiped after each use.
  const [secretSlot, scalarSlot, digestSlot, sharedSlot] = [buffered(32), buffered(32), buffered(32), buffered(32)];
  const [signatureSlot, pointSlot] = [buffered(64), buffered(33)];

  const isPoint = (point: Uint8Array): boolean =>
    (point.length === 33 || point.length === 65) && binding.publicKeyVerify(point);
  const isSecretKey = (secretKey: Uint8Array): boolean =>
    secretKey.length === 32 && binding.privateKeyVerify(secretKey);

  function assertScalar(scalar: Uint8Array): void {
    if (scalar.length !== 32) throw new SignerError("BAD_LENGTH", `scalar must be 32 bytes, got ${scalar.length}`);
  }

  function assertDigest(digest: Uint8Array): void {
    if (digest.length !== 32) throw new SignerError("BAD_LENGTH", `digest must be 32 bytes, got ${digest.length}`);
  }

  /** Puts a secret key where the binding takes it from; whether it is one is left to the binding. */
  function takeSecretKey(secretKey: Uint8Array): void {
    if (secretKey.length !== 32) throw badScalar();
    secretSlot.set(secretKey);
  }

  /** Two negations: libsecp256k1 reduces on the way in, so the pair is a constant-time reduction mod n. */
  function reduce(value: Uint8Array): Uint8Array {
    assertScalar(value);
    secretSlot.set(value);
    try {
      binding.privateKeyNegate(secretSlot);
      return copyBytes(binding.privateKeyNegate(secretSlot));
    } finally {
      wipe(secretSlot);
    }
  }

  /**
   * Runs an in-place scalar operation. The binding reduces the first operand itself; it refuses a second one that is
   * not below n, and a zero result or factor, after it has zeroed the buffer. Zero is the right answer once both
   * operands are reduced. No secret and no hash takes the second path but with a probability of 2^-127.
   */
  function tweak(operation: (seckey: Uint8Array, tweak: Uint8Array) => Uint8Array, a: Uint8Array, b: Uint8Array) {
    assertScalar(a);
    assertScalar(b);
    secretSlot.set(a);
    scalarSlot.set(b);
    try {
      return copyBytes(operation(secretSlot, scalarSlot));
    } catch {
      return tweakReduced(operation, a, b);
    } finally {
      wipe(secretSlot, scalarSlot);
    }
  }

  function tweakReduced(
    operation: (seckey: Uint8Array, tweak: Uint8Array) => Uint8Array,
    a: Uint8Array,
    b: Uint8Array,
  ) {
    const result = copyBytes(a);
    const reducedB = reduce(b);
    try {
      return operation(result, reducedB);
    } catch {
      return result.fill(0);
    } finally {
      reducedB.fill(0);
    }
  }

  const multiply = (a: Uint8Array, b: Uint8Array): Uint8Array => tweak(binding.privateKeyTweakMul, a, b);

  function negate(a: Uint8Array): Uint8Array {
    assertScalar(a);
    return binding.privateKeyNegate(copyBytes(a));
  }

  /**
   * factor * P + scalar * G in one variable-time step, which is what the recovery of an ECDSA key computes:
   *
   *   recover(r, s, digest) = r^-1 * (s * P - digest * G)  where P is the point with x = r and the given parity of y
   *
   * so that r = P.x, s = factor * P.x and digest = -scalar * P.x give the sum (SEC 1, section 4.1.6).
   *
   * @returns undefined where that does not work: scalars of zero, x coordinates at or above n, other encodings of a
   *   point, what is no point, and sums at infinity
   */
  function recoverSum(point: Uint8Array, factor: Uint8Array, scalar: Uint8Array): Uint8Array | undefined {
    const x = point.subarray(1);
    const parity = (point[0] ?? 0) - 2;
    if ((parity !== 0 && parity !== 1) || ![x, factor, scalar].every(isSecretKey)) return undefined;
    try {
      return binding.ecdsaRecover(concatBytes(x, multiply(factor, x)), parity, negate(multiply(scalar, x)), true);
    } catch {
      return undefined;
    }
  }

  /** The same sum step by step. @throws SignerError BAD_POINT, BAD_SCALAR */
  function addProducts(point: Uint8Array, factor: Uint8Array, scalar: Uint8Array): Uint8Array | undefined {
    if (!isPoint(point)) throw badPoint();
    if (!isBelowGroupOrder(factor) || !isBelowGroupOrder(scalar)) throw badScalar();
    const product = isSecretKey(factor) ? [binding.publicKeyTweakMul(point, factor, true)] : [];
    return pointAdd(isSecretKey(scalar) ? [...product, binding.publicKeyCreate(scalar, true)] : product);
  }

  function pointAdd(points: readonly Uint8Array[]): Uint8Array | undefined {
    if (points.length === 0) return undefined;
    try {
      return binding.publicKeyCombine([...points], true);
    } catch {
      if (!points.every(isPoint)) throw badPoint();
      return undefined;
    }
  }

  /** Says why a point operation was refused: an unreadable point, a bad scalar, or a sum at infinity. */
  function pointFailure(point: Uint8Array, scalar: Uint8Array, zeroIsBad: boolean): SignerError {
    if (!isPoint(point)) return badPoint();
    if (!isSecretKey(scalar) && (zeroIsBad || scalar.some((byte) => byte !== 0))) return badScalar();
    return new SignerError("BAD_POINT", "the result is the point at infinity");
  }

  return {
    backend: "native",
    isValidSecretKey: isSecretKey,

    publicKey(secretKey) {
      takeSecretKey(secretKey);
      try {
        return copyBytes(binding.publicKeyCreate(secretSlot, true, pointSlot));
      } catch (error) {
        throw isSecretKey(secretKey) ? error : badScalar();
      } finally {
        wipe(secretSlot);
      }
    },

    compressPoint(point) {
      try {
        return binding.publicKeyConvert(point, true);
      } catch {
        throw badPoint();
      }
    },

    uncompressPoint(point) {
      try {
        return binding.publicKeyConvert(point, false);
      } catch {
        throw badPoint();
      }
    },

    ecdsaSign(digest, secretKey) {
      assertDigest(digest);
      // RFC 6979 section 3.2 feeds the digest mod n into the nonce; libsecp256k1 feeds it as it comes.
      digestSlot.set(isBelowGroupOrder(digest) ? digest : reduce(digest));
      takeSecretKey(secretKey);
      try {
        const { signature, recid } = binding.ecdsaSign(digestSlot, secretSlot, undefined, signatureSlot);
        return { signature: copyBytes(signature), recoveryId: recid };
      } catch (error) {
        throw isSecretKey(secretKey) ? error : badScalar();
      } finally {
        wipe(secretSlot);
      }
    },

    ecdh(point, secretKey) {
      takeSecretKey(secretKey);
      try {
        return copyBytes(binding.ecdh(point, secretSlot, undefined, sharedSlot));
      } catch {
        throw isSecretKey(secretKey) ? badPoint() : badScalar();
      } finally {
        wipe(secretSlot, sharedSlot);
      }
    },

    scalarAdd: (a, b) => tweak(binding.privateKeyTweakAdd, a, b),
    scalarMultiply: multiply,
    scalarNegate: negate,
    scalarReduce: reduce,

    pointTweakAdd(point, scalar) {
      assertScalar(scalar);
      try {
        return binding.publicKeyTweakAdd(point, scalar, true);
      } catch {
        throw pointFailure(point, scalar, false);
      }
    },

    pointMultiply(point, scalar) {
      assertScalar(scalar);
      try {
        return binding.publicKeyTweakMul(point, scalar, true);
      } catch {
        throw pointFailure(point, scalar, true);
      }
    },

    pointMultiplyAdd(point, factor, scalar) {
      assertScalar(factor);
      assertScalar(scalar);
      return recoverSum(point, factor, scalar) ?? addProducts(point, factor, scalar);
    },

    pointAdd,
  };
}

function buffered(length: number): Uint8Array {
  return new Uint8Array(new ArrayBuffer(length));
}

function badPoint(): SignerError {
  return new SignerError("BAD_POINT", "not a point of secp256k1 in SEC1 form");
}

function badScalar(): SignerError {
  return new SignerError("BAD_SCALAR", "scalar is not in the range of secp256k1 secret keys");
}
