/** What happens in a node's life, each as the requests it leads to. Programme and rhythm are made of these. */
import { muSig2Version } from "../../signer/requests";
import { ping } from "../exchange";
import { type Channel, updateState } from "./channel";
import { makeCommitment, signCommitment, signCooperativeClose, signHtlcs, someHtlcs } from "./commitments";
import { between, pick } from "./dice";
import { channelAnnouncement, channelUpdate, nodeAnnouncement } from "./gossip";
import { invoice, signerRpcMessage, signerRpcModes, userMessage } from "./messages";
import { type Ask, applicationSession, combinedNonceSession, taprootCommitment } from "./muSig2Sessions";
import { byDefault, byLocator, bySearch, onionPair, peerConnect, revocationRoot, towerConnect } from "./sharedKeys";
import {
  anchorSweep,
  htlcSweep,
  justice,
  taprootAnchorSweep,
  taprootHtlcSweep,
  toLocalSweep,
  toRemoteSweep,
} from "./sweeps";
import { callersPsbt, consolidate, fundChannel, send } from "./walletSpends";
import type { World } from "./world";

export interface Scene {
  readonly world: World;
  readonly ask: Ask;
  /** Ask for each revocation root from its other end too; only so can it be checked, and no node does it. */
  readonly mirrorsRevocationRoots: boolean;
}

export type Act = (scene: Scene) => Promise<unknown>;

const all = (scene: Scene, exchanges: readonly Parameters<Ask>[0][]) => Promise.all(exchanges.map(scene.ask));

/** The other side gets a new commitment: one signature for it and one per HTLC, all at once. */
async function updateCommitment({ world, ask }: Scene, channel: Channel, htlcCount: number): Promise<void> {
  updateState(channel);
  const commitment = makeCommitment(channel, "remote", someHtlcs(world, channel, htlcCount));
  await Promise.all(
    [signCommitment(channel, commitment, "commitment-remote"), ...signHtlcs(channel, commitment)].map(ask),
  );
}

function channelWith(world: World, hasAnchors: boolean): Channel {
  const fitting = world.channels.filter((channel) => channel.hasAnchors === hasAnchors);
  if (fitting.length > 0) return pick(fitting);
  // All of this kind were closed.
  world.addChannel(world.nextChannel());
  return channelWith(world, hasAnchors);
}

export const acts = {
  healthCheck: ({ ask }) => ask(ping),
  startUp: async (scene) => {
    await scene.ask(ping);
    await scene.ask(nodeAnnouncement(scene.world));
  },
  announceNode: ({ world, ask }) => ask(nodeAnnouncement(world)),
  refreshChannel: ({ world, ask }) => ask(channelUpdate(world, world.someChannel())),
  connectPeer: ({ world, ask }) => ask(peerConnect(world)),
  connectTower: ({ world, ask }) => ask(towerConnect(world, between(0, 7))),
  receiveHtlc: async ({ world, ask }) => {
    for (const exchange of onionPair(world)) await ask(exchange);
  },
  /** A payment passes through: onion, then both links get new commitments. */
  forwardHtlc: async (scene) => {
    for (const exchange of onionPair(scene.world)) await scene.ask(exchange);
    await updateCommitment(scene, scene.world.someChannel(), between(1, 4));
    await updateCommitment(scene, scene.world.someChannel(), between(0, 4));
  },
  updateAnchorsChannel: (scene) => updateCommitment(scene, channelWith(scene.world, true), 2),
  updateLegacyChannel: (scene) => updateCommitment(scene, channelWith(scene.world, false), 2),
  openChannel: async (scene) => {
    const { world, ask } = scene;
    const { channel, exchanges: funding } = fundChannel(world, world.nextChannel(), ["p2wkh", "p2tr"]);
    const { root, mirror } = revocationRoot(channel);
    await ask(root);
    if (scene.mirrorsRevocationRoots) await ask(mirror);
    await ask(signCommitment(channel, makeCommitment(channel, "remote", []), "commitment-remote"));
    await all(scene, funding);
    world.addChannel(channel);
    if (channel.isPublic) await all(scene, [channelUpdate(world, channel), ...channelAnnouncement(world, channel)]);
  },
  announceChannel: (scene) => all(scene, channelAnnouncement(scene.world, scene.world.someChannel())),
  closeChannel: ({ world, ask }) => {
    const channel = world.someChannel();
    world.removeChannel(channel);
    return ask(signCooperativeClose(world, channel));
  },
  forceClose: ({ world, ask }) => {
    const channel = world.someChannel();
    world.removeChannel(channel);
    const commitment = makeCommitment(channel, "local", someHtlcs(world, channel, between(0, 3)));
    return ask(signCommitment(channel, commitment, "commitment-local"));
  },
  makeInvoice: ({ world, ask }) => ask(invoice(world)),
  signUserMessage: ({ world, ask }) => ask(userMessage(world)),
  send: (scene) =>
    all(
      scene,
      send(scene.world, ["p2wkh", "np2wkh", "p2tr"].slice(0, between(1, 3)) as ("p2wkh" | "np2wkh" | "p2tr")[]),
    ),
  sendFromAllTypes: (scene) => all(scene, send(scene.world, ["p2wkh", "np2wkh", "p2tr"])),
  consolidate: (scene) => all(scene, consolidate(scene.world)),
  callersPsbt: ({ world, ask }) => ask(callersPsbt(world)),
  sweepToLocal: ({ world, ask }) => ask(toLocalSweep(world, world.someChannel())),
  sweepToRemoteAnchors: ({ world, ask }) => ask(toRemoteSweep(world, world.someChannel(), "anchors")),
  sweepToRemoteStatic: ({ world, ask }) => ask(toRemoteSweep(world, world.someChannel(), "static")),
  sweepToRemoteLegacy: ({ world, ask }) => ask(toRemoteSweep(world, world.someChannel(), "legacy")),
  sweepHtlc: ({ world, ask }) => ask(htlcSweep(world, world.someChannel())),
  sweepAnchor: (scene) => all(scene, anchorSweep(scene.world, scene.world.someChannel())),
  sweepTaprootAnchor: ({ world, ask }) => ask(taprootAnchorSweep(world, world.someChannel())),
  sweepTaprootHtlc: ({ world, ask }) => ask(taprootHtlcSweep(world, world.someChannel())),
  punish: ({ world, ask }) => ask(justice(world, world.someChannel())),
  updateTaprootChannel: ({ world, ask }) => taprootCommitment(ask, world.someChannel()),
  muSig2V100: ({ world, ask }) => applicationSession(ask, world, muSig2Version.v100rc2),
  muSig2V040: ({ world, ask }) => applicationSession(ask, world, muSig2Version.v040),
  muSig2CombinedNonce: ({ world, ask }) => combinedNonceSession(ask, world),
  /** What only callers of signrpc do. */
  signerRpcCalls: (scene) =>
    all(scene, [
      byLocator(scene.world),
      byDefault(scene.world),
      bySearch(scene.world, between(1, 9)),
      ...Object.keys(signerRpcModes).map((mode) => signerRpcMessage(scene.world, mode)),
    ]),
} as const satisfies Record<string, Act>;

export type ActName = keyof typeof acts;
