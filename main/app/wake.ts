/** Notices that the machine was away, and keeps it from dozing while a node depends on it. */
import { powerMonitor, powerSaveBlocker } from "electron";

const tickMs = 10_000;
/** Some Linux desktops send no resume signal; then the clock has jumped. */
const jumpMs = 30_000;

/** Calls `onWake` after the machine resumed. Runs once the app is ready. Returns a function that stops watching. */
export function watchForWake(onWake: () => void): () => void {
  let lastTickMs = Date.now();
  const timer = setInterval(() => {
    const nowMs = Date.now();
    if (nowMs - lastTickMs > jumpMs) onWake();
    lastTickMs = nowMs;
  }, tickMs);
  powerMonitor.on("resume", onWake);
  return () => {
    clearInterval(timer);
    powerMonitor.off("resume", onWake);
  };
}

/** Calls `onAway` when the person locks the screen or the machine goes to sleep. Linux tells only of the latter. */
export function watchForAway(onAway: () => void): void {
  powerMonitor.on("suspend", onAway);
  powerMonitor.on("lock-screen", onAway);
}

/** Returns a switch: on keeps the machine from suspending the app, off lets it. */
export function createStayAwake(): (on: boolean) => void {
  let blocker: number | null = null;
  return (on) => {
    if (on && blocker === null) blocker = powerSaveBlocker.start("prevent-app-suspension");
    if (!on && blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  };
}
