/** Channels that end by force with payments in flight: what is claimed with its preimage, and what comes back after its time. */
import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChannelType, closeByForce, openChannel } from "./support/channels";
import { type LndNode, until } from "./support/lndNode";
import { executables, PairedWorld } from "./support/pairedWorld";

const found = executables();
/** The least lnd takes: what nobody claims times out this many blocks later. */
const finalDelta = "24";

interface HeldPayment {
  readonly preimageHex: string;
  readonly hashHex: string;
  /** Resolves when the payer knows how it ended. */
  readonly ended: Promise<{ status: string } | Error>;
}

/** Pays an invoice that the payee holds: its HTLC stays in the channel. */
async function payHeld(from: LndNode, to: LndNode, amountSat: number): Promise<HeldPayment> {
  const preimage = randomBytes(32);
  const hashHex = createHash("sha256").update(preimage).digest("hex");
  const invoice = await to.cli<{ payment_request: string }>(
    ...["addholdinvoice", hashHex, "--amt", String(amountSat), "--cltv_expiry_delta", finalDelta],
  );
  const ended = from
    .cli<{ status: string }>("payinvoice", "--force", "--json", "--timeout", "600s", invoice.payment_request)
    .catch((error: Error) => error);
  const held = until("the payment is held", 60_000, async () => (await invoiceState(to, hashHex)) === "ACCEPTED");
  const early = await Promise.race([held, ended]);
  if (early !== undefined) throw new Error(`the payment was not held: ${JSON.stringify(early)} ${early}`);
  return { preimageHex: preimage.toString("hex"), hashHex, ended };
}

async function invoiceState(node: LndNode, hashHex: string): Promise<string> {
  return (await node.cli<{ state: string }>("lookupinvoice", hashHex)).state;
}

interface ClosedChannel {
  channel_point: string;
  resolutions: { resolution_type: string; outcome: string }[];
}

describe.skipIf(!found)("payments in flight when a channel is closed by force", () => {
  let world: PairedWorld;

  beforeAll(async () => {
    if (!found) return;
    world = new PairedWorld(found);
    await world.startPaired();
    for (const type of ["p2wkh", "p2tr"] as const) await world.fund(type, 30_000_000);
    await world.connect();
  }, 180_000);

  afterAll(() => world?.stop());

  const types = [
    "tweakless",
    "anchors",
    "taproot-staging",
    "taproot",
    "lease",
  ] as const satisfies readonly ChannelType[];
  describe.each(types)("%s", (type) => {
    test.each(["the watch-only node", "the other node"] as const)(
      "closed by %s: what we know the preimage of is ours, what we offered comes back",
      async (closer) => {
        const { watchOnly, peer } = world;
        // What timed out in the channel before must not speak against this one.
        for (const node of [watchOnly, peer]) await node.cli("resetmc");
        const outpoint = await openChannel(world, watchOnly, peer, type, 4_000_000, 2_000_000);
        const received = [await payHeld(peer, watchOnly, 50_000), await payHeld(peer, watchOnly, 60_000)];
        const offered = [await payHeld(watchOnly, peer, 70_000), await payHeld(watchOnly, peer, 80_000)];
        const settled = (async () => {
          await until("the channel is closing", 60_000, async () => {
            const { waiting_close_channels: waiting } = await watchOnly.cli<{ waiting_close_channels: unknown[] }>(
              "pendingchannels",
            );
            const { pending_force_closing_channels: forced } = await watchOnly.cli<{
              pending_force_closing_channels: unknown[];
            }>("pendingchannels");
            return waiting.length + forced.length > 0;
          });
          for (const { preimageHex } of received) await watchOnly.cli("settleinvoice", preimageHex);
        })();
        await closeByForce(world, closer === "the watch-only node" ? watchOnly : peer, outpoint, watchOnly);
        await settled;

        for (const { hashHex } of received) expect(await invoiceState(watchOnly, hashHex)).toBe("SETTLED");
        for (const { ended } of received) expect(await ended).toMatchObject({ status: "SUCCEEDED" });
        for (const { ended } of offered) expect(await ended).not.toMatchObject({ status: "SUCCEEDED" });
        const { channels } = await watchOnly.cli<{ channels: ClosedChannel[] }>("closedchannels");
        const resolutions = channels.find((one) => one.channel_point === outpoint)?.resolutions ?? [];
        const count = (resolutionType: string, outcome: string) =>
          resolutions.filter((one) => one.resolution_type === resolutionType && one.outcome === outcome).length;
        expect({ in: count("INCOMING_HTLC", "CLAIMED"), out: count("OUTGOING_HTLC", "TIMEOUT") }).toEqual({
          in: 2,
          out: 2,
        });
        expect(world.signerTrouble()).toEqual([]);
      },
      300_000,
    );
  });
});
