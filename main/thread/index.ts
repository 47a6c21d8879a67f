/** Entry of the signer thread's bundle. Runs in a worker thread, of Electron's main process or of plain Node. */
import path from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { StateError } from "../state/stateError";
import type { FromThread, ThreadStart } from "./protocol";
import { startSignerThread } from "./signerThread";

if (parentPort === null) throw new Error("the signer thread has to be started as a worker thread");

try {
  startSignerThread(parentPort, workerData as ThreadStart, path.join(__dirname, "writer.cjs"));
  parentPort.postMessage({ ready: true } satisfies FromThread);
} catch (error) {
  const code = error instanceof StateError ? error.code : "INTERNAL";
  const message = error instanceof Error ? error.message : String(error);
  parentPort.postMessage({ ready: false, code, message } satisfies FromThread);
  parentPort.close();
}
