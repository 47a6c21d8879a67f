/** A peer publishes a revoked state; the watch-only node takes everything, with justice signed by the signer. */
import { copyFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChannelType, openChannel, payTogether, untilNothingPends } from "./support/channels";
import { type LndNode, until } from "./support/lndNode";
import { executables, PairedWorld } from "./support/pairedWorld";

const found = executables();

/**
 * Opens the channel from the honest side. A leased one comes from the cheater: lnd's breach arbiter gives its own
 * time-locked output no lock time, with whatever signer, and never gets it.
 */
async function openWith(world: PairedWorld, cheater: LndNode, type: ChannelType): Promise<string> {
  if (type !== "lease") return openChannel(world, world.watchOnly, cheater, type, 2_000_000, 0);
  const { address } = await cheater.cli<{ address: string }>("newaddress", "p2wkh");
  await world.peer.cli("sendcoins", address, "5000000");
  await world.confirm(1, 6);
  return openChannel(world, cheater, world.watchOnly, type, 2_000_000, 1_500_000);
}

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
      const outpoint = await openWith(world, cheater, type);
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
