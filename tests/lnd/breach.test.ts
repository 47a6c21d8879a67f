/** A peer publishes a revoked state; the watch-only node takes everything, with justice signed by the signer. */
import { copyFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChannelType, openChannel, payTogether, untilNothingPends } from "./support/channels";
import { until } from "./support/lndNode";
import { executables, PairedWorld } from "./support/pairedWorld";

const found = executables();

describe.skipIf(!found)("justice after a breach", () => {
  let world: PairedWorld;

  beforeAll(async () => {
    if (!found) return;
    world = new PairedWorld(found);
    // Reconnecting would warn the honest side before the breach.
    await world.startPaired("--nolisten", "--minbackoff=1h", "--maxbackoff=24h");
    await world.fund("p2wkh", 20_000_000);
  }, 180_000);

  afterAll(() => world?.stop());

  test.each(["tweakless", "anchors", "taproot-staging", "taproot", "lease"] as const satisfies readonly ChannelType[])(
    "%s channel",
    async (type) => {
      const cheater = world.node(`cheater-${type}`);
      await cheater.start(["--noseedbackup"]);
      await cheater.waitForState("SERVER_ACTIVE");
      await cheater.waitForSync();
      const connect = async (): Promise<void> => {
        await world.watchOnly.cli("connect", `${await cheater.pubkey()}@${cheater.p2pAddress}`);
      };
      await connect();
      const outpoint = await openChannel(world, world.watchOnly, cheater, type, 2_000_000, 0);
      await payTogether(world.watchOnly, cheater, 3, 30_000);

      const database = path.join(cheater.folder, "data/graph/regtest/channel.db");
      await cheater.stop();
      copyFileSync(database, `${database}.old`);
      await cheater.start();
      await cheater.waitForState("SERVER_ACTIVE");
      await connect();
      await until("the channel is used again", 60_000, async () => {
        await payTogether(world.watchOnly, cheater, 1, 30_000);
        return true;
      });
      await payTogether(world.watchOnly, cheater, 2, 30_000);

      await cheater.stop();
      copyFileSync(`${database}.old`, database);
      await cheater.start();
      await cheater.waitForState("SERVER_ACTIVE");
      await cheater.waitForSync();
      const [txid, index] = outpoint.split(":");
      await cheater.cli("closechannel", "--force", "--funding_txid", txid ?? "", "--output_index", index ?? "");
      await world.confirm(1, 1);
      await untilNothingPends(world, [world.watchOnly], outpoint);

      await until("the channel counts as breached", 60_000, async () => {
        await world.mine(1);
        const closed = await world.watchOnly.cli<{ channels: { channel_point: string }[] }>(
          "closedchannels",
          "--breach",
        );
        return closed.channels.some((channel) => channel.channel_point === outpoint);
      });
      expect(world.signerTrouble()).toEqual([]);
      await cheater.stop();
    },
    300_000,
  );
});
