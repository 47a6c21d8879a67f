/** What earlier requests taught, as a port: rules read it, and never write. */
import type { ChannelRecord, LimitMeasure } from "./verdict";

export interface PolicyMemory {
  /** Amount of an output as it was first signed for, or undefined. @param outpoint `txid:index` */
  amountOf(outpoint: string): bigint | undefined;
  /** The channel bound to a funding key of ours. */
  channelOfKey(fundingKeyIndex: number): ChannelRecord | undefined;
  /** The channel that an outpoint funds. */
  channelOfOutpoint(fundingOutpoint: string): ChannelRecord | undefined;
  /** Whether a taproot channel or MuSig2 session was signed before. */
  hasUsedMuSig2(): boolean;
}

/** What limits have counted, as a port. */
export interface LimitLedger {
  /** Sum over the uses of a measure younger than `windowMs`, without the one under `exceptKey`. */
  spentSat(measure: LimitMeasure, windowMs: number, exceptKey: string): bigint;
}
