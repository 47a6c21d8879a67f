/** Endless natural traffic: a start-up, then a routing node's ordinary day at its own, irregular pace. */
import { setTimeout as delay } from "node:timers/promises";
import { type ActName, acts, type Scene } from "./traffic/acts";
import { between, chance } from "./traffic/dice";

/** How often each act happens, relative to each other. On-chain events are rare, as they are in life. */
const weights: Partial<Record<ActName, number>> = {
  forwardHtlc: 34,
  receiveHtlc: 10,
  updateTaprootChannel: 6,
  updateAnchorsChannel: 10,
  refreshChannel: 10,
  makeInvoice: 7,
  connectPeer: 5,
  signUserMessage: 1.5,
  connectTower: 1.5,
  announceNode: 1.2,
  openChannel: 1.4,
  send: 1.6,
  closeChannel: 0.9,
  consolidate: 0.4,
  sweepAnchor: 0.4,
  forceClose: 0.3,
  sweepToLocal: 0.4,
  sweepToRemoteAnchors: 0.3,
  sweepHtlc: 0.3,
  sweepTaprootHtlc: 0.3,
  sweepTaprootAnchor: 0.2,
  punish: 0.1,
};

/** Mean pause between acts at speed 1. Most acts are several requests. */
const meanPauseMs = 1_100;
/** lnd's healthcheck.remotesigner.interval. */
const healthCheckMs = 60_000;

/**
 * Plays until `signal` aborts or `isConnected` says no. @param speed 2 is twice as fast
 */
export async function playRhythm(
  scene: Scene,
  speed: number,
  signal: AbortSignal,
  isConnected: () => boolean,
): Promise<void> {
  const pause = async (ms: number) => {
    // Aborting ends the wait; the loop sees the signal.
    await delay(ms / speed, undefined, { signal, ref: false }).catch(() => undefined);
  };
  await acts.startUp(scene);
  for (let i = between(2, 4); i > 0 && isConnected(); i--) {
    await acts.connectPeer(scene);
    await acts.refreshChannel(scene);
    await pause(250);
  }
  let nextHealthCheckAtMs = Date.now() + healthCheckMs / speed;
  while (!signal.aborted && isConnected()) {
    if (Date.now() >= nextHealthCheckAtMs) {
      nextHealthCheckAtMs += healthCheckMs / speed;
      await acts.healthCheck(scene);
    }
    // Now and then several payments arrive together.
    const burst = chance(0.06) ? between(3, 7) : 1;
    await Promise.all(Array.from({ length: burst }, () => acts[burst > 1 ? "forwardHtlc" : drawAct()](scene)));
    await pause(-meanPauseMs * Math.log(1 - Math.random() * 0.98));
  }
}

function drawAct(): ActName {
  const entries = Object.entries(weights) as [ActName, number][];
  let ticket = Math.random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    ticket -= weight;
    if (ticket < 0) return name;
  }
  return "forwardHtlc";
}
