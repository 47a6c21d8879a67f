/**
 * What no signer can refuse without closing honest channels: it looks like every day, or comes before a deadline. The
 * signer has to say that it saw it.
 */
import { updateState } from "../../../main/practice/traffic/channel";
import { makeCommitment, signCommitment } from "../../../main/practice/traffic/commitments";
import { someBytes } from "../../../main/practice/traffic/dice";
import { userMessage } from "../../../main/practice/traffic/messages";
import { justice } from "../../../main/practice/traffic/sweeps";
import type { Thief } from "../attack";
import { htlcCoin, someChannel, spendChannelCoin } from "../channelSpends";
import { payment } from "../packets";
import { someNonce, ThiefSession } from "../sessions";
import { approvesAll } from "../stage";
import type { Watch } from "../watch";

function updated(thief: Thief, times = 3) {
  const channel = someChannel(thief);
  for (let update = 0; update < times; update++) {
    thief.prepare(signCommitment(channel, makeCommitment(channel, "remote", []), "commitment-remote"));
    updateState(channel);
  }
  return channel;
}

export const watches: readonly Watch[] = [
  {
    name: "force-close",
    title: "a force close that nobody ordered",
    tells: "force-close",
    play: (thief) => {
      const channel = updated(thief);
      thief.prepare(signCommitment(channel, makeCommitment(channel, "local", []), "commitment-local"));
    },
  },
  {
    name: "old-state",
    title: "a state of ours from long ago, so that the peer punishes us",
    tells: "old-commitment",
    play: (thief) => {
      const channel = updated(thief);
      const old = makeCommitment(channel, "local", []);
      channel.state.number = 400;
      thief.prepare(signCommitment(channel, makeCommitment(channel, "remote", []), "commitment-remote"));
      thief.prepare(signCommitment(channel, old, "commitment-local"));
    },
  },
  {
    name: "old-state-restart",
    title: "the same with a restart between",
    tells: "old-commitment",
    play: (thief) => {
      const channel = updated(thief);
      const old = makeCommitment(channel, "local", []);
      channel.state.number = 400;
      thief.prepare(signCommitment(channel, makeCommitment(channel, "remote", []), "commitment-remote"));
      thief.stage.restart();
      thief.prepare(signCommitment(channel, old, "commitment-local"));
    },
  },
  {
    name: "outflow",
    title: "our balance paid away to an accomplice",
    tells: "channel-outflow",
    play: (thief) => {
      const channel = updated(thief);
      channel.state.oursSat /= 4n;
      channel.state.number += 1;
      thief.prepare(signCommitment(channel, makeCommitment(channel, "remote", []), "commitment-remote"));
    },
  },
  {
    name: "outflow-steps",
    title: "the same in twenty small payments",
    tells: "channel-outflow",
    play: (thief) => {
      const channel = updated(thief);
      for (let step = 0; step < 20; step++) {
        channel.state.oursSat = (channel.state.oursSat * 9n) / 10n;
        channel.state.number += 1;
        thief.prepare(signCommitment(channel, makeCommitment(channel, "remote", []), "commitment-remote"));
      }
    },
  },
  {
    name: "commitment-other-outpoint",
    title: "a commitment with the channel's key and another funding output",
    tells: "policy-channel-original-channel-id-reuse",
    play: (thief) => {
      const other = { ...updated(thief), fundingTxid: someBytes(32) };
      thief.prepare(signCommitment(other, makeCommitment(other, "remote", []), "commitment-remote"));
    },
  },
  {
    name: "commitment-other-outpoint-restart",
    title: "the same after a restart",
    tells: "policy-channel-original-channel-id-reuse",
    play: (thief) => {
      const other = { ...updated(thief), fundingTxid: someBytes(32) };
      thief.stage.restart();
      thief.prepare(signCommitment(other, makeCommitment(other, "remote", []), "commitment-remote"));
    },
  },
  {
    name: "commitment-other-amount",
    title: "a commitment that claims another capacity",
    tells: "policy-commitment-input-match-funding",
    play: (thief) => {
      const channel = updated(thief);
      const amountSat = channel.capacitySat * 2n;
      const other = { ...channel, capacitySat: amountSat, fundingOutput: { ...channel.fundingOutput, amountSat } };
      thief.prepare(signCommitment(other, makeCommitment(other, "remote", []), "commitment-remote"));
    },
  },
  {
    name: "message-user-text",
    title: "a text of the node's owner, without the owner",
    tells: "msg-user",
    play: (thief) => thief.prepare(userMessage(thief.world)),
  },
  {
    name: "justice",
    title: "a penalty: the peer published an old state, or somebody wants us to believe it",
    tells: "justice",
    play: (thief) => thief.prepare(justice(thief.world, someChannel(thief))),
  },
  {
    name: "first-taproot",
    title: "the first signature whose digest says nothing, by a key that the node can learn",
    tells: "first-taproot",
    play: (thief) => {
      const session = new ThiefSession({ key: thief.world.keys.channelKey(0, 1), nonce: someNonce() });
      thief.prepare(session.create(), session.sign(someBytes(32)));
    },
  },
  {
    name: "dear-sweep",
    title: "a payment that comes home and leaves nine tenths to a miner: a deadline may be behind it",
    tells: "policy-sweep-fee-range",
    play: (thief) => {
      const coin = htlcCoin(someChannel(thief));
      const { amountSat } = coin.output;
      thief.prepare(spendChannelCoin(coin, [thief.world.ownOutput(amountSat / 10n)], "a dear sweep"));
    },
  },
  {
    name: "unfunded-channel",
    title: "an approved channel that never comes to life: the money went to somebody's script",
    tells: "unfunded-channel",
    play: (thief) => {
      const script = Uint8Array.of(0, 32, ...someBytes(32));
      thief.stage.person = approvesAll;
      const coins = [thief.world.makeCoin("p2wkh", 900_000n)];
      thief.prepare(...payment(thief.world, coins, [{ amountSat: 700_000n, script }]));
      thief.stage.clock.advance(3_600_000);
    },
  },
];
