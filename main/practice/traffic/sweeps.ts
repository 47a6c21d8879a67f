/** On-chain resolution of channels (BOLT5; lnd input/script_utils.go, sweep, contractcourt). */
import { randomKeyPair, revocationPubkey, singleTweak, taprootOutputKey, tweakedPubkey } from "../chain/points";
import { anchor, offeredHtlc, p2tr, p2wkh, p2wsh, receivedHtlc, toLocal, toRemoteAnchors } from "../chain/scripts";
import type { Transaction, TxOutput } from "../chain/transaction";
import type { Exchange } from "../exchange";
import { sighash } from "../verify/sighash";
import { type Channel, remoteCommitmentKeys } from "./channel";
import { between, someBytes, someSats } from "./dice";
import { remoteSign, type SignDescriptor, singleLeafOutputKey } from "./remoteSign";
import type { World } from "./world";

/** Sweeps one output to the own wallet. */
function sweep(
  world: World,
  spent: TxOutput,
  sequence: number,
  descriptor: Omit<SignDescriptor, "tx" | "spent" | "inputIndex">,
): Exchange {
  const tx: Transaction = {
    version: 2,
    inputs: [{ txidBytes: someBytes(32), index: between(0, 5), sequence }],
    outputs: [world.ownOutput((spent.amountSat * 98n) / 100n + 1n)],
    locktime: world.height,
  };
  return remoteSign({ ...descriptor, tx, spent: [spent], inputIndex: 0 });
}

/** Our balance after our own force-close. */
export function toLocalSweep(world: World, channel: Channel): Exchange {
  const commitPoint = randomKeyPair().pubkey;
  const { delay } = channel.local;
  const witnessScript = toLocal(
    revocationPubkey(channel.remote.revocation, commitPoint),
    tweakedPubkey(delay.pubkey, commitPoint),
    channel.csvDelay,
  );
  return sweep(world, { amountSat: someSats(20_000, 2_000_000), script: p2wsh(witnessScript) }, channel.csvDelay, {
    variant: "sweep-to-local",
    key: delay,
    sighashType: sighash.all,
    spend: { kind: "p2wsh", witnessScript },
    singleTweak: singleTweak(delay.pubkey, commitPoint),
  });
}

/** Our balance on the remote's commitment; the form depends on the channel's age. */
export function toRemoteSweep(world: World, channel: Channel, form: "anchors" | "static" | "legacy"): Exchange {
  const { payment } = channel.local;
  const common = { variant: `sweep-to-remote-${form}`, key: payment, sighashType: sighash.all };
  const amountSat = someSats(20_000, 2_000_000);
  if (form === "anchors") {
    const witnessScript = toRemoteAnchors(payment.pubkey);
    return sweep(world, { amountSat, script: p2wsh(witnessScript) }, 1, {
      ...common,
      spend: { kind: "p2wsh", witnessScript },
    });
  }
  if (form === "static") {
    return sweep(world, { amountSat, script: p2wkh(payment.pubkey) }, 0, { ...common, spend: { kind: "p2wkh" } });
  }
  const commitPoint = randomKeyPair().pubkey;
  return sweep(world, { amountSat, script: p2wkh(tweakedPubkey(payment.pubkey, commitPoint)) }, 0, {
    ...common,
    spend: { kind: "p2wkh" },
    singleTweak: singleTweak(payment.pubkey, commitPoint),
  });
}

/** An HTLC on the remote's commitment: claimed with the preimage, or taken back after its expiry. */
export function htlcSweep(world: World, channel: Channel): Exchange {
  const keys = remoteCommitmentKeys(channel, randomKeyPair().pubkey);
  const hash = someBytes(32);
  const witnessScript =
    between(0, 1) === 0
      ? offeredHtlc(keys, hash, channel.hasAnchors)
      : receivedHtlc(keys, hash, world.height, channel.hasAnchors);
  return sweep(
    world,
    { amountSat: someSats(2_000, 150_000), script: p2wsh(witnessScript) },
    channel.hasAnchors ? 1 : 0,
    {
      variant: "sweep-htlc",
      key: channel.local.htlc,
      sighashType: sighash.all,
      spend: { kind: "p2wsh", witnessScript },
      singleTweak: singleTweak(channel.local.htlc.pubkey, keys.commitPoint),
    },
  );
}

/** The remote broadcast a revoked state: take everything with the revocation key (input field 0xd0). */
export function justice(world: World, channel: Channel): Exchange {
  const commitSecret = randomKeyPair();
  const { revocation } = channel.local;
  const witnessScript = toLocal(
    revocationPubkey(revocation.pubkey, commitSecret.pubkey),
    tweakedPubkey(channel.remote.delay, commitSecret.pubkey),
    channel.csvDelay,
  );
  return sweep(world, { amountSat: someSats(20_000, 2_000_000), script: p2wsh(witnessScript) }, 0, {
    variant: "justice",
    key: revocation,
    sighashType: sighash.all,
    spend: { kind: "p2wsh", witnessScript },
    doubleTweak: commitSecret.secretKey,
  });
}

/** Raises the fee of a commitment: its anchor together with a coin of the wallet, one request each. */
export function anchorSweep(world: World, channel: Channel): Exchange[] {
  const witnessScript = anchor(channel.local.multiSig.pubkey);
  const coin = world.makeCoin("p2tr", someSats(30_000, 400_000));
  const spent: TxOutput[] = [{ amountSat: 330n, script: p2wsh(witnessScript) }, coin.output];
  const tx: Transaction = {
    version: 2,
    inputs: [
      { txidBytes: someBytes(32), index: 0, sequence: 0 },
      { txidBytes: coin.txidBytes, index: coin.index, sequence: 0 },
    ],
    outputs: [world.ownOutput((coin.output.amountSat * 9n) / 10n)],
    locktime: world.height,
  };
  return [
    remoteSign({
      variant: "sweep-anchor",
      tx,
      spent,
      inputIndex: 0,
      key: channel.local.multiSig,
      sighashType: sighash.all,
      spend: { kind: "p2wsh", witnessScript },
    }),
    remoteSign({
      variant: "wallet-p2tr-bip86",
      tx,
      spent,
      inputIndex: 1,
      key: coin.key,
      sighashType: sighash.default,
      spend: { kind: "coin", coin },
    }),
  ];
}

/** The local anchor of a taproot channel: key spend with a root, delay key with the single tweak. */
export function taprootAnchorSweep(world: World, channel: Channel): Exchange {
  const commitPoint = randomKeyPair().pubkey;
  const { delay } = channel.local;
  const merkleRoot = someBytes(32);
  const outputKey = taprootOutputKey(tweakedPubkey(delay.pubkey, commitPoint), merkleRoot);
  return sweep(world, { amountSat: 330n, script: p2tr(outputKey) }, 0, {
    variant: "taproot-key-root",
    key: delay,
    sighashType: sighash.default,
    spend: { kind: "taproot-key", merkleRoot },
    singleTweak: singleTweak(delay.pubkey, commitPoint),
  });
}

/** An HTLC of a taproot channel: script spend with our tweaked HTLC key. */
export function taprootHtlcSweep(world: World, channel: Channel): Exchange {
  const commitPoint = randomKeyPair().pubkey;
  const { htlc } = channel.local;
  // <htlc key> OP_CHECKSIGVERIFY 1 OP_CSV: shaped like a claim with a one-block delay.
  const leafScript = Uint8Array.from([0x20, ...tweakedPubkey(htlc.pubkey, commitPoint).subarray(1), 0xad, 0x51, 0xb2]);
  const outputKey = singleLeafOutputKey(randomKeyPair().pubkey.subarray(1), leafScript);
  return sweep(world, { amountSat: someSats(2_000, 150_000), script: p2tr(outputKey) }, 1, {
    variant: "taproot-script",
    key: htlc,
    sighashType: sighash.default,
    spend: { kind: "taproot-script", leafScript },
    singleTweak: singleTweak(htlc.pubkey, commitPoint),
  });
}
