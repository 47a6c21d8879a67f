/** Either side goes away and comes back, at rest and under load; the node never dies of it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openChannel, payTogether } from "./support/channels";
import { executables, PairedWorld } from "./support/pairedWorld";

const found = executables();

describe.skipIf(!found)("restarts", () => {
  let world: PairedWorld;

  beforeAll(async () => {
    if (!found) return;
    world = new PairedWorld(found);
    await world.startPaired();
    await world.fund("p2wkh", 20_000_000);
    await world.connect();
    await openChannel(world, world.watchOnly, world.peer, "anchors", 8_000_000, 4_000_000);
    await openChannel(world, world.watchOnly, world.peer, "taproot", 8_000_000, 4_000_000);
  }, 240_000);

  afterAll(() => world?.stop());

  test("the signer restarts at rest and payments go on", async () => {
    await world.signer.stop();
    world.startSigner();
    await world.signer.waitForState("online");
    await payTogether(world.watchOnly, world.peer, 6, 5_000);
    expect(world.watchOnly.daemon.isRunning).toBe(true);
  }, 120_000);

  test("the signer restarts during payments and the node survives", async () => {
    const payments = payTogether(world.peer, world.watchOnly, 20, 4_000).catch((error: Error) => error);
    await new Promise((resolve) => setTimeout(resolve, 700));
    await world.signer.stop();
    world.startSigner();
    await world.signer.waitForState("online");
    await payments;
    await world.connect().catch(() => undefined);
    await payTogether(world.peer, world.watchOnly, 4, 6_000);
    expect(world.watchOnly.daemon.isRunning).toBe(true);
  }, 180_000);

  test("the node restarts and finds its signer again", async () => {
    await world.restartWatchOnly();
    await world.signer.waitForState("online");
    await world.connect().catch(() => undefined);
    await payTogether(world.watchOnly, world.peer, 6, 5_000);
  }, 180_000);

  test("the node is killed and comes back", async () => {
    await world.watchOnly.daemon.stop("SIGKILL");
    await world.restartWatchOnly();
    await world.signer.waitForState("online");
    await world.connect().catch(() => undefined);
    await payTogether(world.peer, world.watchOnly, 6, 5_000);
  }, 180_000);
});
