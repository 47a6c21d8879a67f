/** Outputs of channels, spent as a thief likes. */

import {
  randomKeyPair,
  revocationPubkey,
  singleTweak,
  taprootOutputKey,
  tweakedPubkey,
} from "../../main/practice/chain/points";
import { anchor, offeredHtlc, p2tr, p2wkh, p2wsh, toLocal, toRemoteAnchors } from "../../main/practice/chain/scripts";
import type { Transaction, TxOutput } from "../../main/practice/chain/transaction";
import type { Exchange } from "../../main/practice/exchange";
import { type Channel, remoteCommitmentKeys } from "../../main/practice/traffic/channel";
import { someBytes } from "../../main/practice/traffic/dice";
import { remoteSign, type SignDescriptor } from "../../main/practice/traffic/remoteSign";
import { sighash } from "../../main/practice/verify/sighash";
import type { Thief } from "./attack";

/** What it takes to spend one output of a channel. */
export interface ChannelCoin extends Pick<SignDescriptor, "key" | "spend" | "singleTweak" | "doubleTweak"> {
  readonly output: TxOutput;
  readonly sequence: number;
  readonly sighashType?: number;
}

export function someChannel({ world }: Thief, hasAnchors = true): Channel {
  const channel = world.channels.find((each) => each.hasAnchors === hasAnchors);
  if (channel === undefined) throw new Error("the world has channels of both kinds");
  return channel;
}

/** Our balance after our own force-close. */
export function toLocalCoin({ local, remote, csvDelay }: Channel): ChannelCoin {
  const commitPoint = randomKeyPair().pubkey;
  const delayedKey = tweakedPubkey(local.delay.pubkey, commitPoint);
  const witnessScript = toLocal(revocationPubkey(remote.revocation, commitPoint), delayedKey, csvDelay);
  return {
    output: { amountSat: 700_000n, script: p2wsh(witnessScript) },
    sequence: csvDelay,
    key: local.delay,
    spend: { kind: "p2wsh", witnessScript },
    singleTweak: singleTweak(local.delay.pubkey, commitPoint),
  };
}

/** Our balance on the remote's commitment. */
export function toRemoteCoin({ local }: Channel, form: "script" | "key-hash" = "script"): ChannelCoin {
  const common = { key: local.payment, sequence: 1 };
  if (form === "key-hash") {
    return {
      ...common,
      output: { amountSat: 700_000n, script: p2wkh(local.payment.pubkey) },
      spend: { kind: "p2wkh" },
    };
  }
  const witnessScript = toRemoteAnchors(local.payment.pubkey);
  return {
    ...common,
    output: { amountSat: 700_000n, script: p2wsh(witnessScript) },
    spend: { kind: "p2wsh", witnessScript },
  };
}

/** An HTLC on the remote's commitment. */
export function htlcCoin(channel: Channel): ChannelCoin {
  const keys = remoteCommitmentKeys(channel, randomKeyPair().pubkey);
  const witnessScript = offeredHtlc(keys, someBytes(32), channel.hasAnchors);
  return {
    output: { amountSat: 150_000n, script: p2wsh(witnessScript) },
    sequence: channel.hasAnchors ? 1 : 0,
    key: channel.local.htlc,
    spend: { kind: "p2wsh", witnessScript },
    singleTweak: singleTweak(channel.local.htlc.pubkey, keys.commitPoint),
  };
}

/** What the remote's revoked commitment left us. */
export function revokedCoin({ local, remote, csvDelay }: Channel): ChannelCoin {
  const commitSecret = randomKeyPair();
  const witnessScript = toLocal(
    revocationPubkey(local.revocation.pubkey, commitSecret.pubkey),
    tweakedPubkey(remote.delay, commitSecret.pubkey),
    csvDelay,
  );
  return {
    output: { amountSat: 700_000n, script: p2wsh(witnessScript) },
    sequence: 0,
    key: local.revocation,
    spend: { kind: "p2wsh", witnessScript },
    doubleTweak: commitSecret.secretKey,
  };
}

export function anchorCoin({ local }: Channel): ChannelCoin {
  const witnessScript = anchor(local.multiSig.pubkey);
  return {
    output: { amountSat: 330n, script: p2wsh(witnessScript) },
    sequence: 0,
    key: local.multiSig,
    spend: { kind: "p2wsh", witnessScript },
  };
}

/** The local anchor of a taproot channel. */
export function taprootAnchorCoin({ local }: Channel, amountSat = 330n): ChannelCoin {
  const commitPoint = randomKeyPair().pubkey;
  const merkleRoot = someBytes(32);
  const outputKey = taprootOutputKey(tweakedPubkey(local.delay.pubkey, commitPoint), merkleRoot);
  return {
    output: { amountSat, script: p2tr(outputKey) },
    sequence: 0,
    sighashType: sighash.default,
    key: local.delay,
    spend: { kind: "taproot-key", merkleRoot },
    singleTweak: singleTweak(local.delay.pubkey, commitPoint),
  };
}

/** The channel's funding output itself. */
function fundingCoin({ local, fundingOutput, fundingScript }: Channel): ChannelCoin {
  return {
    output: fundingOutput,
    sequence: 0xffff_ffff,
    key: local.multiSig,
    spend: { kind: "p2wsh", witnessScript: fundingScript },
  };
}

/** Spends one output of a channel into these. */
export function spendChannelCoin(coin: ChannelCoin, outputs: readonly TxOutput[], variant: string): Exchange {
  const { output, sequence, sighashType = sighash.all, ...rest } = coin;
  const tx: Transaction = {
    version: 2,
    inputs: [{ txidBytes: someBytes(32), index: 0, sequence }],
    outputs,
    locktime: 0,
  };
  return remoteSign({ ...rest, variant, tx, spent: [output], inputIndex: 0, sighashType });
}

/** Spends a channel's funding output into these: a close, or whatever else the two keys can sign. */
export function spendFunding(
  channel: Channel,
  outputs: readonly TxOutput[],
  { locktime = 0, sequence = 0xffff_fffd, sighashType = sighash.all as number } = {},
): Exchange {
  const { output, sequence: _, ...rest } = fundingCoin(channel);
  const { fundingTxid, fundingIndex } = channel;
  const tx: Transaction = {
    version: 2,
    inputs: [{ txidBytes: fundingTxid, index: fundingIndex, sequence }],
    outputs,
    locktime,
  };
  return remoteSign({
    ...rest,
    variant: "a spend of the funding output",
    tx,
    spent: [output],
    inputIndex: 0,
    sighashType,
  });
}
