/**
 * The port between the engine and a secp256k1 implementation.
 *
 * Whatever touches a secret here must be constant time in the native backend (docs/adr). Inputs are never modified
 * or kept; outputs are fresh. Scalars are 32 bytes big-endian, points 33 bytes compressed unless said otherwise.
 */
export interface Curve {
  /** "native" is libsecp256k1 through its prebuilt binding, "portable" is @noble/curves with blinded scalars. */
  readonly backend: "native" | "portable";

  /** True for 0 < scalar < n. */
  isValidSecretKey(secretKey: Uint8Array): boolean;
  /** secretKey * G, compressed. @throws SignerError BAD_SCALAR */
  publicKey(secretKey: Uint8Array): Uint8Array;
  /** Parses 33- or 65-byte SEC1 points (hybrid included) to 33 bytes. @throws SignerError BAD_POINT */
  compressPoint(point: Uint8Array): Uint8Array;
  /** Compressed to 65-byte uncompressed. @throws SignerError BAD_POINT */
  uncompressPoint(point: Uint8Array): Uint8Array;

  /** RFC6979, low-S, no extra entropy. `signature` is r || s, 64 bytes; `recoveryId` belongs to the low-S form. */
  ecdsaSign(digest: Uint8Array, secretKey: Uint8Array): { signature: Uint8Array; recoveryId: number };
  /** SHA256 of the compressed point secretKey * point: lnd's and BOLT8's shared key. */
  ecdh(point: Uint8Array, secretKey: Uint8Array): Uint8Array;

  /** a + b mod n. Unlike the point operations a zero result or operand is allowed. */
  scalarAdd(a: Uint8Array, b: Uint8Array): Uint8Array;
  /** a * b mod n. */
  scalarMultiply(a: Uint8Array, b: Uint8Array): Uint8Array;
  /** -a mod n. */
  scalarNegate(a: Uint8Array): Uint8Array;
  /** 32 bytes, any value, reduced mod n. */
  scalarReduce(value: Uint8Array): Uint8Array;

  /** point + scalar * G. Public data only. @throws SignerError BAD_POINT when the sum is infinity */
  pointTweakAdd(point: Uint8Array, scalar: Uint8Array): Uint8Array;
  /** scalar * point. Public data only. @throws SignerError BAD_SCALAR for zero */
  pointMultiply(point: Uint8Array, scalar: Uint8Array): Uint8Array;
  /**
   * factor * point + scalar * G, undefined for infinity. Public data only.
   *
   * @throws SignerError BAD_POINT; BAD_SCALAR for scalars not below n, zero being allowed
   */
  pointMultiplyAdd(point: Uint8Array, factor: Uint8Array, scalar: Uint8Array): Uint8Array | undefined;
  /** Sum of points, undefined for infinity. Public data only. */
  pointAdd(points: readonly Uint8Array[]): Uint8Array | undefined;
}
