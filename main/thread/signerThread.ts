/** Puts the signer thread together: curve, engine, link, pipeline and database, and the calls that steer them. */
import type { MessagePort } from "node:worker_threads";
import { openGate } from "../guard/openGate";
import { loadCodecs } from "../link/codec";
import { FeedRecorder } from "../pipeline/feedRecorder";
import { Pipeline } from "../pipeline/pipeline";
import { createMemoryNonceLedger } from "../signer/index";
import { openDatabase } from "../state/database";
import { NodeTable } from "../state/nodes";
import { SettingTable } from "../state/settings";
import { StateWriter } from "../state/stateWriter";
import { systemClock as clock } from "../support/clock";
import { systemEventLoop as eventLoop } from "../support/eventLoop";
import { logThrough } from "../support/log";
import { eventEmitter, serveCalls, type ThreadHandlers } from "./calls";
import { ThreadGuard } from "./guard";
import { createIdleWork } from "./idleWork";
import { ThreadKeys } from "./keys";
import { ThreadLink } from "./link";
import { openCurve } from "./nativeCurve";
import { heartbeatEveryMs, type ThreadStart } from "./protocol";

const rerandomizeEveryMs = 30 * 60 * 1_000;

/**
 * Starts everything and serves the port.
 *
 * @param writerFile the bundle of main/state/writerThread.ts
 * @throws StateError when the database cannot be opened, Error when no curve passes its self-test
 */
export function startSignerThread(port: MessagePort, start: ThreadStart, writerFile: string): void {
  const startedAtMs = clock.nowMs();
  const emit = eventEmitter(port);
  const log = logThrough((level, text) => emit("log.line", { level, text }));

  const { database, movedAsideTo } = openDatabase(start.databaseFile, startedAtMs);
  if (movedAsideTo !== null) {
    log("error", `the database could not be read; it was kept as ${movedAsideTo} and an empty one was made`);
    emit("state.movedAside", { file: movedAsideTo });
  }
  // Without it this thread ends as well: its successor finds out what the file says.
  const gone = (error: Error) => {
    throw error;
  };
  const writer = start.databaseFile === null ? undefined : new StateWriter(writerFile, start.databaseFile, gone);
  const nodes = new NodeTable(database);
  const settings = new SettingTable(database);

  const curve = openCurve();
  log("info", `secp256k1: ${curve.curve.backend} (${curve.reason})`);
  setInterval(() => curve.rerandomize(), rerandomizeEveryMs);

  const recorder = new FeedRecorder({
    clock,
    appended: (entries, totals) => emit("feed.appended", { entries, totals }),
  });
  const guard = new ThreadGuard({ database, writer, clock, curve: curve.curve, eventLoop, emit, log });
  const isGuarded = start.gate === "guarded";
  const pipeline = new Pipeline({
    clock,
    eventLoop,
    recorder,
    gate: isGuarded ? guard.open.guard : openGate,
    reportBug: (error) => log.bug("signing", error),
  });
  const keys = new ThreadKeys(curve.curve, pipeline, {
    nonceLedger: isGuarded ? guard.open.nonces : createMemoryNonceLedger(),
    guard: isGuarded ? guard : null,
    whenIdle: createIdleWork(clock, () => pipeline.busyUntilUs),
  });
  const codecs = loadCodecs(start.protoDir);
  const link = new ThreadLink({
    codecs,
    pipeline,
    clock,
    emit,
    log,
    pinged: () => recorder.ping(),
    dialling: (nodeId) => guard.open.guard.nodeChanged(nodeId),
  });

  const handlers: ThreadHandlers = {
    ...guard.handlers,
    "keys.load": (input) => keys.load(input),
    "keys.wipe": () => done(keys.wipe()),
    "link.start": (target) => done(link.start(target)),
    "link.stop": () => done(link.stop()),
    "link.retryNow": () => done(link.retryNow()),
    "link.pause": ({ untilMs }) => done(link.pause(untilMs)),
    "feed.page": ({ limit, beforeSeq }) => ({ entries: recorder.page(limit, beforeSeq) }),
    "nodes.list": () => ({ nodes: nodes.list() }),
    "nodes.save": ({ node }) => done(nodes.save(node)),
    "nodes.forget": ({ id }) => done(nodes.forget(id)),
    "settings.read": ({ key }) => ({ json: settings.read(key) }),
    "settings.write": ({ key, json }) => done(settings.write(key, json)),
    diagnostics: () => ({
      backend: curve.curve.backend,
      backendSelfTest: curve.selfTest,
      inFlight: pipeline.inFlight,
      rssMb: Math.round(process.memoryUsage.rss() / 1_048_576),
      startedAtMs,
    }),
  };
  serveCalls(port, handlers, {
    reportBug: (error) => log.bug("call", error),
    leaving: () => {
      // A node that is told frees the signer's place at once.
      link.stop();
      // What was counted and not written yet.
      guard.close();
    },
  });
  beat(start.heartbeat);
}

/** Shows the shell that this event loop runs. It shares memory because a message would wait for a frozen shell. */
function beat(heartbeat: SharedArrayBuffer): void {
  const count = new Int32Array(heartbeat);
  Atomics.add(count, 0, 1);
  setInterval(() => Atomics.add(count, 0, 1), heartbeatEveryMs);
}

/** The output of a call that returns nothing. */
function done(_result: unknown): Record<string, never> {
  return {};
}
