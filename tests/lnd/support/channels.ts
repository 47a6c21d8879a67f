/** Channel steps between two nodes of a world. */
import { type LndNode, until } from "./lndNode";
import type { World } from "./world";

export const channelTypes = ["tweakless", "anchors", "taproot-staging", "taproot"] as const;
export type ChannelType = (typeof channelTypes)[number];

/** Flags both nodes need so that every type above can be opened. */
export const channelFlags = ["--protocol.simple-taproot-chans"] as const;

interface Channel {
  scid: string;
  channel_point: string;
  active: boolean;
  total_satoshis_sent: string;
  total_satoshis_received: string;
}

export async function channelsOf(node: LndNode): Promise<Channel[]> {
  return (await node.cli<{ channels: Channel[] }>("listchannels")).channels;
}

/** Opens, confirms and waits until both sides can use the channel; returns its outpoint. */
export async function openChannel(
  world: World,
  from: LndNode,
  to: LndNode,
  type: ChannelType,
  amountSat: number,
  pushSat: number,
): Promise<string> {
  const words = [
    "openchannel",
    "--node_key",
    await to.pubkey(),
    "--local_amt",
    String(amountSat),
    "--push_amt",
    String(pushSat),
    "--channel_type",
    type,
  ];
  const isPrivate = type.startsWith("taproot");
  const opened = await from.cli<{ funding_txid: string }>(...words, ...(isPrivate ? ["--private"] : []));
  await world.confirm(1, 6);
  let outpoint = "";
  await until(`the ${type} channel is active on both sides`, 60_000, async () => {
    const sides = await Promise.all([channelsOf(from), channelsOf(to)]);
    const found = sides.map((list) => list.find((channel) => channel.channel_point.startsWith(opened.funding_txid)));
    outpoint = found[0]?.channel_point ?? "";
    return found.every((channel) => channel?.active);
  });
  const channelId = (await channelsOf(from)).find((channel) => channel.channel_point === outpoint)?.scid ?? "";
  for (const node of [from, to]) {
    await until(`${node.name} knows both directions of the channel`, 60_000, async () => {
      const edge = await node.cli<{ node1_policy: object | null; node2_policy: object | null }>(
        "getchaninfo",
        channelId,
      );
      return edge.node1_policy !== null && edge.node2_policy !== null;
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

/** Closes by force and mines until nothing of it is pending any more. */
export async function closeByForce(world: World, node: LndNode, outpoint: string): Promise<void> {
  const [txid, index] = outpoint.split(":");
  await node.cli("closechannel", "--force", "--funding_txid", txid ?? "", "--output_index", index ?? "");
  await world.confirm(1, 1);
  await untilNothingPends(world, [node], outpoint);
}

interface Pending {
  pending_force_closing_channels: { channel: { channel_point: string } }[];
  waiting_close_channels: { channel: { channel_point: string } }[];
}

/** Mines block by block until no node knows the channel as pending: every sweep was signed and confirmed. */
export async function untilNothingPends(world: World, nodes: readonly LndNode[], outpoint: string): Promise<void> {
  for (let block = 0; block < 400; block += 1) {
    const pending = await Promise.all(nodes.map((node) => node.cli<Pending>("pendingchannels")));
    const isPending = pending.some((one) =>
      [...one.pending_force_closing_channels, ...one.waiting_close_channels].some(
        (entry) => entry.channel.channel_point === outpoint,
      ),
    );
    if (!isPending) return;
    await world.mine(1);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${outpoint} still pends after 400 blocks`);
}
