/** HTTP/2 pings of a signer that has nothing to do: often enough to notice a dead connection, not too often for lnd. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { executables, PairedWorld } from "./support/pairedWorld";

const found = executables();
/** Longer than lnd's three strikes at one ping in six seconds, and shorter than two of its health checks. */
const watchedMs = 75_000;

/** Lines of the signer's output that say it was anything but online. */
function losses(world: PairedWorld, mark: number): string[] {
  return world.signer.daemon
    .logSince(mark)
    .split("\n")
    .filter((line) => line.startsWith("{") && !line.includes('"state":"online"'));
}

async function idle(world: PairedWorld): Promise<string[]> {
  const mark = world.signer.daemon.mark();
  await new Promise((resolve) => setTimeout(resolve, watchedMs));
  return losses(world, mark);
}

describe.skipIf(!found)("keep-alive of an idle stream", () => {
  let world: PairedWorld;

  beforeAll(async () => {
    if (!found) return;
    world = new PairedWorld(found);
    await world.startPaired();
  }, 180_000);

  afterAll(() => world?.stop());

  test("lnd with its own limits takes the pings", async () => {
    expect(await idle(world)).toEqual([]);
    expect(world.signerTrouble()).toEqual([]);
  }, 120_000);

  test("an lnd that allows fewer ends the stream, which proves that there are pings and that it counts them", async () => {
    await world.restartWatchOnly("--grpc.client-ping-min-wait=1m", "--healthcheck.remotesigner.attempts=0");
    await world.signer.waitForState("online");
    const lost = await idle(world);
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.join()).toMatch(/too_many_pings|connection-lost/);
  }, 180_000);
});
