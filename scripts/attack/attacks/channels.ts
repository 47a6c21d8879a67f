/** Money of channels: closes that drain, sweeps to strangers, commitments that are none, keys used for what they are not. */
import { randomKeyPair, singleTweak } from "../../../main/practice/chain/points";
import { p2tr, p2wkh, p2wsh } from "../../../main/practice/chain/scripts";
import type { TxOutput } from "../../../main/practice/chain/transaction";
import type { Channel } from "../../../main/practice/traffic/channel";
import { updateState } from "../../../main/practice/traffic/channel";
import { makeCommitment, signCommitment } from "../../../main/practice/traffic/commitments";
import { someBytes } from "../../../main/practice/traffic/dice";
import { remoteSign } from "../../../main/practice/traffic/remoteSign";
import { sighash } from "../../../main/practice/verify/sighash";
import type { Attack, Thief } from "../attack";
import {
  anchorCoin,
  type ChannelCoin,
  htlcCoin,
  revokedCoin,
  someChannel,
  spendChannelCoin,
  spendFunding,
  taprootAnchorCoin,
  toLocalCoin,
  toRemoteCoin,
} from "../channelSpends";
import { thiefOutput } from "../packets";

/** The channel lives: the signer learns outpoint, amount and our balance from its commitments. */
function run(thief: Thief, channel: Channel): void {
  for (let update = 0; update < 3; update++) {
    thief.prepare(signCommitment(channel, makeCommitment(channel, "remote", []), "commitment-remote"));
    updateState(channel);
  }
  thief.prepare(signCommitment(channel, makeCommitment(channel, "remote", []), "commitment-remote"));
}

/** A closing output of the peer's: nobody here can tell it from the thief's. */
const peerOutput = thiefOutput;

const closes: Attack[] = [
  {
    name: "close-drained",
    title: "a cooperative close that pays the peer everything",
    play: (thief) => {
      const channel = someChannel(thief);
      run(thief, channel);
      thief.take(spendFunding(channel, [peerOutput(channel.capacitySat - 500n)]));
    },
  },
  {
    name: "close-unknown-channel",
    title: "the same for a channel that the signer never saw",
    play: (thief) => {
      const channel = someChannel(thief);
      thief.take(spendFunding(channel, [peerOutput(channel.capacitySat - 500n)]));
    },
  },
  {
    name: "close-to-thief",
    title: "a close with the right amounts and our share for the thief",
    play: (thief) => {
      const channel = someChannel(thief);
      run(thief, channel);
      const { oursSat } = channel.state;
      thief.take(spendFunding(channel, [thiefOutput(oursSat - 500n), peerOutput(channel.capacitySat - oursSat)]));
    },
  },
  {
    name: "close-tenth",
    title: "a close that pays us a tenth of our balance",
    play: (thief) => {
      const channel = someChannel(thief);
      run(thief, channel);
      const oursSat = channel.state.oursSat / 10n;
      const outputs = [thief.world.ownOutput(oursSat), peerOutput(channel.capacitySat - oursSat - 500n)];
      thief.take(spendFunding(channel, outputs));
    },
  },
  {
    name: "close-fee",
    title: "a close whose fee is our balance",
    play: (thief) => {
      const channel = someChannel(thief);
      run(thief, channel);
      const theirsSat = channel.capacitySat - channel.state.oursSat;
      thief.take(spendFunding(channel, [thief.world.ownOutput(1_000n), peerOutput(theirsSat)]));
    },
  },
  {
    name: "close-extra-output",
    title: "a close with a third output",
    play: (thief) => {
      const channel = someChannel(thief);
      run(thief, channel);
      const { oursSat } = channel.state;
      const outputs = [
        thief.world.ownOutput(oursSat / 2n),
        thiefOutput(oursSat / 2n),
        peerOutput(channel.capacitySat - oursSat - 500n),
      ];
      thief.take(spendFunding(channel, outputs));
    },
  },
  ...([sighash.none, sighash.single, sighash.singleAnyoneCanPay] as const).map(
    (sighashType): Attack => ({
      name: `close-sighash-${sighashType.toString(16)}`,
      title: "a fair close under a sighash type that lets outputs be changed",
      play: (thief) => {
        const channel = someChannel(thief);
        run(thief, channel);
        const { oursSat } = channel.state;
        const outputs = [thief.world.ownOutput(oursSat - 500n), peerOutput(channel.capacitySat - oursSat)];
        thief.take(spendFunding(channel, outputs, { sighashType }));
      },
    }),
  ),
];

const sweptCoins: readonly (readonly [name: string, words: string, coin: (channel: Channel) => ChannelCoin])[] = [
  ["to-local", "our balance after a force close", toLocalCoin],
  ["to-remote", "our balance on the remote's commitment", toRemoteCoin],
  ["to-remote-key-hash", "our balance on an older channel", (channel) => toRemoteCoin(channel, "key-hash")],
  ["htlc", "a payment on the remote's commitment", htlcCoin],
  ["justice", "a punished peer's balance", revokedCoin],
  [
    "taproot-large-anchor",
    "a taproot output that is no anchor by its amount",
    (channel) => taprootAnchorCoin(channel, 400_000n),
  ],
];

const sweeps: Attack[] = sweptCoins.flatMap(([name, words, coinOf]) => [
  {
    name: `sweep-${name}`,
    title: `${words} swept to the thief`,
    play: (thief) => {
      const coin = coinOf(someChannel(thief));
      thief.take(spendChannelCoin(coin, [thiefOutput(coin.output.amountSat - 1_000n)], "a sweep"));
    },
  },
  {
    name: `sweep-${name}-half`,
    title: `${words} swept half to the wallet, half to the thief`,
    play: (thief) => {
      const coin = coinOf(someChannel(thief));
      const half = coin.output.amountSat / 2n - 1_000n;
      thief.take(spendChannelCoin(coin, [thief.world.ownOutput(half), thiefOutput(half)], "a sweep"));
    },
  },
  {
    name: `sweep-${name}-none`,
    title: `${words} swept to the wallet, with SIGHASH_NONE`,
    play: (thief) => {
      const coin = { ...coinOf(someChannel(thief)), sighashType: sighash.none };
      thief.take(spendChannelCoin(coin, [thief.world.ownOutput(coin.output.amountSat - 1_000n)], "a sweep"));
    },
  },
]);

/** More than any deadline explains. */
const burntSweeps: Attack[] = sweptCoins
  .filter(([name]) => name !== "htlc")
  .map(([name, words, coinOf]) => ({
    name: `sweep-${name}-burnt`,
    title: `${words} swept to the wallet less nine tenths for a miner`,
    play: (thief) => {
      const coin = coinOf(someChannel(thief));
      thief.take(spendChannelCoin(coin, [thief.world.ownOutput(coin.output.amountSat / 10n)], "a sweep"));
    },
  }));

const secondLevelOutputs: readonly (readonly [name: string, words: string, output: (amountSat: bigint) => TxOutput])[] =
  [
    ["key-hash", "a key hash", thiefOutput],
    ["taproot", "a taproot output", (amountSat) => ({ amountSat, script: p2tr(randomKeyPair().pubkey.subarray(1)) })],
  ];

const secondLevels: Attack[] = secondLevelOutputs.map(([name, words, output]) => ({
  name: `second-level-${name}`,
  title: `an HTLC's second level that pays ${words} of the thief's`,
  play: (thief) => {
    const coin = { ...htlcCoin(someChannel(thief)), sighashType: sighash.singleAnyoneCanPay };
    thief.take(spendChannelCoin(coin, [output(coin.output.amountSat)], "a second level"));
  },
}));

const commitments: Attack[] = [
  {
    name: "close-other-outpoint",
    title: "a fair close of a funding output that the key is not bound to",
    play: (thief) => {
      const channel = someChannel(thief);
      run(thief, channel);
      const { oursSat } = channel.state;
      const outputs = [thief.world.ownOutput(oursSat), peerOutput(channel.capacitySat - oursSat - 500n)];
      thief.take(spendFunding({ ...channel, fundingTxid: someBytes(32) }, outputs));
    },
  },
  ...[sighash.none, sighash.single, sighash.singleAnyoneCanPay].map(
    (sighashType): Attack => ({
      name: `commitment-sighash-${sighashType.toString(16)}`,
      title: "a commitment under a sighash type that lets outputs be changed",
      play: (thief) => {
        const channel = someChannel(thief);
        run(thief, channel);
        updateState(channel);
        const { tx } = makeCommitment(channel, "remote", []);
        const [input] = tx.inputs;
        const { outputs, locktime } = tx;
        thief.take(spendFunding(channel, outputs, { locktime, sequence: input?.sequence ?? 0, sighashType }));
      },
    }),
  ),
];

/** Keys used with a tweak that lnd never gives them: the sum is some other key of the same family. */
const tweaks: Attack[] = [
  ...[0, 1].map(
    (family): Attack => ({
      name: `single-tweak-family-${family}`,
      title: `a single tweak on a ${family === 0 ? "funding" : "revocation"} key`,
      play: (thief) => {
        const key = thief.world.keys.channelKey(family, 1);
        thief.take(tweakedSpend(thief, key, { singleTweak: singleTweak(key.pubkey, randomKeyPair().pubkey) }));
      },
    }),
  ),
  ...[0, 2, 3, 4].map(
    (family): Attack => ({
      name: `double-tweak-family-${family}`,
      title: `a commitment secret on a key of family ${family}`,
      play: (thief) => {
        const key = thief.world.keys.channelKey(family, 1);
        thief.take(tweakedSpend(thief, key, { doubleTweak: randomKeyPair().secretKey }));
      },
    }),
  ),
  {
    name: "single-tweak-wallet",
    title: "a single tweak on a key of the wallet",
    play: (thief) => {
      const key = thief.world.keys.walletKey(84, 0, 1);
      thief.take(tweakedSpend(thief, key, { singleTweak: someBytes(32) }));
    },
  },
  {
    name: "double-tweak-wallet",
    title: "a commitment secret on a key of the wallet",
    play: (thief) => {
      const key = thief.world.keys.walletKey(84, 0, 1);
      thief.take(tweakedSpend(thief, key, { doubleTweak: randomKeyPair().secretKey }));
    },
  },
  {
    name: "both-tweaks",
    title: "both tweaks at once",
    play: (thief) => {
      const coin = revokedCoin(someChannel(thief));
      const both = { ...coin, singleTweak: someBytes(32) };
      const exchange = spendChannelCoin(both, [thief.world.ownOutput(690_000n)], "a sweep with both tweaks");
      const check = (answer: Parameters<typeof exchange.check>[0]) =>
        answer.kind === "sign_psbt_response" && answer.signedInputs.length > 0 ? null : "no signature";
      thief.take({ ...exchange, check });
    },
  },
];

/** Spends a key-hash output of the tweaked key to the wallet: the theft lies in learning how the key behaves. */
function tweakedSpend(
  thief: Thief,
  key: ReturnType<Thief["world"]["keys"]["channelKey"]>,
  tweak: Partial<Pick<ChannelCoin, "singleTweak" | "doubleTweak">>,
) {
  const script = p2wkh(key.pubkey);
  const tx = {
    version: 2,
    inputs: [{ txidBytes: someBytes(32), index: 0, sequence: 0xffff_fffd }],
    outputs: [thief.world.ownOutput(690_000n)],
    locktime: 0,
  };
  const spent = [{ amountSat: 700_000n, script }];
  const common = { variant: "a tweaked key", tx, spent, inputIndex: 0, key, sighashType: sighash.all, ...tweak };
  const exchange = remoteSign({ ...common, spend: { kind: "p2wkh" } });
  return {
    ...exchange,
    check: (answer: Parameters<typeof exchange.check>[0]) =>
      answer.kind === "sign_psbt_response" && answer.signedInputs.length > 0 ? null : "no signature",
  };
}

const anchors: Attack[] = [
  {
    name: "anchor-to-thief",
    title: "an anchor swept to the thief",
    play: (thief) => {
      thief.take(spendChannelCoin(anchorCoin(someChannel(thief)), [thiefOutput(300n)], "an anchor"));
    },
  },
  {
    name: "anchor-script-lookalike",
    title: "a funding key's spend of a script of its own into the thief's output",
    play: (thief) => {
      const { local } = someChannel(thief);
      const witnessScript = Uint8Array.of(0x21, ...local.multiSig.pubkey, 0xac);
      const coin: ChannelCoin = {
        output: { amountSat: 500_000n, script: p2wsh(witnessScript) },
        sequence: 0,
        key: local.multiSig,
        spend: { kind: "p2wsh", witnessScript },
      };
      thief.take(spendChannelCoin(coin, [thiefOutput(499_000n)], "an unknown script"));
    },
  },
];

export const channelAttacks: readonly Attack[] = [
  ...closes,
  ...sweeps,
  ...burntSweeps,
  ...secondLevels,
  ...commitments,
  ...tweaks,
  ...anchors,
];
