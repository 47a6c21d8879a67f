/** MuSig2 key aggregation and tweaking (BIP327, "Key Generation and Aggregation", "Tweaking"). Public data only. */
import { hasOddY, xOnly } from "./bip340";
import { compareBytes, concatBytes, equalBytes } from "./bytes";
import type { Curve } from "./curve";
import { SignerError } from "./errors";
import { isBelowGroupOrder } from "./groupOrder";
import type { MuSig2Rules } from "./musig2Rules";
import { taggedHash } from "./taggedHash";

const scalarOne = new Uint8Array(32);
scalarOne[31] = 1;

export interface KeyTweak {
  /** 32 bytes, big-endian. */
  readonly tweak: Uint8Array;
  readonly isXOnly: boolean;
}

export interface KeyTweaks {
  /** Merkle root of a taproot output, empty for BIP86; wins over `generic`, as in lnd. */
  readonly taprootRoot?: Uint8Array | undefined;
  /** Applied in order. */
  readonly generic: readonly KeyTweak[];
}

export interface AggregatedKey {
  /** 33 bytes, with all tweaks. */
  readonly finalPubkey: Uint8Array;
  /** 33 bytes, before the first tweak. */
  readonly preTweakPubkey: Uint8Array;
  /** hash_KeyAgg list, 32 bytes. */
  readonly keysHash: Uint8Array;
  /** Whether the accumulated sign gacc is -1. */
  readonly isNegated: boolean;
  /** The accumulated tweak tacc, a scalar. */
  readonly tweakSum: Uint8Array;
  /** The coefficient of a signer's point, a scalar. */
  coefficient(point: Uint8Array): Uint8Array;
}

/** The keys in the order lnd always aggregates them in. */
export function sortPubkeys(rules: MuSig2Rules, points: readonly Uint8Array[]): Uint8Array[] {
  return [...points].sort((a, b) => compareBytes(rules.serializePubkey(a), rules.serializePubkey(b)));
}

/**
 * Aggregates signer keys and applies the tweaks.
 *
 * @param points 33 bytes each, in aggregation order
 * @throws SignerError BAD_SCALAR for a tweak not below the group order, BAD_POINT when a key becomes infinity
 */
export function aggregateKeys(
  curve: Curve,
  rules: MuSig2Rules,
  points: readonly Uint8Array[],
  tweaks: KeyTweaks,
): AggregatedKey {
  const serialized = points.map(rules.serializePubkey);
  const keysHash = taggedHash("KeyAgg list", ...serialized);
  const first = serialized[0] ?? new Uint8Array(0);
  const secondUnique = serialized.find((key) => !equalBytes(key, first));

  function coefficient(point: Uint8Array): Uint8Array {
    const key = rules.serializePubkey(point);
    if (secondUnique !== undefined && equalBytes(key, secondUnique)) return scalarOne;
    return curve.scalarReduce(taggedHash("KeyAgg coefficient", keysHash, key));
  }

  const weighted = points.map((point) => {
    const factor = coefficient(point);
    return factor === scalarOne ? point : curve.pointMultiply(point, factor);
  });
  const preTweakPubkey = curve.pointAdd(weighted);
  if (preTweakPubkey === undefined) throw new SignerError("BAD_POINT", "combined key is infinity point");

  const applied =
    tweaks.taprootRoot === undefined
      ? tweaks.generic
      : [{ tweak: taggedHash("TapTweak", xOnly(preTweakPubkey), tweaks.taprootRoot), isXOnly: true }];
  let finalPubkey = preTweakPubkey;
  let isNegated = false;
  let tweakSum: Uint8Array = new Uint8Array(32);
  for (const { tweak, isXOnly } of applied) {
    if (!isBelowGroupOrder(tweak)) throw new SignerError("BAD_SCALAR", rules.tweakTooLarge);
    if (isXOnly && hasOddY(finalPubkey)) {
      finalPubkey = negatePoint(finalPubkey);
      isNegated = !isNegated;
      tweakSum = curve.scalarNegate(tweakSum);
    }
    finalPubkey = tweakPoint(curve, finalPubkey, tweak);
    tweakSum = curve.scalarAdd(tweakSum, tweak);
  }
  return { finalPubkey, preTweakPubkey, keysHash, isNegated, tweakSum, coefficient };
}

/** The point with the other y coordinate, compressed. */
export function negatePoint(point: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(hasOddY(point) ? 2 : 3), xOnly(point));
}

function tweakPoint(curve: Curve, point: Uint8Array, tweak: Uint8Array): Uint8Array {
  try {
    return curve.pointTweakAdd(point, tweak);
  } catch (cause) {
    throw new SignerError("BAD_POINT", "tweaked key is infinity point", { cause });
  }
}
