/** Requests made before the clock starts, each with what is known about its answer for a look at a sample afterwards. */
import type { Exchange } from "../../main/practice/exchange";
import { updateState } from "../../main/practice/traffic/channel";
import { makeCommitment, signCommitment, signHtlcs, someHtlcs } from "../../main/practice/traffic/commitments";
import { channelUpdate } from "../../main/practice/traffic/gossip";
import { invoice } from "../../main/practice/traffic/messages";
import { signedSession } from "../../main/practice/traffic/muSig2Sessions";
import { onionPair } from "../../main/practice/traffic/sharedKeys";
import { taprootAnchorSweep, taprootHtlcSweep } from "../../main/practice/traffic/sweeps";
import { send } from "../../main/practice/traffic/walletSpends";
import type { World } from "../../main/practice/traffic/world";
import type { NodeAnswer } from "../../main/practice/wire";
import type { BenchKind } from "./messages";

/** One request, or a MuSig2 session followed by its signature. */
export interface BenchOperation {
  readonly first: Exchange;
  readonly second?: (answer: NodeAnswer) => Exchange | undefined;
}

const single = (first: Exchange): BenchOperation => ({ first });

/** Commitment and HTLC signatures, as one update of a channel needs them. */
function commitmentUpdate(world: World, htlcs: number): BenchOperation[] {
  const channel = world.someChannel();
  updateState(channel);
  const commitment = makeCommitment(channel, "remote", someHtlcs(world, channel, htlcs));
  return [signCommitment(channel, commitment, "commitment-remote"), ...signHtlcs(channel, commitment)].map(single);
}

const rounds: Readonly<Record<BenchKind, (world: World) => BenchOperation[]>> = {
  ecdh: (world) => onionPair(world).map(single),
  message: (world) => [channelUpdate(world, world.someChannel()), invoice(world)].map(single),
  p2wsh: (world) => commitmentUpdate(world, 3),
  taproot: (world) => {
    const channel = world.someChannel();
    return [...send(world, ["p2tr"]), taprootHtlcSweep(world, channel), taprootAnchorSweep(world, channel)].map(single);
  },
  musig2: (world) => {
    const { session, sign } = signedSession(world.someChannel());
    return [{ first: session, second: sign }];
  },
  /** What a forwarded payment leads to, and a little gossip. */
  mix: (world) => [
    ...onionPair(world).map(single),
    ...commitmentUpdate(world, 1),
    ...commitmentUpdate(world, 1),
    single(channelUpdate(world, world.someChannel())),
  ],
};

/** At least `size` operations; the run goes round and round in them. */
export function makePool(world: World, kind: BenchKind, size: number): BenchOperation[] {
  const pool: BenchOperation[] = [];
  while (pool.length < size) pool.push(...rounds[kind](world));
  return pool;
}
