/**
 * Fixed vectors a curve must reproduce before it is given a key.
 *
 * The values were computed with @noble/secp256k1, which no backend here is built on. The zero cases matter most: they
 * rest on how libsecp256k1 leaves a buffer after refusing (curveNative).
 */
import { bytesToHex, equalBytes, hexToBytes } from "./bytes";
import type { Curve } from "./curve";

const secretKey = hexToBytes("0ecae09090039edff97a52131f5b55f0138efc75ad6133f20eb454daf5f9f961");
const pubkey = hexToBytes("0238aef74915127dc20638d52affce01c32050860bc5ec925aa9c6859b5b797321");
const peerPubkey = hexToBytes("02e8c771cd26642c30ffb496899351950486953d4fce2ba44f4030ce0f9a47269a");
const peerPubkeyUncompressedHex = `04${bytesToHex(peerPubkey).slice(2)}f57ae19d36de6ab929aa3ea6f9c213240a05600dcccc9a1836c45a8d7b9e61b6`;
const negatedPeerPubkey = hexToBytes(`03${bytesToHex(peerPubkey).slice(2)}`);
const negatedPubkey = hexToBytes(`03${bytesToHex(pubkey).slice(2)}`);
const digest = hexToBytes("8354caad4e95b001df8c6b7a7befe5247e7b5ce3df298c87e3eea94fd1d6ae48");
const zero = new Uint8Array(32);
const one = hexToBytes("01".padStart(64, "0"));
const two = hexToBytes("02".padStart(64, "0"));
const order = hexToBytes("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
const minusOne = hexToBytes("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140");

const vectors: readonly (readonly [
  name: string,
  run: (curve: Curve) => Uint8Array | undefined,
  expectedHex: string,
])[] = [
  ["publicKey", (curve) => curve.publicKey(secretKey), bytesToHex(pubkey)],
  [
    "ecdsaSign",
    (curve) => curve.ecdsaSign(digest, secretKey).signature,
    "a9047dddbe6c41db6f4fda7bb53f3afb98fe872419c60e70673d6e9185b6748177774fd4b490bae9414244621fca443e2669ca1da90287302f07a2846307ed39",
  ],
  // RFC 6979 reduces a digest at or above the order first; libsecp256k1 by itself does not
  [
    "ecdsaSign of a large digest",
    (curve) => curve.ecdsaSign(new Uint8Array(32).fill(0xff), secretKey).signature,
    "e291ee3a3875ab2add024b8b7895a580408be03d11492d0d8e1e93c0242e938069c3e0a09429834ade5bc75d8000c14033964d8bbb01f9fe4c1fb6f054521798",
  ],
  ["recoveryId", (curve) => Uint8Array.of(curve.ecdsaSign(digest, secretKey).recoveryId), "01"],
  [
    "ecdh",
    (curve) => curve.ecdh(peerPubkey, secretKey),
    "5c9bd272462d4821fdc0af40885474218d7b6620aca9e6bdca36a06ceb2455c7",
  ],
  ["compressPoint", (curve) => curve.compressPoint(hexToBytes(peerPubkeyUncompressedHex)), bytesToHex(peerPubkey)],
  ["uncompressPoint", (curve) => curve.uncompressPoint(peerPubkey), peerPubkeyUncompressedHex],
  [
    "scalarAdd",
    (curve) => curve.scalarAdd(secretKey, digest),
    "921fab3dde994ee1d906bd8d9b4b3b14920a59598c8ac079f2a2fe2ac7d0a7a9",
  ],
  ["scalarAdd past the order", (curve) => curve.scalarAdd(minusOne, two), bytesToHex(one)],
  ["scalarAdd to zero", (curve) => curve.scalarAdd(minusOne, one), bytesToHex(zero)],
  ["scalarAdd of zero", (curve) => curve.scalarAdd(zero, secretKey), bytesToHex(secretKey)],
  ["scalarAdd with zero", (curve) => curve.scalarAdd(secretKey, zero), bytesToHex(secretKey)],
  [
    "scalarMultiply",
    (curve) => curve.scalarMultiply(secretKey, digest),
    "e22d0b5edf6fc47318acef4f8d810d18e84a77a871e7860cca43833d3daef1a7",
  ],
  ["scalarMultiply with zero", (curve) => curve.scalarMultiply(secretKey, zero), bytesToHex(zero)],
  ["scalarMultiply of zero", (curve) => curve.scalarMultiply(zero, secretKey), bytesToHex(zero)],
  [
    "scalarNegate",
    (curve) => curve.scalarNegate(secretKey),
    "f1351f6f6ffc61200685adece0a4aa0ea71fe07101e76c49b11e09b1da3c47e0",
  ],
  ["scalarNegate of zero", (curve) => curve.scalarNegate(zero), bytesToHex(zero)],
  ["scalarReduce", (curve) => curve.scalarReduce(minusOne), bytesToHex(minusOne)],
  ["scalarReduce of the order", (curve) => curve.scalarReduce(order), bytesToHex(zero)],
  [
    "scalarReduce above the order",
    (curve) => curve.scalarReduce(new Uint8Array(32).fill(0xff)),
    "000000000000000000000000000000014551231950b75fc4402da1732fc9bebe",
  ],
  [
    "pointTweakAdd",
    (curve) => curve.pointTweakAdd(peerPubkey, digest),
    "0260fca7db274ca878491ad9157e82a59ea96f2b6231a8e48156d0136c685c626e",
  ],
  [
    "pointMultiply",
    (curve) => curve.pointMultiply(peerPubkey, digest),
    "021ec33870f5b16f0677448673f56eff3a60069909b0b20f813dea3575c017f92c",
  ],
  [
    "pointMultiplyAdd",
    (curve) => curve.pointMultiplyAdd(peerPubkey, digest, secretKey),
    "0287ef7a0b0b27f16f7e79f91cc2cf12dda9a0b93faa9d76439d42b61e859a8a80",
  ],
  [
    "pointMultiplyAdd of odd y",
    (curve) => curve.pointMultiplyAdd(negatedPeerPubkey, digest, secretKey),
    "02bc95a590438a7a56b7c06ba80b311b6cfa7ba74bfc7a095d83b5899ec9fe3450",
  ],
  ["pointMultiplyAdd of zero", (curve) => curve.pointMultiplyAdd(peerPubkey, zero, secretKey), bytesToHex(pubkey)],
  ["pointMultiplyAdd with zero", (curve) => curve.pointMultiplyAdd(peerPubkey, one, zero), bytesToHex(peerPubkey)],
  [
    "pointMultiplyAdd to infinity",
    (curve) => curve.pointMultiplyAdd(negatedPubkey, one, secretKey) ?? zero,
    bytesToHex(zero),
  ],
  [
    "pointAdd",
    (curve) => curve.pointAdd([peerPubkey, pubkey]),
    "039723999bf45a8fc5570b0986e8bede522a20af65a41341be9301dc75c6a5d67e",
  ],
  ["pointAdd to infinity", (curve) => curve.pointAdd([pubkey, negatedPubkey]) ?? zero, bytesToHex(zero)],
];

/** Runs every vector; the name of the first that fails, or undefined when the curve may be trusted. Never throws. */
export function failedSelfTest(curve: Curve): string | undefined {
  for (const [name, run, expectedHex] of vectors) {
    try {
      const answer = run(curve);
      if (answer === undefined || !equalBytes(answer, hexToBytes(expectedHex))) return name;
    } catch {
      return name;
    }
  }
  return undefined;
}
