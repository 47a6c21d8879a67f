/** The signing engine as a practice node's signer without a stream: for tests of traffic and verifier. */
import { randomBytes } from "node:crypto";
import { Auditor } from "../../main/practice/auditor";
import type { Scene } from "../../main/practice/traffic/acts";
import { World } from "../../main/practice/traffic/world";
import { type AccountsExport, WatchOnlyKeys } from "../../main/practice/watchOnlyKeys";
import type { NodeAnswer, NodeRequest } from "../../main/practice/wire";
import { createEngine, createMemoryNonceLedger } from "../../main/signer";
import { accountsJson, watchOnlyAccounts } from "../../main/signer/accounts";
import { openCurve } from "../../main/thread/nativeCurve";

export type Answer = (request: NodeRequest) => Promise<NodeAnswer>;

/** A throw-away signer, and the world of a node that knows its accounts only. */
export function makeEngineSigner(): { answer: Answer; world: World } {
  const { curve } = openCurve();
  const network = "regtest";
  const masterKey = new Uint8Array(randomBytes(64));
  const engine = createEngine({
    curve,
    network,
    masterKey,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    nonceLedger: createMemoryNonceLedger(),
  });
  const accounts = JSON.parse(accountsJson(watchOnlyAccounts({ curve, network, masterKey }))) as AccountsExport;
  const answer: Answer = async (request) => {
    if (request.kind === "ping") return { kind: "pong" };
    const steps = engine.answer(request);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  };
  return { answer, world: new World(new WatchOnlyKeys(accounts, network), network) };
}

/** A scene whose requests go to `answer`, and the auditor that counts them. */
export function makeScene(world: World, answer: Answer): { scene: Scene; auditor: Auditor } {
  const auditor = new Auditor(answer);
  return { scene: { world, ask: (exchange) => auditor.ask(exchange), mirrorsRevocationRoots: true }, auditor };
}
