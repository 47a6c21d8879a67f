/**
 * lnd's sweeper carries second-level outputs along: an input and the output of the same index belong together and to the
 * other side's agreement. A thief dresses money of ours as if it were carried.
 */

import { p2wkh } from "../../../main/practice/chain/scripts";
import { someBytes } from "../../../main/practice/traffic/dice";
import { remoteSign } from "../../../main/practice/traffic/remoteSign";
import type { Coin } from "../../../main/practice/traffic/world";
import { sighash } from "../../../main/practice/verify/sighash";
import type { Attack, Thief } from "../attack";
import {
  type ChannelCoin,
  htlcCoin,
  revokedCoin,
  someChannel,
  spendFunding,
  taprootAnchorCoin,
  toLocalCoin,
  toRemoteCoin,
} from "../channelSpends";
import { someTransaction, spending, spendRequests, thiefOutput } from "../packets";
import { approvesAll } from "../stage";

const coinsOf = {
  "to-local": toLocalCoin,
  "to-remote": toRemoteCoin,
  htlc: htlcCoin,
  justice: revokedCoin,
  taproot: (channel) => taprootAnchorCoin(channel, 400_000n),
} satisfies Record<string, (channel: ReturnType<typeof someChannel>) => ChannelCoin>;

/** Input 0 is the channel's, output 0 the thief's and of the same amount; a coin of the wallet pays the fee. */
function dressAsCarried(thief: Thief, channelCoin: ChannelCoin): void {
  const coin = thief.world.makeCoin("p2wkh", 90_000n);
  const { output, key, spend, singleTweak, doubleTweak, sighashType = sighash.all } = channelCoin;
  const tx = spending(
    [{ txidBytes: someBytes(32), index: 0 }, coin],
    [thiefOutput(output.amountSat), thief.world.ownOutput(80_000n)],
  );
  const common = { variant: "our part of it", tx, spent: [output, coin.output], inputIndex: 0, key, sighashType };
  thief.take(remoteSign({ ...common, spend, singleTweak, doubleTweak }));
}

const dressed: Attack[] = Object.entries(coinsOf).flatMap(([name, coinOf]) => [
  {
    name: `carried-${name}`,
    title: "money of a channel to the thief, dressed as an output that is carried along",
    play: (thief) => dressAsCarried(thief, coinOf(someChannel(thief))),
  },
  {
    name: `carried-${name}-alone`,
    title: "the same without a fee, the channel's money alone",
    play: (thief) => {
      const { output, key, spend, singleTweak, doubleTweak, sighashType = sighash.all } = coinOf(someChannel(thief));
      const tx = spending([{ txidBytes: someBytes(32), index: 0 }], [thiefOutput(output.amountSat)]);
      const common = { variant: "our part of it", tx, spent: [output], inputIndex: 0, key, sighashType };
      thief.take(remoteSign({ ...common, spend, singleTweak, doubleTweak }));
    },
  },
]);

/** A coin of the wallet at an index far from those in use. */
function farCoin({ world }: Thief): Coin {
  const key = world.keys.walletKey(84, 0, 4_000);
  const output = { amountSat: 700_000n, script: p2wkh(key.pubkey) };
  const { tx: transaction, id } = someTransaction([output]);
  return { type: "p2wkh", key, transaction, txidBytes: id, index: 0, output };
}

const walletMoney: Attack[] = [
  {
    name: "carried-wallet-coin",
    title: "a coin of the wallet to the thief, dressed as an output that is carried along",
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 700_000n), thief.world.makeCoin("p2wkh", 90_000n)];
      const outputs = [thiefOutput(700_000n), thief.world.ownOutput(80_000n)];
      for (const exchange of spendRequests({ coins, outputs })) thief.take(exchange);
    },
  },
  {
    name: "carried-far-coin",
    title: "the same with a coin at an index that the signer has not looked at",
    play: (thief) => {
      const coins = [farCoin(thief), thief.world.makeCoin("p2wkh", 90_000n)];
      const outputs = [thiefOutput(700_000n), thief.world.ownOutput(80_000n)];
      const [far] = spendRequests({ coins, outputs });
      if (far === undefined) throw new Error("there is a request per coin");
      thief.take(far);
    },
  },
  {
    name: "carried-close",
    title: "a close that pays all of the channel to one output of the same index",
    play: (thief) => {
      const channel = someChannel(thief);
      thief.take(spendFunding(channel, [thiefOutput(channel.capacitySat)]));
    },
  },
];

const halves: Attack[] = [false, true].map((isTogether) => ({
  name: `fee-two-amounts-approved${isTogether ? "-together" : ""}`,
  title: "BIP143's fee attack on a payment that the person approves, seeing the fee that each half claims",
  play: (thief) => {
    const coins = [thief.world.makeCoin("p2wkh", 5_000_000n), thief.world.makeCoin("p2wkh", 5_000_000n)];
    const outputs = [thiefOutput(4_999_000n)];
    thief.stage.person = approvesAll;
    const belittling = (index: number) => {
      const exchange = spendRequests({ coins, outputs, claims: new Map([[index, 1_000n]]) })[1 - index];
      if (exchange === undefined) throw new Error("there is a request per coin");
      return exchange;
    };
    const exchanges = [belittling(1), belittling(0)];
    const signed = isTogether
      ? thief.attemptTogether(exchanges)
      : exchanges.map((exchange) => thief.attempt(exchange) === null);
    thief.conclude(
      signed.every((each) => each),
      `${signed.filter((each) => each).length} of 2 halves signed`,
    );
  },
}));

export const carriedAttacks: readonly Attack[] = [...dressed, ...walletMoney, ...halves];
