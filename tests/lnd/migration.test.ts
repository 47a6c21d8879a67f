/** A hot node with money and a channel moves to the signer: pre-flight, dry run, purge, and it still serves. */
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrationGuide } from "../../main/kit/migration";
import { openChannel, payTogether } from "./support/channels";
import type { LndNode } from "./support/lndNode";
import { executables, walletPassword } from "./support/pairedWorld";
import { freePort } from "./support/ports";
import { SignerProcess } from "./support/signerProcess";
import { World } from "./support/world";

const found = executables();

describe.skipIf(!found)("a hot node that moves to the signer", () => {
  let world: World;
  let node: LndNode;
  let signer: SignerProcess;
  let stranger: SignerProcess;
  let address: { host: string; port: number };
  let pubkey: string;

  const file = (name: string) => path.join(world.folder, name);
  const confOf = (tag: string): string => {
    const guide = migrationGuide({ network: "regtest", address, requestTimeoutMs: 5_000 });
    const block = guide.steps.find((step) => step.tag === tag)?.blocks.find(({ name }) => name.startsWith("lnd.conf"));
    if (block === undefined) throw new Error(`the guide's step ${tag} has no lines for lnd.conf`);
    return block.text;
  };
  const unlocks = () => `\n[Application Options]\nwallet-unlock-password-file=${file("wallet-password")}\n`;

  const restart = async (conf: string): Promise<void> => {
    await node.stop();
    node.conf = conf + unlocks();
    await node.start();
    await node.waitForState("SERVER_ACTIVE");
    await node.waitForSync();
    await node.cli("connect", `${await world.peer.pubkey()}@${world.peer.p2pAddress}`).catch(() => undefined);
  };

  const signsMessagesAndInvoices = async (): Promise<void> => {
    const { signature } = await node.cli<{ signature: string }>("signmessage", "moved");
    const checked = await world.peer.cli<{ pubkey: string }>("verifymessage", "--msg", "moved", "--sig", signature);
    expect(checked.pubkey).toBe(pubkey);
    const invoice = await node.cli<{ payment_request: string }>("addinvoice", "--amt", "1000");
    const decoded = await world.peer.cli<{ destination: string }>("decodepayreq", invoice.payment_request);
    expect(decoded.destination).toBe(pubkey);
  };

  const sendsPsbt = async (): Promise<void> => {
    const to = await world.peer.cli<{ address: string }>("newaddress", "p2wkh");
    const outputs = JSON.stringify({ [to.address]: 200_000 });
    const { psbt } = await node.cli<{ psbt: string }>(
      "wallet",
      "psbt",
      "fund",
      `--outputs=${outputs}`,
      "--sat_per_vbyte=2",
    );
    const { final_tx: tx } = await node.cli<{ final_tx: string }>("wallet", "psbt", "finalize", psbt);
    await node.cli("wallet", "publishtx", tx);
    await world.confirm();
  };

  beforeAll(async () => {
    if (!found) return;
    world = new World(mkdtempSync(path.join(os.tmpdir(), "lnd-migration-")), found);
    node = world.node("hot");
    signer = new SignerProcess(world.folder);
    stranger = new SignerProcess(world.folder, "stranger");
    address = { host: "127.0.0.1", port: await freePort() };
    writeFileSync(file("wallet-password"), walletPassword, { mode: 0o600 });
    await Promise.all([world.start(), signer.newSeed().then(() => stranger.newSeed())]);
    await node.start();
    await node.waitForState("NON_EXISTING");
    await node.cliDialogue(
      ["create"],
      [
        [/Input wallet password/, walletPassword],
        [/Confirm password/, walletPassword],
        [/Enter y\/x\/n/, "y"],
        [/24-word mnemonic/, signer.words().join(" ")],
        [/cipher seed passphrase/, ""],
        [/look-?ahead/i, "50"],
      ],
    );
    await node.waitForState("SERVER_ACTIVE");
    await node.waitForSync();
    pubkey = await node.pubkey();
    const { address: own } = await node.cli<{ address: string }>("newaddress", "p2wkh");
    await world.peer.cli("sendcoins", own, "6000000");
    await world.peer.cli("sendcoins", own, "3000000");
    await world.confirm(2);
    await node.cli("connect", `${await world.peer.pubkey()}@${world.peer.p2pAddress}`);
    await openChannel(world, node, world.peer, "anchors", 4_000_000, 2_000_000);
  }, 300_000);

  afterAll(async () => {
    await signer?.stop();
    await world?.stop();
  });

  test("the guide's first commands take from the node what is needed", async () => {
    const guide = migrationGuide({ network: "regtest", address, requestTimeoutMs: 5_000 });
    const commands = guide.steps[0]?.blocks[0]?.text.split("\n").filter((line) => line.startsWith("lncli")) ?? [];
    expect(commands).toHaveLength(4);
    await node.dialogue(commands.join("\n"), [], world.folder);
  });

  test("the pre-flight is green for its own seed, and says no to another", async () => {
    expect(await signer.preflight(file("hot.json"), file("getinfo.json"))).toMatchObject({
      verdict: "green",
      matching: 259,
      problems: [],
    });
    const other = await stranger.preflight(file("hot.json"), file("getinfo.json"));
    expect(other).toMatchObject({ verdict: "mismatch", matching: 0, furtherProblems: 240 });
    expect(other.problems[0]?.tag).toBe("node-key-differs");
  });

  test("dry run: with the lines but without the migration the signer signs, and the node keeps its keys", async () => {
    await node.stop();
    node.conf = confOf("conf") + unlocks();
    expect(node.conf).not.toContain("migrate");
    await node.start();
    signer.start({
      host: `${address.host}:${address.port}`,
      certificateFile: node.certificateFile,
      macaroonFile: file("signer.macaroon"),
    });
    await signer.waitForState("online");
    await node.waitForState("SERVER_ACTIVE");
    await node.waitForSync();
    await node.cli("connect", `${await world.peer.pubkey()}@${world.peer.p2pAddress}`).catch(() => undefined);
    expect(await node.pubkey()).toBe(pubkey);
    await signsMessagesAndInvoices();
    await payTogether(node, world.peer, 3, 5_000);
    await sendsPsbt();
    expect(node.daemon.log).not.toContain("error processing the request in the remote signer");
  }, 240_000);

  test("the dry run is taken back by deleting the lines", async () => {
    await signer.stop();
    await restart("");
    await signsMessagesAndInvoices();
  }, 180_000);

  test("the purge leaves a watch-only node that this signer serves", async () => {
    signer.start({
      host: `${address.host}:${address.port}`,
      certificateFile: node.certificateFile,
      macaroonFile: file("signer.macaroon"),
    });
    await restart(`${confOf("conf")}\n${confOf("purge")}\n`);
    const { accounts } = await node.cli<{ accounts: { watch_only: boolean }[] }>("wallet", "accounts", "list");
    expect(accounts.filter((account) => !account.watch_only)).toEqual([]);
    // The line goes; nothing else changes.
    await restart(confOf("conf"));
    expect(await node.pubkey()).toBe(pubkey);
    await signsMessagesAndInvoices();
    await payTogether(node, world.peer, 3, 5_000);
    await payTogether(world.peer, node, 3, 4_000);
    await sendsPsbt();
    const to = await world.peer.cli<{ address: string }>("newaddress", "p2wkh");
    const sent = await node.cli<{ txid: string }>("sendcoins", to.address, "300000");
    expect(await world.chain.mempool()).toContain(sent.txid);
    await world.confirm();
    expect(node.daemon.log).not.toContain("error processing the request in the remote signer");
  }, 300_000);

  test("without the signer the purged node cannot sign", async () => {
    await signer.stop();
    await expect(node.cli("signmessage", "alone")).rejects.toThrow();
  }, 60_000);
});
