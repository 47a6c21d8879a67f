/** Keys got out of MuSig2: one share under a nonce that somebody else knows is the key itself. */

import { randomKeyPair } from "../../../main/practice/chain/points";
import { someBytes } from "../../../main/practice/traffic/dice";
import { makeNonce } from "../../../main/practice/verify/musig2";
import type { SignerKey } from "../../../main/practice/watchOnlyKeys";
import type { Attack, Thief } from "../attack";
import { someNonce, ThiefSession } from "../sessions";

function fundingKey({ world }: Thief): SignerKey {
  return world.keys.channelKey(0, 1);
}

const givenNonces: Attack[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 99].map((family) => ({
  name: `musig2-given-nonce-family-${family}`,
  title: `secret nonce made by the node for a key of family ${family}`,
  play: (thief) => {
    const key = thief.world.keys.channelKey(family, 1);
    const session = new ThiefSession({ key, nonce: someNonce() });
    if (thief.take(session.create())) thief.take(session.sign(someBytes(32)));
  },
}));

const reuse: Attack[] = [
  {
    name: "musig2-nonce-twice",
    title: "one nonce, two messages: the session is made anew with the same nonce",
    play: (thief) => {
      const session = new ThiefSession({ key: fundingKey(thief), nonce: someNonce() });
      thief.prepare(session.create(), session.sign(someBytes(32)), session.create());
      thief.take(session.sign(someBytes(32)));
    },
  },
  {
    name: "musig2-sign-twice",
    title: "a second message within the same session",
    play: (thief) => {
      const session = new ThiefSession({ key: fundingKey(thief), nonce: someNonce() });
      thief.prepare(session.create(), session.sign(someBytes(32)));
      thief.take(session.sign(someBytes(32)));
    },
  },
  {
    name: "musig2-nonce-after-restart",
    title: "the same nonce and another message after signer and database started anew",
    play: (thief) => {
      const session = new ThiefSession({ key: fundingKey(thief), nonce: someNonce() });
      thief.prepare(session.create(), session.sign(someBytes(32)));
      thief.stage.restart();
      thief.prepare(session.create());
      thief.take(session.sign(someBytes(32)));
    },
  },
  {
    name: "musig2-nonce-after-lock",
    title: "the same nonce and another message after the keys were locked and unlocked",
    play: (thief) => {
      const session = new ThiefSession({ key: fundingKey(thief), nonce: someNonce() });
      thief.prepare(session.create(), session.sign(someBytes(32)));
      thief.stage.relock();
      thief.prepare(session.create());
      thief.take(session.sign(someBytes(32)));
    },
  },
  {
    name: "musig2-nonce-other-peer",
    title: "the same nonce and message with another cosigner",
    play: (thief) => {
      const [key, nonce, digest] = [fundingKey(thief), someNonce(), someBytes(32)];
      const first = new ThiefSession({ key, nonce });
      thief.prepare(first.create(), first.sign(digest));
      const second = new ThiefSession({ key, nonce });
      thief.prepare(second.create());
      thief.take(second.sign(digest));
    },
  },
  {
    name: "musig2-nonce-other-peer-nonce",
    title: "the same nonce, message and cosigner with another nonce of the cosigner's",
    play: (thief) => {
      const [key, nonce, digest] = [fundingKey(thief), someNonce(), someBytes(32)];
      const peerKeys = randomKeyPair();
      const withPeerNonce = () =>
        new ThiefSession({
          key,
          nonce,
          peers: [{ keys: peerKeys, nonce: makeNonce(randomKeyPair(), randomKeyPair()) }],
        });
      const [first, second] = [withPeerNonce(), withPeerNonce()];
      thief.prepare(first.create(), first.sign(digest), second.create());
      thief.take(second.sign(digest));
    },
  },
  {
    name: "musig2-three-signers",
    title: "a funding key among three signers: no channel has three",
    play: (thief) => {
      const peers = [0, 1].map(() => ({
        keys: randomKeyPair(),
        nonce: makeNonce(randomKeyPair(), randomKeyPair()),
      }));
      const session = new ThiefSession({ key: fundingKey(thief), nonce: someNonce(), peers });
      if (thief.take(session.create())) thief.take(session.sign(someBytes(32)));
    },
  },
];

export const sessionAttacks: readonly Attack[] = [...givenNonces, ...reuse];
