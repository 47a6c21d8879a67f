/** Transaction signatures got out of SignMessage, and words put into the node's mouth. */
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { sha256, sha256d } from "../../../main/practice/chain/hashes";
import { randomKeyPair } from "../../../main/practice/chain/points";
import { p2pkh, p2wkh, toRemoteAnchors } from "../../../main/practice/chain/scripts";
import {
  serializeOutpoint,
  serializeOutput,
  uint32le,
  uint64le,
  varBytes,
} from "../../../main/practice/chain/transaction";
import { someBytes } from "../../../main/practice/traffic/dice";
import { channelAnnouncement, nodeAnnouncement } from "../../../main/practice/traffic/gossip";
import { invoice, signMessage } from "../../../main/practice/traffic/messages";
import { World } from "../../../main/practice/traffic/world";
import type { SignerKey } from "../../../main/practice/watchOnlyKeys";
import type { Attack, Thief } from "../attack";
import { spending, thiefOutput } from "../packets";

/** What BIP143 hashes twice for the first input of a transaction that pays the thief. */
function segwitPreimage(scriptCode: Uint8Array): Uint8Array {
  const tx = spending([{ txidBytes: someBytes(32), index: 1 }], [thiefOutput(990_000n)]);
  const [input] = tx.inputs;
  if (input === undefined) throw new Error("the transaction has an input");
  return concatBytes(
    uint32le(tx.version),
    sha256d(serializeOutpoint(input)),
    sha256d(uint32le(input.sequence)),
    serializeOutpoint(input),
    varBytes(scriptCode),
    uint64le(1_000_000n),
    uint32le(input.sequence),
    sha256d(concatBytes(...tx.outputs.map(serializeOutput))),
    uint32le(tx.locktime),
    uint32le(1),
  );
}

/** What BIP341 hashes under "TapSighash" for such a transaction. */
function taprootMessage(): Uint8Array {
  return concatBytes(Uint8Array.of(0, 0), uint32le(2), uint32le(0), someBytes(32 * 5), Uint8Array.of(0), uint32le(0));
}

const tapSighash = sha256(utf8ToBytes("TapSighash"));
const familyNames = ["funding", "revocation", "HTLC", "payment", "delay", "revocation root"] as const;

function keyOf({ world }: Thief, family: number): SignerKey {
  return world.keys.channelKey(family, 2);
}

/** P2WKH for to_remote outputs of older channels, a script for the others. */
function scriptCodeFor(family: number, pubkey: Uint8Array): Uint8Array {
  return family === 3 ? p2pkh(p2wkh(pubkey).subarray(2)) : toRemoteAnchors(pubkey);
}

const preimages: Attack[] = familyNames.flatMap((role, family) => [
  {
    name: `message-preimage-family-${family}`,
    title: `BIP143 pre-image as a double-hashed message under a ${role} key`,
    play: (thief) => {
      const key = keyOf(thief, family);
      thief.take(
        signMessage(segwitPreimage(scriptCodeFor(family, key.pubkey)), key, "a transaction in disguise", {
          doubleHash: true,
        }),
      );
    },
  },
  {
    name: `message-inner-hash-family-${family}`,
    title: `inner hash of a BIP143 pre-image as a single-hashed message under a ${role} key`,
    play: (thief) => {
      const key = keyOf(thief, family);
      const inner = sha256(segwitPreimage(scriptCodeFor(family, key.pubkey)));
      thief.take(signMessage(inner, key, "a transaction's inner hash", {}));
    },
  },
]);

const schnorr: Attack[] = [
  {
    name: "message-preimage-compact",
    title: "BIP143 pre-image as a compact signature, which carries the same r and s",
    play: (thief) => {
      const key = keyOf(thief, 3);
      const msg = segwitPreimage(scriptCodeFor(3, key.pubkey));
      thief.take(signMessage(msg, key, "a transaction in disguise", { doubleHash: true, compactSig: true }));
    },
  },
  {
    name: "message-taproot-tag",
    title: "BIP341 message under the tag TapSighash",
    play: (thief) => {
      const mode = { schnorrSig: true, tag: utf8ToBytes("TapSighash") };
      thief.take(signMessage(taprootMessage(), keyOf(thief, 0), "a taproot sighash", mode));
    },
  },
  {
    name: "message-taproot-long-tag",
    title: "a tag that begins with TapSighash",
    play: (thief) => {
      const mode = { schnorrSig: true, tag: utf8ToBytes("TapSighash/app") };
      thief.take(signMessage(taprootMessage(), keyOf(thief, 0), "a taproot sighash", mode));
    },
  },
  {
    name: "message-challenge-tag",
    title: "a message under BIP340's own tag",
    play: (thief) => {
      const mode = { schnorrSig: true, tag: utf8ToBytes("BIP0340/challenge") };
      thief.take(signMessage(someBytes(96), keyOf(thief, 0), "a challenge", mode));
    },
  },
  ...[0, 3, 4].map(
    (family): Attack => ({
      name: `message-taproot-prefix-family-${family}`,
      title: `BIP341 message without a tag, its hash prefix written out, under a ${familyNames[family]} key`,
      play: (thief) => {
        const msg = concatBytes(tapSighash, tapSighash, taprootMessage());
        thief.take(signMessage(msg, keyOf(thief, family), "a taproot sighash", { schnorrSig: true }));
      },
    }),
  ),
  {
    name: "message-taproot-prefix-tweaked",
    title: "the same with a tap tweak: the signature of an output key",
    play: (thief) => {
      const msg = concatBytes(tapSighash, tapSighash, taprootMessage());
      const mode = { schnorrSig: true, schnorrSigTapTweak: someBytes(32) };
      thief.take(signMessage(msg, keyOf(thief, 4), "a taproot sighash", mode));
    },
  },
  {
    name: "message-taproot-prefix-node-key",
    title: "the same under the node key, which a taproot output may pay",
    play: (thief) => {
      const msg = concatBytes(tapSighash, tapSighash, taprootMessage());
      thief.take(signMessage(msg, thief.world.nodeKey, "a taproot sighash", { schnorrSig: true }));
    },
  },
];

const words: Attack[] = [
  ...[0, 1, 2, 3, 4].map(
    (family): Attack => ({
      name: `message-user-prefix-family-${family}`,
      title: `a text with lnd's prefix for users' messages under a ${familyNames[family]} key`,
      play: (thief) => {
        const msg = utf8ToBytes("Lightning Signed Message:I owe you");
        const mode = { doubleHash: true, compactSig: true };
        thief.take(signMessage(msg, keyOf(thief, family), "a text", mode));
      },
    }),
  ),
  {
    name: "message-anything",
    title: "bytes of no known form under the node key",
    play: (thief) => {
      thief.take(signMessage(someBytes(80), thief.world.nodeKey, "some bytes", { doubleHash: true }));
    },
  },
  {
    name: "gossip-foreign-funding-key",
    title: "a channel_announcement signed with a funding key that it does not name",
    play: (thief) => {
      const [channel] = thief.world.channels;
      if (channel === undefined) throw new Error("the world has a channel");
      const [, exchange] = channelAnnouncement(thief.world, channel);
      const { request } = exchange;
      if (request.kind !== "sign_message_req") throw new Error("gossip is a message");
      thief.take(signMessage(request.msg, thief.world.keys.channelKey(0, 77), "gossip", { doubleHash: true }));
    },
  },
  {
    name: "gossip-not-gossip",
    title: "a pre-image with the lengths of a channel_announcement under a funding key",
    play: (thief) => {
      const key = keyOf(thief, 0);
      const msg = concatBytes(Uint8Array.of(0, 0), segwitPreimage(toRemoteAnchors(key.pubkey)));
      thief.take(signMessage(msg, key, "gossip", { doubleHash: true }));
    },
  },
  {
    name: "gossip-node-announcement-funding-key",
    title: "a node_announcement under a funding key",
    play: (thief) => {
      const { request } = nodeAnnouncement(thief.world);
      if (request.kind !== "sign_message_req") throw new Error("gossip is a message");
      thief.take(signMessage(request.msg, keyOf(thief, 0), "gossip", { doubleHash: true }));
    },
  },
  {
    name: "gossip-other-node",
    title: "a node_announcement of another node id",
    play: (thief) => {
      const { request } = nodeAnnouncement(thief.world);
      if (request.kind !== "sign_message_req") throw new Error("gossip is a message");
      const msg = request.msg.slice();
      const start = 2 + ((msg[0] ?? 0) << 8) + (msg[1] ?? 0) + 4;
      msg.set(randomKeyPair().pubkey, start);
      thief.take(signMessage(msg, thief.world.nodeKey, "gossip", { doubleHash: true }));
    },
  },
  {
    name: "gossip-other-chain",
    title: "a channel_announcement of mainnet under a regtest funding key",
    play: (thief) => {
      const mainnet = new World(thief.world.keys, "mainnet", 1);
      const [channel] = mainnet.channels;
      if (channel === undefined) throw new Error("the world has a channel");
      thief.take(channelAnnouncement(mainnet, channel)[1]);
    },
  },
  {
    name: "invoice-other-network",
    title: "a mainnet invoice of a regtest node",
    play: (thief) => void thief.take(invoice(new World(thief.world.keys, "mainnet", 1))),
  },
  {
    name: "invoice-other-key",
    title: "an invoice under a key that is not the node's",
    play: (thief) => {
      const { request } = invoice(thief.world);
      if (request.kind !== "sign_message_req") throw new Error("an invoice is a message");
      thief.take(signMessage(request.msg, keyOf(thief, 3), "an invoice", { compactSig: true }));
    },
  },
];

export const messageAttacks: readonly Attack[] = [...preimages, ...schnorr, ...words];
