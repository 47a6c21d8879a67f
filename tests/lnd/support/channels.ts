/** Channel steps between two nodes of a world. */
import { openLease } from "./leaseFunding";
import { type LndNode, until } from "./lndNode";
import type { PairedWorld } from "./pairedWorld";
import type { World } from "./world";
import { ZeroConfAcceptor } from "./zeroConfAcceptor";

interface ChannelForm {
  /** lncli's name of the commitment type; lncli has none for leased channels, which are opened through REST. */
  readonly commitment: "tweakless" | "anchors" | "taproot-staging" | "taproot" | "lease";
  /** Used before its funding transaction is confirmed. */
  readonly isZeroConf: boolean;
}

/**
 * Everything lnd can open. "anchors" are those whose second-level HTLC transactions pay no fee; the commitments of
 * zero fee (version 3 transactions) that BOLT 3 proposes are not in lnd 0.21.99.
 */
const forms = {
  tweakless: { commitment: "tweakless", isZeroConf: false },
  anchors: { commitment: "anchors", isZeroConf: false },
  "taproot-staging": { commitment: "taproot-staging", isZeroConf: false },
  taproot: { commitment: "taproot", isZeroConf: false },
  lease: { commitment: "lease", isZeroConf: false },
  "zero-conf anchors": { commitment: "anchors", isZeroConf: true },
  "zero-conf taproot": { commitment: "taproot", isZeroConf: true },
  "zero-conf lease": { commitment: "lease", isZeroConf: true },
} as const satisfies Record<string, ChannelForm>;

export type ChannelType = keyof typeof forms;
export const channelTypes = Object.keys(forms) as ChannelType[];

/** The opener of a leased channel gets its coins back this many blocks after the opening at the earliest. */
const leaseBlocks = 30;

interface Channel {
  scid: string;
  channel_point: string;
  active: boolean;
  total_satoshis_sent: string;
  total_satoshis_received: string;
}

interface Edge {
  channel_id: string;
  node1_pub: string;
  node1_policy: object | null;
  node2_policy: object | null;
}

export async function channelsOf(node: LndNode): Promise<Channel[]> {
  return (await node.cli<{ channels: Channel[] }>("listchannels")).channels;
}

/**
 * Opens a channel and waits until both sides can use it; returns its outpoint. The funding transaction is confirmed by
 * then, but for zero-conf channels: `confirmFunding` does it.
 */
export async function openChannel(
  world: World,
  from: LndNode,
  to: LndNode,
  type: ChannelType,
  amountSat: number,
  pushSat: number,
): Promise<string> {
  const { commitment, isZeroConf } = forms[type];
  const acceptor = isZeroConf ? new ZeroConfAcceptor(to) : null;
  try {
    const fundingTxid =
      commitment === "lease"
        ? await openLease(world, from, to, {
            amountSat,
            pushSat,
            expiryHeight: (await world.chain.height()) + leaseBlocks,
            isZeroConf,
          })
        : await openByCommand(from, to, forms[type], amountSat, pushSat);
    if (!isZeroConf) await world.confirm(1, 6);
    const outpoint = await untilUsable(from, to, fundingTxid, type);
    acceptor?.assertAcceptedOne();
    return outpoint;
  } finally {
    acceptor?.stop();
  }
}

/** lnd counts the aliases of channels from this height on (aliasmgr, AliasStartBlockHeight). */
const firstAliasHeight = 16_000_000n;

/** Confirms the funding of a zero-conf channel; nothing to do for others, which were usable only after it. */
export async function confirmFunding(world: PairedWorld, type: ChannelType, outpoint: string): Promise<void> {
  const { isZeroConf, commitment } = forms[type];
  if (!isZeroConf) return;
  await world.confirm(1, 6);
  // A public channel gets its real id by then, and a side that has not filed it yet answers a wish to close with an error,
  // for which the other waits for ever.
  const isPublic = !isPrivate(commitment);
  for (const node of [world.watchOnly, world.peer]) {
    await until(`${node.name} has filed the confirmed channel`, 60_000, async () => {
      const edge = await node.cli<Edge>("getchaninfo", "--chan_point", outpoint);
      const isReal = BigInt(edge.channel_id) >> 40n < firstAliasHeight;
      return (isReal || !isPublic) && (await ownPolicy(node, edge)) !== null;
    });
  }
}

function isPrivate(commitment: string): boolean {
  return commitment.startsWith("taproot");
}

/** A node's own direction of a channel; null while it does not know it. */
async function ownPolicy(node: LndNode, { node1_pub, node1_policy, node2_policy }: Edge): Promise<object | null> {
  return node1_pub === (await node.pubkey()) ? node1_policy : node2_policy;
}

async function openByCommand(
  from: LndNode,
  to: LndNode,
  { commitment, isZeroConf }: ChannelForm,
  amountSat: number,
  pushSat: number,
): Promise<string> {
  const opened = await from.cli<{ funding_txid: string }>(
    "openchannel",
    "--node_key",
    await to.pubkey(),
    "--local_amt",
    String(amountSat),
    "--push_amt",
    String(pushSat),
    "--channel_type",
    commitment,
    ...(isPrivate(commitment) ? ["--private"] : []),
    ...(isZeroConf ? ["--zero_conf"] : []),
  );
  return opened.funding_txid;
}

async function untilUsable(from: LndNode, to: LndNode, fundingTxid: string, type: ChannelType): Promise<string> {
  let outpoint = "";
  await until(`the ${type} channel is active on both sides`, 60_000, async () => {
    const sides = await Promise.all([channelsOf(from), channelsOf(to)]);
    const found = sides.map((list) => list.find((channel) => channel.channel_point.startsWith(fundingTxid)));
    outpoint = found[0]?.channel_point ?? "";
    return found.every((channel) => channel?.active);
  });
  // Before the confirmation each side has an alias of its own for the channel. The other side's policy is not waited for:
  // lnd drops the first one when it arrives while the channel is being written, and needs it for no payment to a peer.
  for (const node of [from, to]) {
    const channelId = (await channelsOf(node)).find((channel) => channel.channel_point === outpoint)?.scid ?? "";
    await until(`${node.name} knows its own direction of the channel`, 60_000, async () => {
      return (await ownPolicy(node, await node.cli<Edge>("getchaninfo", channelId))) !== null;
    });
  }
  return outpoint;
}

/** Pays `count` invoices at once, so that their HTLCs are in flight together. */
export async function payTogether(
  from: LndNode,
  to: LndNode,
  count: number,
  amountSat: number,
  outgoing?: string,
): Promise<void> {
  const invoices: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const invoice = await to.cli<{ payment_request: string }>(
      "addinvoice",
      "--amt",
      String(amountSat),
      "--memo",
      `payment ${index}`,
      "--private",
    );
    invoices.push(invoice.payment_request);
  }
  const paid = await Promise.all(
    invoices.map((invoice) =>
      from.cli<{ status: string; failure_reason: string }>(
        "payinvoice",
        "--force",
        "--json",
        "--timeout",
        "60s",
        ...(outgoing ? ["--outgoing_chan_id", outgoing] : []),
        invoice,
      ),
    ),
  );
  const failed = paid.filter((payment) => payment.status !== "SUCCEEDED");
  if (failed.length > 0) throw new Error(`${failed.length} of ${count} payments failed: ${failed[0]?.failure_reason}`);
}

/** Mines until a leased channel may be closed by agreement; others may at once. */
export async function endLease(world: World, type: ChannelType): Promise<void> {
  // lnd refuses the wish of either side until then, as far as taproot channels are switched on.
  if (forms[type].commitment === "lease") await world.mine(leaseBlocks);
}

/** Closes by agreement and confirms. */
export async function closeTogether(world: World, node: LndNode, outpoint: string): Promise<void> {
  const [txid, index] = outpoint.split(":");
  await node.cli("closechannel", "--funding_txid", txid ?? "", "--output_index", index ?? "", "--sat_per_vbyte", "2");
  await world.confirm(1, 6);
  await until(
    "the channel is closed",
    60_000,
    async () => !(await channelsOf(node)).some((channel) => channel.channel_point === outpoint),
  );
}

/** Closes by force and mines until nothing of it is pending any more for `watched`. */
export async function closeByForce(world: World, node: LndNode, outpoint: string, watched = node): Promise<void> {
  const [txid, index] = outpoint.split(":");
  await node.cli("closechannel", "--force", "--funding_txid", txid ?? "", "--output_index", index ?? "");
  await world.confirm(1, 1);
  await untilNothingPends(world, [watched], outpoint);
}

interface Pending {
  pending_force_closing_channels: { channel: { channel_point: string } }[];
  waiting_close_channels: { channel: { channel_point: string } }[];
}

/** Outpoints of a node's channels, closing ones included. */
async function knownChannels(node: LndNode): Promise<string[]> {
  const [open, pending] = await Promise.all([channelsOf(node), node.cli<Pending>("pendingchannels")]);
  const closing = [...pending.pending_force_closing_channels, ...pending.waiting_close_channels];
  return [...open, ...closing.map(({ channel }) => channel)].map((channel) => channel.channel_point);
}

/** Mines block by block until no node has the channel any more, open or closing: every sweep was signed and confirmed. */
export async function untilNothingPends(world: World, nodes: readonly LndNode[], outpoint: string): Promise<void> {
  for (let block = 0; block < 400; block += 1) {
    const known = await Promise.all(nodes.map((node) => knownChannels(node)));
    if (!known.flat().includes(outpoint)) return;
    await world.mine(1);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${outpoint} still pends after 400 blocks`);
}
