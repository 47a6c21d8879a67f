/** A person behind the signer of a real node: nobody there, a yes, a no, and what lncli shows of each. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { executables, PairedWorld } from "./support/pairedWorld";

const found = executables();

describe.skipIf(!found)("a send that waits for a person", () => {
  let world: PairedWorld;

  beforeAll(async () => {
    if (!found) return;
    world = new PairedWorld(found);
    await world.startPaired();
    for (let coin = 0; coin < 3; coin += 1) await world.fund("p2wkh", 3_000_000);
  }, 180_000);

  afterAll(() => world?.stop());

  /** What lncli answers to a send of that amount to an address of the other node. */
  async function send(address: string, amountSat: number): Promise<{ txid: string } | Error> {
    return world.watchOnly
      .cli<{ txid: string }>("sendcoins", "--sat_per_vbyte", "2", "--force", address, String(amountSat))
      .catch((error: Error) => error);
  }
  const strangerAddress = async () => (await world.peer.cli<{ address: string }>("newaddress", "p2tr")).address;

  test("nobody is there: lncli says what to do, and the same again is sent once somebody approved", async () => {
    const { signer } = world;
    signer.answersApprovals = null;
    signer.asked.length = 0;
    const address = await strangerAddress();
    const said = await send(address, 400_000);
    const [ref = ""] = signer.asked;
    expect(ref).toMatch(/^[0-9A-Z]{4}$/);
    expect(String(said)).toContain(`[approval-needed] approve in Countersign within 15 min, then repeat (ref ${ref})`);
    await signer.decide(ref, "approve");
    expect(await send(address, 400_000)).toMatchObject({ txid: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(signer.asked).toEqual([ref]);
    await world.confirm();
  }, 60_000);

  test("somebody approves in time: lncli sees nothing of it", async () => {
    const { signer } = world;
    signer.answersApprovals = "approve";
    signer.asked.length = 0;
    expect(await send(await strangerAddress(), 500_000)).toMatchObject({ txid: expect.any(String) });
    expect(signer.asked).toHaveLength(1);
    await world.confirm();
  }, 60_000);

  test("somebody refuses: lncli says so, nothing is sent, and the node goes on", async () => {
    const { signer } = world;
    signer.answersApprovals = "refuse";
    expect(String(await send(await strangerAddress(), 600_000))).toContain("[approval-refused]");
    expect(await world.chain.mempool()).toEqual([]);
    signer.answersApprovals = "approve";
    expect(await send(await strangerAddress(), 300_000)).toMatchObject({ txid: expect.any(String) });
    await world.confirm();
  }, 60_000);

  test("a taproot channel approved as an opening: the next try, which pays another address, is signed", async () => {
    const { signer, watchOnly, peer } = world;
    await world.connect();
    signer.answersApprovals = null;
    signer.asked.length = 0;
    const open = async () =>
      watchOnly
        .cli<{ funding_txid: string }>(
          ...["openchannel", "--node_key", await peer.pubkey(), "--local_amt", "600000"],
          ...["--channel_type", "taproot", "--private"],
        )
        .catch((error: Error) => error);
    expect(String(await open())).toContain("[approval-needed]");
    const [ref = ""] = signer.asked;
    await signer.decide(ref, "approve-as-open");
    expect(await open()).toMatchObject({ funding_txid: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(signer.asked).toEqual([ref]);
    await world.confirm();
  }, 90_000);
});
