/** A private chain with one funded hot node on it, against which a watch-only node is tested. */
import { rmSync } from "node:fs";
import { Chain } from "./chain";
import { type LndExecutables, LndNode, until } from "./lndNode";

/** Any valid regtest address; rewards go there until the hot node has one of its own. */
const nobodysAddress = "bcrt1qgdlgjc5ede7fjv350wcjqat80m0zsmfaswsj9p";

export class World {
  readonly folder: string;
  readonly chain: Chain;
  readonly peer: LndNode;
  readonly executables: LndExecutables;
  readonly #nodes: LndNode[] = [];

  constructor(folder: string, executables: LndExecutables & { btcd: string }) {
    this.folder = folder;
    this.executables = executables;
    this.chain = new Chain(folder, executables.btcd);
    this.peer = this.node("peer");
  }

  /** A further node on the same chain; stopped with the world. */
  node(name: string): LndNode {
    const node = new LndNode(name, this.folder, this.executables, this.chain);
    this.#nodes.push(node);
    return node;
  }

  /** Chain up, hot node up and rich. */
  async start(): Promise<void> {
    await this.chain.start(nobodysAddress);
    await this.chain.mine(1);
    await this.peer.start(["--noseedbackup"]);
    await this.peer.waitForState("SERVER_ACTIVE");
    const { address } = await this.peer.cli<{ address: string }>("newaddress", "p2wkh");
    // lnd does not follow btcd over a restart.
    await this.peer.stop();
    await this.chain.restart(address);
    await this.chain.mine(120);
    await this.peer.start();
    await this.peer.waitForState("SERVER_ACTIVE");
    await this.peer.waitForSync();
  }

  /** Mines and waits until every running node has seen it. */
  async mine(blocks: number, nodes: readonly LndNode[] = this.#nodes): Promise<void> {
    await this.chain.mine(blocks);
    for (const node of nodes) if (node.daemon.isRunning) await node.waitForSync();
  }

  /** Waits for `count` transactions in the mempool and confirms them. */
  async confirm(count = 1, blocks = 1): Promise<void> {
    await until(
      `${count} transactions in the mempool`,
      60_000,
      async () => (await this.chain.mempool()).length >= count,
    );
    await this.mine(blocks);
  }

  async stop(): Promise<void> {
    for (const node of this.#nodes) await node.stop();
    await this.chain.daemon.stop("SIGINT");
    if (process.env["LND_KEEP"]) console.log(`logs and data are kept in ${this.folder}`);
    else rmSync(this.folder, { recursive: true, force: true });
  }
}
