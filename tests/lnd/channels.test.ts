/** Channels of every type lnd offers, opened by either side, used both ways, closed together and by force. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  channelsOf,
  channelTypes,
  closeByForce,
  closeTogether,
  confirmFunding,
  endLease,
  openChannel,
  payTogether,
} from "./support/channels";
import { until } from "./support/lndNode";
import { executables, PairedWorld } from "./support/pairedWorld";

const found = executables();

describe.skipIf(!found)("channels of a watch-only lnd", () => {
  let world: PairedWorld;

  beforeAll(async () => {
    if (!found) return;
    world = new PairedWorld(found);
    await world.startPaired();
    for (const type of ["p2wkh", "np2wkh", "p2tr"] as const) await world.fund(type, 20_000_000);
    await world.connect();
  }, 180_000);

  afterAll(() => world?.stop());

  describe.each(channelTypes)("%s", (type) => {
    test.each(["the watch-only node", "the other node"] as const)(
      "opened by %s: dozens of payments both ways, closed together",
      async (opener) => {
        const [from, to] =
          opener === "the watch-only node" ? [world.watchOnly, world.peer] : [world.peer, world.watchOnly];
        const outpoint = await openChannel(world, from, to, type, 5_000_000, 2_000_000);
        await payTogether(world.watchOnly, world.peer, 24, 11_000);
        await payTogether(world.peer, world.watchOnly, 24, 13_000);
        await until("all payments are settled in the channel", 30_000, async () => {
          const channel = (await channelsOf(world.watchOnly)).find((one) => one.channel_point === outpoint);
          const sent = Number(channel?.total_satoshis_sent);
          return sent === 24 * 11_000 && Number(channel?.total_satoshis_received) === 24 * 13_000;
        });
        await confirmFunding(world, type, outpoint);
        await endLease(world, type);
        await closeTogether(world, world.watchOnly, outpoint);
        expect(world.signerTrouble()).toEqual([]);
      },
      240_000,
    );

    test("closed by force by the watch-only node, everything swept", async () => {
      const outpoint = await openChannel(world, world.watchOnly, world.peer, type, 4_000_000, 1_500_000);
      await payTogether(world.watchOnly, world.peer, 6, 21_000);
      await confirmFunding(world, type, outpoint);
      await closeByForce(world, world.watchOnly, outpoint);
      expect(world.signerTrouble()).toEqual([]);
    }, 300_000);

    test("closed by force by the other node, our output swept", async () => {
      const outpoint = await openChannel(world, world.peer, world.watchOnly, type, 4_000_000, 1_500_000);
      await payTogether(world.peer, world.watchOnly, 6, 21_000);
      await confirmFunding(world, type, outpoint);
      await closeByForce(world, world.peer, outpoint, world.watchOnly);
      expect(world.signerTrouble()).toEqual([]);
    }, 300_000);
  });
});
