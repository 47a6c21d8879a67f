/** A channel between the practice node and a peer it makes up: the keys and scripts BOLT3 derives from both sides. */
import { randomKeyPair, revocationPubkey, tweakedPubkey } from "../chain/points";
import { funding, p2wsh } from "../chain/scripts";
import type { TxOutput } from "../chain/transaction";
import type { SignerKey, WatchOnlyKeys } from "../watchOnlyKeys";
import { between, pick, someBytes, someSats } from "./dice";
import { aliases } from "./names";

/** Base keys of our side by role; families of lnd keychain/derivation.go. */
interface LocalBasepoints {
  readonly multiSig: SignerKey;
  readonly revocation: SignerKey;
  readonly htlc: SignerKey;
  readonly payment: SignerKey;
  readonly delay: SignerKey;
  readonly revocationRoot: SignerKey;
}

export interface Channel {
  readonly local: LocalBasepoints;
  readonly remote: {
    readonly nodeKey: Uint8Array;
    readonly alias: string;
    readonly multiSigSecretKey: Uint8Array;
    readonly multiSig: Uint8Array;
    readonly revocation: Uint8Array;
    readonly htlc: Uint8Array;
    readonly payment: Uint8Array;
    readonly delay: Uint8Array;
  };
  readonly hasAnchors: boolean;
  readonly isPublic: boolean;
  readonly capacitySat: bigint;
  readonly fundingTxid: Uint8Array;
  readonly fundingIndex: number;
  readonly fundingScript: Uint8Array;
  readonly fundingOutput: TxOutput;
  readonly csvDelay: number;
  readonly blockHeight: number;
  readonly txIndex: number;
  /** 48 bits that hide the commitment number (BOLT3). */
  readonly obscuringFactor: bigint;
  /** Moves with every update. */
  readonly state: ChannelState;
}

interface ChannelState {
  /** Number of the newest commitment, from 0. */
  number: number;
  /** Our balance, HTLCs that we offered included. */
  oursSat: bigint;
}

/** The next state: something was paid, in either direction. Neither side ever runs dry. */
export function updateState({ capacitySat, state }: Channel): void {
  state.number += 1;
  const movedSat = (capacitySat * BigInt(between(-3, 3))) / 100n;
  const movedTo = state.oursSat + movedSat;
  if (movedTo > capacitySat / 5n && movedTo < (capacitySat * 4n) / 5n) state.oursSat = movedTo;
}

/** @param index of the keys in each family; lnd counts families separately, but they grow together */
export function makeChannel(keys: WatchOnlyKeys, index: number, height: number): Channel {
  const local: LocalBasepoints = {
    multiSig: keys.channelKey(0, index),
    revocation: keys.channelKey(1, index),
    htlc: keys.channelKey(2, index),
    payment: keys.channelKey(3, index),
    delay: keys.channelKey(4, index),
    // lnd never uses index 0 of this family.
    revocationRoot: keys.channelKey(5, index + 1),
  };
  const remoteMultiSig = randomKeyPair();
  const fundingScript = funding(local.multiSig.pubkey, remoteMultiSig.pubkey);
  const capacitySat = someSats(200_000, 16_000_000);
  return {
    local,
    remote: {
      nodeKey: randomKeyPair().pubkey,
      alias: pick(aliases),
      multiSigSecretKey: remoteMultiSig.secretKey,
      multiSig: remoteMultiSig.pubkey,
      revocation: randomKeyPair().pubkey,
      htlc: randomKeyPair().pubkey,
      payment: randomKeyPair().pubkey,
      delay: randomKeyPair().pubkey,
    },
    hasAnchors: index % 4 !== 0,
    isPublic: index % 5 !== 0,
    capacitySat,
    fundingTxid: someBytes(32),
    fundingIndex: between(0, 1),
    fundingScript,
    fundingOutput: { amountSat: capacitySat, script: p2wsh(fundingScript) },
    csvDelay: pick([144, 433, 720, 2016]),
    blockHeight: height - between(6, 40_000),
    txIndex: between(1, 2_400),
    obscuringFactor: BigInt(`0x${Buffer.from(someBytes(6)).toString("hex")}`),
    state: { number: 0, oursSat: (capacitySat * BigInt(between(25, 75))) / 100n },
  };
}

/** Public keys of one commitment transaction, seen from its owner. */
export interface CommitmentKeys {
  readonly commitPoint: Uint8Array;
  readonly revocationKey: Uint8Array;
  readonly delayedKey: Uint8Array;
  readonly ownerHtlcKey: Uint8Array;
  readonly otherHtlcKey: Uint8Array;
  /** Key of the to_remote output. */
  readonly toRemoteKey: Uint8Array;
}

export function remoteCommitmentKeys(channel: Channel, commitPoint: Uint8Array): CommitmentKeys {
  const { local, remote } = channel;
  return {
    commitPoint,
    revocationKey: revocationPubkey(local.revocation.pubkey, commitPoint),
    delayedKey: tweakedPubkey(remote.delay, commitPoint),
    ownerHtlcKey: tweakedPubkey(remote.htlc, commitPoint),
    otherHtlcKey: tweakedPubkey(local.htlc.pubkey, commitPoint),
    toRemoteKey: local.payment.pubkey,
  };
}

export function localCommitmentKeys(channel: Channel, commitPoint: Uint8Array): CommitmentKeys {
  const { local, remote } = channel;
  return {
    commitPoint,
    revocationKey: revocationPubkey(remote.revocation, commitPoint),
    delayedKey: tweakedPubkey(local.delay.pubkey, commitPoint),
    ownerHtlcKey: tweakedPubkey(local.htlc.pubkey, commitPoint),
    otherHtlcKey: tweakedPubkey(remote.htlc, commitPoint),
    toRemoteKey: remote.payment,
  };
}

/** BOLT7: block(24 bits) || transaction(24) || output(16), big endian. */
export function shortChannelId(channel: Channel): Uint8Array {
  const id = (BigInt(channel.blockHeight) << 40n) | (BigInt(channel.txIndex) << 16n) | BigInt(channel.fundingIndex);
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, id);
  return out;
}
