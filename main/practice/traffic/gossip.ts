/** Gossip messages the node signs: their bytes without type and signatures (BOLT7; lnd netann/sign.go). */
import { concatBytes } from "@noble/hashes/utils.js";
import type { Exchange } from "../exchange";
import { checkMessageSignature } from "../verify/message";
import type { SignerKey } from "../watchOnlyKeys";
import { type Channel, shortChannelId } from "./channel";
import { between, pick } from "./dice";
import type { World } from "./world";

const utf8 = (text: string) => new TextEncoder().encode(text);

function uint(value: number | bigint, size: 1 | 2 | 4 | 8): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(value));
  return out.subarray(8 - size);
}

function now(): Uint8Array {
  return uint(Math.floor(Date.now() / 1000), 4);
}

function withLength(bytes: Uint8Array): Uint8Array {
  return concatBytes(uint(bytes.length, 2), bytes);
}

function signDoubleHash(msg: Uint8Array, key: SignerKey, variant: string): Exchange {
  const empty = new Uint8Array();
  const request = {
    kind: "sign_message_req",
    msg,
    keyLoc: { keyFamily: key.family, keyIndex: key.index },
    doubleHash: true,
    compactSig: false,
    schnorrSig: false,
    schnorrSigTapTweak: empty,
    tag: empty,
  } as const;
  return { request, variant, check: (answer) => checkMessageSignature(request, key.pubkey, answer) };
}

export function nodeAnnouncement(world: World): Exchange {
  const alias = new Uint8Array(32);
  alias.set(utf8(world.alias).subarray(0, 32));
  const ipv4 = Uint8Array.of(1, 203, 0, 113, between(1, 254), ...uint(9735, 2));
  const msg = concatBytes(
    withLength(Uint8Array.of(0x88, 0xa0, 0x02, 0x28, 0xa2, 0xa1)),
    now(),
    world.nodeKey.pubkey,
    Uint8Array.of(0x33, 0x99, between(0, 255)),
    alias,
    withLength(ipv4),
  );
  return signDoubleHash(msg, world.nodeKey, "node-announcement");
}

export function channelUpdate(world: World, channel: Channel): Exchange {
  const isNode2 = Buffer.compare(world.nodeKey.pubkey, channel.remote.nodeKey) > 0 ? 1 : 0;
  const msg = concatBytes(
    world.chainHash,
    shortChannelId(channel),
    now(),
    Uint8Array.of(1, isNode2),
    uint(pick([40, 80, 144]), 2),
    uint(1_000, 8),
    uint(pick([0, 100, 1_000]), 4),
    uint(between(1, 2_500), 4),
    uint(channel.capacitySat * 990n, 8),
  );
  return signDoubleHash(msg, world.nodeKey, "channel-update");
}

/** The same bytes are signed by the node key and by the funding key (lnd funding/manager.go: newChanAnnouncement). */
export function channelAnnouncement(world: World, channel: Channel): [Exchange, Exchange] {
  const ours = { node: world.nodeKey.pubkey, bitcoin: channel.local.multiSig.pubkey };
  const theirs = { node: channel.remote.nodeKey, bitcoin: channel.remote.multiSig };
  const [first, second] = Buffer.compare(ours.node, theirs.node) < 0 ? [ours, theirs] : [theirs, ours];
  const msg = concatBytes(
    withLength(new Uint8Array()),
    world.chainHash,
    shortChannelId(channel),
    first.node,
    second.node,
    first.bitcoin,
    second.bitcoin,
  );
  return [
    signDoubleHash(msg, world.nodeKey, "channel-announcement-node"),
    signDoubleHash(msg, channel.local.multiSig, "channel-announcement-funding"),
  ];
}
