/**
 * A day in the life of a real node, request by request. With LND_RECORD set the exchanges are written to
 * tests/vectors/lnd-session/, where `npm test` replays them.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { HDKey } from "@scure/bip32";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { vectorEntropy } from "../support/engines";
import {
  channelTypes,
  closeByForce,
  closeTogether,
  confirmFunding,
  endLease,
  openChannel,
  payTogether,
} from "./support/channels";
import { executables, PairedWorld } from "./support/pairedWorld";
import { RecordingProxy } from "./support/recordingProxy";

const found = executables();
const sessionFile = path.resolve(__dirname, "../vectors/lnd-session/session.json");

describe.skipIf(!found)("a session with a real lnd", () => {
  let world: PairedWorld;
  let proxy: RecordingProxy;

  beforeAll(async () => {
    if (!found) return;
    world = new PairedWorld(found);
    const versions = { private: 0x04358394, public: 0x043587cf };
    world.seedText = HDKey.fromMasterSeed(vectorEntropy, versions).privateExtendedKey;
    await world.conf();
    proxy = await RecordingProxy.start(world.folder, world.signerHost, world.watchOnly.certificateFile);
    world.signerTarget = { host: proxy.host, certificateFile: proxy.certificateFile };
    await world.startPaired();
  }, 180_000);

  afterAll(async () => {
    await world?.stop();
    proxy?.stop();
  });

  test("funds come to every kind of address, a peer connects, messages and invoices are signed", async () => {
    for (const type of ["p2wkh", "np2wkh", "p2tr"] as const) await world.fund(type, 30_000_000);
    await world.connect();
    await world.watchOnly.cli("signmessage", "recorded");
    await world.watchOnly.cli("addinvoice", "--amt", "2100", "--memo", "coffee, table 4");
  }, 120_000);

  test.each(channelTypes)(
    "%s channels are opened, used, closed together and by force",
    async (type) => {
      const first = await openChannel(world, world.watchOnly, world.peer, type, 3_000_000, 1_000_000);
      await payTogether(world.watchOnly, world.peer, 4, 12_000);
      await payTogether(world.peer, world.watchOnly, 4, 9_000);
      await confirmFunding(world, type, first);
      await endLease(world, type);
      await closeTogether(world, world.watchOnly, first);
      const second = await openChannel(world, world.peer, world.watchOnly, type, 3_000_000, 1_000_000);
      await payTogether(world.peer, world.watchOnly, 2, 15_000);
      await confirmFunding(world, type, second);
      await closeByForce(world, world.watchOnly, second);
    },
    240_000,
  );

  test("coins are sent, merged and spent from a PSBT", async () => {
    const { address } = await world.peer.cli<{ address: string }>("newaddress", "p2tr");
    await world.watchOnly.cli("sendcoins", address, "700000");
    await world.confirm();
    const funded = await world.watchOnly.cli<{ psbt: string }>(
      ...["wallet", "psbt", "fund", `--outputs={"${address}":900000}`, "--sat_per_vbyte=2"],
    );
    const final = await world.watchOnly.cli<{ final_tx: string }>("wallet", "psbt", "finalize", funded.psbt);
    await world.watchOnly.cli("wallet", "publishtx", final.final_tx);
    await world.confirm();
  }, 120_000);

  test("everything was answered and nothing refused", () => {
    expect(proxy.exchanges.length).toBeGreaterThan(150);
    expect(world.signerTrouble()).toEqual([]);
    if (!process.env["LND_RECORD"]) return;
    const lines = proxy.exchanges.map(({ requestHex, answerHex }) => JSON.stringify([requestHex, answerHex]));
    writeFileSync(sessionFile, `{"exchanges":[\n${lines.join(",\n")}\n]}\n`);
  });
});
