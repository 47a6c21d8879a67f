/** What the child processes of the faults command do. */
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { BroadcastChannel } from "node:worker_threads";
import type { Exchange } from "../../main/practice/exchange";
import { PracticeNode } from "../../main/practice/practiceNode";
import { RequestError } from "../../main/practice/signCoordinator";
import { send } from "../../main/practice/traffic/walletSpends";
import { World } from "../../main/practice/traffic/world";
import { type AccountsExport, WatchOnlyKeys } from "../../main/practice/watchOnlyKeys";
import { ThreadHost } from "../../main/thread/host";
import { serveParent, tellParent } from "../practice/childCommand";
import { linkTarget, loadKeys, protoDir, root } from "../practice/throwAwaySigner";
import { Load } from "./load";
import type { BurnerCalls, FaultRole, NodeCalls, SignerCalls, SignerNews, SpendAnswer, Tally } from "./messages";

const network = "regtest";
/** How often the parent hears of a running load: it has to know when this process is killed. */
const newsEveryMs = 50;

export function playRole(role: FaultRole): void {
  if (role === "node") serveNode();
  else if (role === "signer") serveSigner();
  else serveParent<BurnerCalls>({ burn: async ({ forMs }) => spin(forMs) });
}

function serveNode(): void {
  let running: { node: PracticeNode; world: World } | undefined;
  let payment: Exchange | undefined;
  const need = () => {
    if (running === undefined) throw new Error("the node is not started");
    return running;
  };
  serveParent<NodeCalls>({
    start: async ({ accounts, ...options }) => {
      const keys = new WatchOnlyKeys(JSON.parse(accounts) as AccountsExport, network);
      const node = await PracticeNode.start({ ...options, protoDir });
      const listeningAtMs = Date.now();
      running = { node, world: new World(keys, network) };
      const { host, port, certificateDer, macaroon } = node.pairing;
      return { pairing: { host, port, certificateDer, macaroon }, listeningAtMs };
    },
    load: async ({ count, perSecond, traffic }) => {
      const { node, world } = need();
      const load = new Load(node.coordinator, world, traffic);
      const timer = setInterval(() => tellParent(load.tally satisfies Tally), newsEveryMs);
      try {
        return await load.run(count, perSecond);
      } finally {
        clearInterval(timer);
      }
    },
    ready: async ({ timeoutMs }) => {
      await need().node.coordinator.untilReady(timeoutMs);
      return { atMs: Date.now() };
    },
    deserted: async ({ timeoutMs }) => {
      const { coordinator } = need().node;
      const endMs = performance.now() + timeoutMs;
      while (coordinator.isReady) {
        if (performance.now() > endMs) throw new Error(`the signer is still connected after ${timeoutMs} ms`);
        await delay(1);
      }
      return { atMs: Date.now() };
    },
    spend: async () => {
      const { node, world } = need();
      payment ??= send(world, ["p2wkh"])[0];
      if (payment === undefined) throw new Error("a send is at least one request");
      return spend(node, payment);
    },
    handshakes: async () => ({ count: need().node.coordinator.handshakes }),
  });
}

async function spend({ coordinator }: PracticeNode, { request, check }: Exchange): Promise<SpendAnswer> {
  const sentAtMs = performance.now();
  const ended = (how: SpendAnswer["ended"], text: string): SpendAnswer => ({
    ended: how,
    text,
    tookMs: Math.round(performance.now() - sentAtMs),
  });
  try {
    const problem = check(await coordinator.request(request));
    if (problem !== null) throw new Error(`the payment's signature: ${problem}`);
    return ended("signed", "");
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return ended(error.trouble === "signer-error" ? "refused" : "unanswered", error.message);
  }
}

function serveSigner(): void {
  const host = new ThreadHost();
  const breaker = new BroadcastChannel("countersign-fragile-thread");
  let timeoutMs = 0;
  host.on("link.changed", ({ link }) => tellParent({ link, atMs: Date.now() } satisfies SignerNews));
  serveParent<SignerCalls>({
    start: async ({ masterKey, requestTimeoutMs, databaseFile }) => {
      timeoutMs = requestTimeoutMs;
      const threadFile = path.join(root, "scripts/faults/fragileThread.cjs");
      await host.start({ threadFile, protoDir, databaseFile });
      await loadKeys(host, masterKey, network);
      return {};
    },
    dial: async (pairing) => host.call("link.start", linkTarget(pairing, network, timeoutMs)),
    hangUp: async () => host.call("link.stop", {}),
    lock: async () => host.call("keys.wipe", {}),
    unlock: async ({ masterKey }) => {
      await loadKeys(host, masterKey, network);
      return {};
    },
    pause: async ({ forMs }) => host.call("link.pause", { untilMs: forMs === null ? null : Date.now() + forMs }),
    approve: async () => {
      const { views } = await host.call("approvals.list", {});
      const waiting = views.filter(({ record }) => record.state === "waiting");
      for (const { record } of waiting) await host.call("approvals.decide", { ref: record.ref, decision: "approve" });
      return { approved: waiting.length };
    },
    freeze: async ({ forMs }) => spin(forMs),
    breakThread: async ({ how }) => {
      breaker.postMessage(how);
      return {};
    },
  });
}

function spin(forMs: number): Record<string, never> {
  const endMs = performance.now() + forMs;
  while (performance.now() < endMs);
  return {};
}
