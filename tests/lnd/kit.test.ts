/** A watch-only node made from the new-node kit and nothing else: its lines, accounts, macaroon and commands. */
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkConf } from "../../main/kit/confChecker";
import type { LndNode } from "./support/lndNode";
import { executables, walletPassword } from "./support/pairedWorld";
import { freePort } from "./support/ports";
import { SignerProcess } from "./support/signerProcess";
import { World } from "./support/world";

const found = executables();

/** The indented lines under a heading of the kit's README. */
function blockOf(readme: string, heading: string, name: string): string {
  const section = readme.split(/^## /m).find((part) => part.includes(heading)) ?? "";
  const lines = section
    .slice(section.indexOf(`${name}:`))
    .split("\n")
    .slice(2);
  const end = lines.findIndex((line) => line !== "" && !line.startsWith("    "));
  return lines
    .slice(0, end < 0 ? undefined : end)
    .map((line) => line.slice(4))
    .join("\n")
    .trimEnd();
}

describe.skipIf(!found)("a node made from the new-node kit", () => {
  let world: World;
  let node: LndNode;
  let signer: SignerProcess;
  let kit: string;
  let readme: string;
  let host: string;

  const kitText = (name: string) => readFileSync(path.join(kit, name), "utf8");

  beforeAll(async () => {
    if (!found) return;
    world = new World(mkdtempSync(path.join(os.tmpdir(), "lnd-kit-")), found);
    node = world.node("fromkit");
    signer = new SignerProcess(world.folder);
    host = `127.0.0.1:${await freePort()}`;
    await Promise.all([world.start(), signer.newSeed()]);
    kit = await signer.kit(host);
    readme = kitText("README.txt");
  }, 180_000);

  afterAll(async () => {
    await signer?.stop();
    await world?.stop();
  });

  test("the kit's secrets can be read by their owner alone", () => {
    for (const name of ["root-key.hex", "signer.macaroon"]) {
      expect(statSync(path.join(kit, name)).mode & 0o777).toBe(0o600);
    }
    expect(kitText("root-key.hex")).toMatch(/^[0-9a-f]{64}$/);
    expect(readme).not.toContain(kitText("root-key.hex"));
  });

  test("lnd starts with the kit's lines and waits for a wallet", async () => {
    expect(blockOf(readme, "Put the lines", "lnd.conf")).toBe(kitText("lnd.conf.part").trimEnd());
    node.conf = kitText("lnd.conf.part");
    await node.start();
    await node.waitForState("NON_EXISTING");
  });

  test("the kit's commands create the wallet and leave no root key behind", async () => {
    const commands = blockOf(readme, "Create the watch-only wallet", "Run on the node");
    const birthday = blockOf(readme, "Create the watch-only wallet", "Birthday");
    expect(Math.abs(Number(birthday) - Date.now() / 1_000)).toBeLessThan(2 * 86_400);
    await node.dialogue(
      commands,
      [
        [/Input wallet password/, walletPassword],
        [/Confirm password/, walletPassword],
        [/birthday/i, birthday],
        [/look-?ahead/i, ""],
      ],
      kit,
    );
    expect(existsSync(path.join(kit, "root-key.hex"))).toBe(false);
  }, 120_000);

  test("the kit's macaroon and the node's certificate bring the signer online and the node up", async () => {
    signer.start({ host, certificateFile: node.certificateFile, macaroonFile: path.join(kit, "signer.macaroon") });
    await signer.waitForState("online");
    await node.waitForState("SERVER_ACTIVE");
    await node.waitForSync();
  }, 180_000);

  test("the kit's macaroon opens nothing else", async () => {
    const refused = node.dialogue(`lncli --macaroonpath='${kit}/signer.macaroon' getinfo`);
    await expect(refused).rejects.toThrow(/permission denied/);
  });

  test("the node's accounts and key are this seed's", async () => {
    const hot = path.join(world.folder, "hot.json");
    const getinfo = path.join(world.folder, "getinfo.json");
    writeFileSync(hot, JSON.stringify(await node.cli("wallet", "accounts", "list")));
    writeFileSync(getinfo, JSON.stringify(await node.cli("getinfo")));
    expect(await signer.preflight(hot, getinfo)).toMatchObject({ verdict: "green", matching: 259, problems: [] });
  });

  test("it receives, sends, signs a message and an invoice", async () => {
    const { address } = await node.cli<{ address: string }>("newaddress", "p2tr");
    await world.peer.cli("sendcoins", address, "2000000");
    await world.confirm();
    const back = await world.peer.cli<{ address: string }>("newaddress", "p2wkh");
    const sent = await node.cli<{ txid: string }>("sendcoins", back.address, "700000");
    expect(await world.chain.mempool()).toContain(sent.txid);
    await world.confirm();

    const { signature } = await node.cli<{ signature: string }>("signmessage", "from a kit");
    const checked = await world.peer.cli<{ pubkey: string }>(
      "verifymessage",
      "--msg",
      "from a kit",
      "--sig",
      signature,
    );
    expect(checked.pubkey).toBe(await node.pubkey());
    const invoice = await node.cli<{ payment_request: string }>("addinvoice", "--amt", "1000");
    const decoded = await world.peer.cli<{ destination: string }>("decodepayreq", invoice.payment_request);
    expect(decoded.destination).toBe(await node.pubkey());
  }, 120_000);

  test("it comes back by itself with the password file the kit advises", async () => {
    const file = path.join(world.folder, "wallet-password");
    writeFileSync(file, walletPassword, { mode: 0o600 });
    const lines = blockOf(readme, "Let lnd come back", "lnd.conf, now that there is a wallet");
    node.conf = `${kitText("lnd.conf.part")}\n${lines.replace(/=.*$/, `=${file}`)}\n`;
    const [, port] = host.split(":");
    const context = {
      address: { host: "127.0.0.1", port: Number(port) },
      network: "regtest",
      requestTimeoutMs: 5_000,
    } as const;
    expect(checkConf(node.conf, context).map(({ tag }) => tag)).toEqual(["conf-good"]);
    await node.stop();
    await node.start();
    await node.waitForState("SERVER_ACTIVE");
    // The signer says so a moment after the node knows it.
    await expect.poll(() => signer.state, { timeout: 10_000 }).toBe("online");
  }, 180_000);
});
