/** Signatures for commitment transactions, their HTLCs and closes (BOLT3; lnd lnwallet/channel.go). */
import { randomKeyPair, singleTweak } from "../chain/points";
import { anchor, offeredHtlc, p2wkh, p2wsh, receivedHtlc, toLocal, toRemoteAnchors } from "../chain/scripts";
import { type Transaction, type TxOutput, txidBytes } from "../chain/transaction";
import type { Exchange } from "../exchange";
import { sighash } from "../verify/sighash";
import { type Channel, type CommitmentKeys, localCommitmentKeys, remoteCommitmentKeys } from "./channel";
import { between, chance, someBytes, someSats } from "./dice";
import { remoteSign } from "./remoteSign";
import { strangerOutput, type World } from "./world";

const anchorSat = 330n;
/** Fee and anchors, which the remote pays: it opened the channel. */
const commitmentFeeSat = 2_000n;

export interface Htlc {
  readonly amountSat: bigint;
  readonly paymentHash: Uint8Array;
  readonly expiryHeight: number;
  /** Whether the owner of the commitment offered it. */
  readonly isOffered: boolean;
}

export interface Commitment {
  readonly tx: Transaction;
  readonly keys: CommitmentKeys;
  readonly htlcs: readonly { readonly htlc: Htlc; readonly witnessScript: Uint8Array; readonly outputIndex: number }[];
  readonly toLocal: { readonly witnessScript: Uint8Array; readonly outputIndex: number };
  readonly toRemoteIndex: number;
}

/** HTLCs that either side can afford, all together. */
export function someHtlcs(world: World, { capacitySat }: Channel, count: number): Htlc[] {
  const mostSat = Math.min(150_000, Number(capacitySat) / (10 * Math.max(1, count)));
  return Array.from({ length: count }, () => ({
    amountSat: someSats(600, mostSat),
    paymentHash: someBytes(32),
    expiryHeight: world.height + between(40, 1_000),
    isOffered: chance(0.5),
  }));
}

/** Builds the newest commitment of either side. */
export function makeCommitment(
  channel: Channel,
  owner: "local" | "remote",
  htlcs: readonly Htlc[],
  commitPoint = randomKeyPair().pubkey,
): Commitment {
  const keys =
    owner === "local" ? localCommitmentKeys(channel, commitPoint) : remoteCommitmentKeys(channel, commitPoint);
  const toLocalScript = toLocal(keys.revocationKey, keys.delayedKey, channel.csvDelay);
  const { number, oursSat } = channel.state;
  const offeredSat = (byOwner: boolean) =>
    htlcs.reduce((sum, { amountSat, isOffered }) => (isOffered === byOwner ? sum + amountSat : sum), 0n);
  const theirsSat = channel.capacitySat - commitmentFeeSat - oursSat;
  const [ownerSat, otherSat] = owner === "local" ? [oursSat, theirsSat] : [theirsSat, oursSat];
  const outputs: { output: TxOutput; role: "owner" | "other" | "anchor" | Htlc; script: Uint8Array }[] = [
    {
      output: { amountSat: ownerSat - offeredSat(true), script: p2wsh(toLocalScript) },
      role: "owner",
      script: toLocalScript,
    },
    {
      output: { amountSat: otherSat - offeredSat(false), script: toRemoteScript(channel, keys.toRemoteKey) },
      role: "other",
      script: new Uint8Array(),
    },
    ...htlcs.map((htlc) => {
      const script = htlc.isOffered
        ? offeredHtlc(keys, htlc.paymentHash, channel.hasAnchors)
        : receivedHtlc(keys, htlc.paymentHash, htlc.expiryHeight, channel.hasAnchors);
      return { output: { amountSat: htlc.amountSat, script: p2wsh(script) }, role: htlc, script };
    }),
  ];
  if (channel.hasAnchors) {
    for (const key of [channel.local.multiSig.pubkey, channel.remote.multiSig]) {
      const script = anchor(key);
      outputs.push({ output: { amountSat: anchorSat, script: p2wsh(script) }, role: "anchor", script });
    }
  }
  // BIP69 order, as BOLT3 asks for.
  outputs.sort(
    (a, b) => Number(a.output.amountSat - b.output.amountSat) || Buffer.compare(a.output.script, b.output.script),
  );
  const obscured = BigInt(number) ^ channel.obscuringFactor;
  const tx: Transaction = {
    version: 2,
    inputs: [
      {
        txidBytes: channel.fundingTxid,
        index: channel.fundingIndex,
        sequence: 0x8000_0000 + Number((obscured >> 24n) & 0xff_ffffn),
      },
    ],
    outputs: outputs.map(({ output }) => output),
    locktime: 0x2000_0000 + Number(obscured & 0xff_ffffn),
  };
  return {
    tx,
    keys,
    htlcs: outputs.flatMap(({ role, script }, outputIndex) =>
      typeof role === "string" ? [] : [{ htlc: role, witnessScript: script, outputIndex }],
    ),
    toLocal: { witnessScript: toLocalScript, outputIndex: outputs.findIndex(({ role }) => role === "owner") },
    toRemoteIndex: outputs.findIndex(({ role }) => role === "other"),
  };
}

function toRemoteScript(channel: Channel, key: Uint8Array): Uint8Array {
  return channel.hasAnchors ? p2wsh(toRemoteAnchors(key)) : p2wkh(key);
}

/** The signature we owe on a commitment; on the remote's at each update, on ours to force-close. */
export function signCommitment(
  channel: Channel,
  { tx }: Commitment,
  variant: "commitment-remote" | "commitment-local",
): Exchange {
  return signFunding(channel, tx, variant);
}

function signFunding(channel: Channel, tx: Transaction, variant: string): Exchange {
  return remoteSign({
    variant,
    tx,
    spent: [channel.fundingOutput],
    inputIndex: 0,
    key: channel.local.multiSig,
    sighashType: sighash.all,
    spend: { kind: "p2wsh", witnessScript: channel.fundingScript },
  });
}

/**
 * The signatures for the second-level transactions of the remote's HTLCs: SIGHASH_ALL, or with anchors
 * SINGLE|ANYONECANPAY; our HTLC key with the single tweak.
 */
export function signHtlcs(channel: Channel, commitment: Commitment): Exchange[] {
  const { keys } = commitment;
  return commitment.htlcs.map(({ htlc, witnessScript, outputIndex }) =>
    remoteSign({
      variant: channel.hasAnchors ? "htlc-anchors" : "htlc-legacy",
      tx: secondLevel(channel, commitment, htlc, outputIndex),
      spent: [{ amountSat: htlc.amountSat, script: p2wsh(witnessScript) }],
      inputIndex: 0,
      key: channel.local.htlc,
      sighashType: channel.hasAnchors ? sighash.singleAnyoneCanPay : sighash.all,
      spend: { kind: "p2wsh", witnessScript },
      singleTweak: singleTweak(channel.local.htlc.pubkey, keys.commitPoint),
    }),
  );
}

function secondLevel(channel: Channel, { tx, keys }: Commitment, htlc: Htlc, outputIndex: number): Transaction {
  const feeSat = channel.hasAnchors ? 0n : 300n;
  return {
    version: 2,
    inputs: [{ txidBytes: txidBytes(tx), index: outputIndex, sequence: channel.hasAnchors ? 1 : 0 }],
    outputs: [
      {
        amountSat: htlc.amountSat - feeSat,
        script: p2wsh(toLocal(keys.revocationKey, keys.delayedKey, channel.csvDelay)),
      },
    ],
    locktime: htlc.isOffered ? htlc.expiryHeight : 0,
  };
}

/** A cooperative close at the newest balance: final outputs on both sides, no commitment number. */
export function signCooperativeClose(world: World, channel: Channel): Exchange {
  const feeSat = BigInt(between(180, 4_000));
  const { oursSat } = channel.state;
  const outputs = [world.ownOutput(oursSat), strangerOutput(channel.capacitySat - feeSat - oursSat)];
  return signFunding(
    channel,
    {
      version: 2,
      inputs: [
        {
          txidBytes: channel.fundingTxid,
          index: channel.fundingIndex,
          sequence: chance(0.5) ? 0xffff_ffff : 0xffff_fffd,
        },
      ],
      outputs: outputs.sort((a, b) => Number(a.amountSat - b.amountSat)),
      locktime: 0,
    },
    "cooperative-close",
  );
}
