/**
 * The Curve on @noble/curves, where no trusted native binding exists.
 *
 * Secret point multiplications and the ECDSA nonce inversion are blinded by the library (2.3 and later). bigint
 * arithmetic is not constant time, and strings of digits are never made from it here.
 */
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToNumberBE } from "@noble/curves/utils.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { copyBytes } from "./bytes";
import type { Curve } from "./curve";
import { SignerError } from "./errors";

const Point = secp256k1.Point;
const Fn = Point.Fn;
type CurvePoint = InstanceType<typeof Point>;

/** Builds the portable Curve. */
export function createPortableCurve(): Curve {
  return {
    backend: "portable",
    isValidSecretKey: (secretKey) => secretKey.length === 32 && secp256k1.utils.isValidSecretKey(secretKey),

    publicKey(secretKey) {
      assertSecretKey(secretKey);
      return secp256k1.getPublicKey(secretKey, true);
    },

    compressPoint: (point) => parsePoint(point).toBytes(true),
    uncompressPoint: (point) => parsePoint(point).toBytes(false),

    ecdsaSign(digest, secretKey) {
      if (digest.length !== 32) throw new SignerError("BAD_LENGTH", `digest must be 32 bytes, got ${digest.length}`);
      assertSecretKey(secretKey);
      // recovery id (1) || r (32) || s (32)
      const recovered = secp256k1.sign(digest, secretKey, {
        prehash: false,
        lowS: true,
        extraEntropy: false,
        format: "recovered",
      });
      return { signature: recovered.slice(1), recoveryId: recovered[0] ?? 0 };
    },

    ecdh(point, secretKey) {
      assertSecretKey(secretKey);
      const shared = parsePoint(point).multiply(Fn.fromBytes(secretKey)).toBytes(true);
      try {
        return sha256(shared);
      } finally {
        shared.fill(0);
      }
    },

    scalarAdd: (a, b) => Fn.toBytes(Fn.add(readScalar(a), readScalar(b))),
    scalarMultiply: (a, b) => Fn.toBytes(Fn.mul(readScalar(a), readScalar(b))),
    scalarNegate: (a) => Fn.toBytes(Fn.neg(readScalar(a))),
    scalarReduce: (value) => Fn.toBytes(readScalar(value)),

    pointTweakAdd(point, scalar) {
      const parsed = parsePoint(point);
      const sum = parsed.add(Point.BASE.multiplyUnsafe(readCanonicalScalar(scalar)));
      if (sum.is0()) throw new SignerError("BAD_POINT", "the result is the point at infinity");
      return sum.toBytes(true);
    },

    pointMultiply(point, scalar) {
      const parsed = parsePoint(point);
      const factor = readCanonicalScalar(scalar);
      if (factor === 0n) throw badScalar();
      return parsed.multiplyUnsafe(factor).toBytes(true);
    },

    pointMultiplyAdd(point, factor, scalar) {
      const parsed = parsePoint(point);
      const product = parsed.multiplyUnsafe(readCanonicalScalar(factor));
      const sum = product.add(Point.BASE.multiplyUnsafe(readCanonicalScalar(scalar)));
      return sum.is0() ? undefined : sum.toBytes(true);
    },

    pointAdd(points) {
      const sum = points.reduce((total, point) => total.add(parsePoint(point)), Point.ZERO);
      return sum.is0() ? undefined : sum.toBytes(true);
    },
  };
}

/** Parses 33- and 65-byte SEC1 points; a hybrid first byte (06, 07) must name the parity of y. */
function parsePoint(point: Uint8Array): CurvePoint {
  try {
    const first = point[0];
    if (point.length !== 65 || (first !== 6 && first !== 7)) return Point.fromBytes(point);
    if (((point[64] ?? 0) & 1) !== (first & 1)) throw badPoint();
    const uncompressed = copyBytes(point);
    uncompressed[0] = 4;
    return Point.fromBytes(uncompressed);
  } catch {
    throw badPoint();
  }
}

/** Reads 32 bytes big-endian, reduced mod n. */
function readScalar(bytes: Uint8Array): bigint {
  if (bytes.length !== 32) throw new SignerError("BAD_LENGTH", `scalar must be 32 bytes, got ${bytes.length}`);
  return Fn.create(bytesToNumberBE(bytes));
}

/** Reads 32 bytes big-endian that must be below n already. */
function readCanonicalScalar(bytes: Uint8Array): bigint {
  if (bytes.length !== 32) throw new SignerError("BAD_LENGTH", `scalar must be 32 bytes, got ${bytes.length}`);
  const scalar = bytesToNumberBE(bytes);
  if (scalar >= Fn.ORDER) throw badScalar();
  return scalar;
}

function assertSecretKey(secretKey: Uint8Array): void {
  if (secretKey.length !== 32 || !secp256k1.utils.isValidSecretKey(secretKey)) throw badScalar();
}

function badPoint(): SignerError {
  return new SignerError("BAD_POINT", "not a point of secp256k1 in SEC1 form");
}

function badScalar(): SignerError {
  return new SignerError("BAD_SCALAR", "scalar is not in the range of secp256k1 secret keys");
}
