/** The end of the app, however it comes: the stream is closed and the keys are wiped before the process goes. */
import { app } from "electron";
import { endProcess } from "../keystore/endProcess";
import type { Log } from "../support/log";

const closeWithinMs = 5_000;

/** Takes over every quit. `release` runs at once, `close` is given five seconds. */
export function endOrderly(release: () => void, close: () => Promise<void>, log: Log): void {
  let isEnding = false;
  app.on("before-quit", (event) => {
    event.preventDefault();
    if (isEnding) return;
    isEnding = true;
    release();
    const timeUp = new Promise((resolve) => setTimeout(resolve, closeWithinMs));
    const closed = close().catch((error: unknown) => log.bug("quit", error));
    void Promise.race([closed, timeUp]).then(() => endProcess(0));
  });
}
