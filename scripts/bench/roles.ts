/** What the bench's child processes do. */
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ping } from "../../main/practice/exchange";
import { PracticeNode } from "../../main/practice/practiceNode";
import { World } from "../../main/practice/traffic/world";
import { type AccountsExport, WatchOnlyKeys } from "../../main/practice/watchOnlyKeys";
import { serveParent } from "../practice/childCommand";
import { protoDir, startSigner } from "../practice/throwAwaySigner";
import { closedLoop, openLoop, pongsUnderBurst } from "./load";
import { type BenchKind, benchKinds, type ChildCalls, type ChildRole } from "./messages";
import { startPortableSigner } from "./portableSigner";
import { type BenchOperation, makePool } from "./requestPool";

const poolSize = 96;
/** Long enough that a slow signer is measured instead of cut off. */
const requestTimeoutMs = 60_000;

export function playRole(role: ChildRole): void {
  if (role === "driver") serveDriver();
  else serveSigner();
}

/** The practice node, asking as fast as it is told to. */
function serveDriver(): void {
  let node: PracticeNode | undefined;
  const pools = new Map<BenchKind | "ping", readonly BenchOperation[]>([["ping", [{ first: ping }]]]);
  const running = () => {
    if (node === undefined) throw new Error("there is no node yet");
    return node.coordinator;
  };
  const poolOf = (kind: BenchKind | "ping") => pools.get(kind) ?? [];
  serveParent<ChildCalls>({
    node: async ({ accounts, network }) => {
      await node?.stop();
      node = await PracticeNode.start({ protoDir, requestTimeoutMs });
      // Once, before any signer is there: making requests leaves this process busy for a while.
      if (pools.size === 1) {
        const world = new World(new WatchOnlyKeys(JSON.parse(accounts) as AccountsExport, network), network);
        for (const kind of benchKinds) pools.set(kind, makePool(world, kind, poolSize));
      }
      const { lndconnect: _, ...pairing } = node.pairing;
      return pairing;
    },
    connected: async ({ timeoutMs }) => {
      await running().untilReady(timeoutMs);
      return {};
    },
    closedLoop: ({ kind, inFlight, durationMs }) => closedLoop(running(), poolOf(kind), inFlight, durationMs),
    openLoop: ({ kind, ratePerS, durationMs }) => openLoop(running(), poolOf(kind), ratePerS, durationMs),
    pongsUnderBurst: ({ bursts }) => pongsUnderBurst(running(), poolOf("mix"), bursts),
  });
}

/** A database file that goes with this process. */
async function temporaryDatabase(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "countersign-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, "state.db");
}

/** Countersign's signer without a window. */
function serveSigner(): void {
  serveParent<ChildCalls>({
    dial: async ({ masterKey, network, pairing, backend }) => {
      if (backend !== "portable") {
        const guard =
          backend === "guarded" ? ({ databaseFile: await temporaryDatabase() } as const) : ({ gate: "open" } as const);
        const host = await startSigner(masterKey, network, pairing, { requestTimeoutMs, ...guard });
        return { backend: (await host.call("diagnostics", {})).backend ?? "unknown" };
      }
      const shared = new SharedArrayBuffer(masterKey.length);
      new Uint8Array(shared).set(masterKey);
      const { host, port, certificateDer, macaroon } = pairing;
      const node = {
        id: "bench",
        name: "bench",
        addresses: [{ host, port }],
        certificateDer,
        network,
        requestTimeoutMs,
        pairedAtMs: Date.now(),
      };
      startPortableSigner(protoDir, { network, masterKey: shared }, { source: "given", node, macaroon });
      return { backend: "portable" };
    },
    memory: async () => ({ rssMb: process.memoryUsage.rss() / 1_048_576 }),
  });
}
