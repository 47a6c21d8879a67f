/** Reads pictures in a thread of their own, so that a large or hostile one delays nobody. */
import { Worker } from "node:worker_threads";
import type { QrResult } from "./qrImage";

const defaultTimeLimitMs = 10_000;

/** Finds the text of a QR code in a picture. */
export type ReadImage = (bytes: Uint8Array) => Promise<QrResult>;

/** @param threadFile bundle of qrThread.ts */
export function qrReader(threadFile: string, timeLimitMs = defaultTimeLimitMs): ReadImage {
  return (bytes) =>
    new Promise((resolve) => {
      const worker = new Worker(threadFile, { workerData: bytes, resourceLimits: { maxOldGenerationSizeMb: 512 } });
      const settle = (result: QrResult) => {
        clearTimeout(timer);
        resolve(result);
        void worker.terminate();
      };
      const timer = setTimeout(() => settle({ trouble: "image-too-slow" }), timeLimitMs);
      worker.once("message", settle);
      // Out of memory, mostly.
      worker.once("error", () => settle({ trouble: "image-unreadable" }));
    });
}
