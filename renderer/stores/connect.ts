/** Keeps the stores in step with the main process. */
import type { AppSnapshot } from "../../preload/contract/types";
import { call } from "../bridge";
import { alertsStore, readAlerts } from "./alerts";
import { appStore } from "./app";
import { approvalsStore, connectApprovals, noApprovals, readApprovals } from "./approvals";
import { feedStore, reduceAppended, reducePage } from "./feed";
import { quitStore } from "./quit";

const pageLimit = 200;
/** Rest before missing entries are read again: in a rush some are missing all the time. */
const readAgainMs = 1_000;

/** Listens first, then reads, so that nothing between the two is lost. Returns a function that stops listening. */
export function connectStores(): () => void {
  let isStopped = false;
  let isRereading = false;
  const readMissing = async () => {
    if (isRereading) return;
    isRereading = true;
    let isRead = true;
    while (isRead && !isStopped && feedStore.get().hasGap) {
      isRead = await readFeed();
      await new Promise((resolve) => setTimeout(resolve, readAgainMs));
    }
    isRereading = false;
  };
  const stops = [
    window.countersign.on("app.changed", ({ snapshot }) => take(snapshot)),
    window.countersign.on("feed.appended", (event) => {
      feedStore.set(reduceAppended(feedStore.get(), event));
      void readMissing();
    }),
    window.countersign.on("quit.asked", () => quitStore.set(quitStore.get() + 1)),
    connectApprovals(),
  ];
  void readSnapshot();
  void readFeed();
  return () => {
    isStopped = true;
    for (const stop of stops) stop();
  };
}

/** Reads the snapshot; one that was pushed meanwhile is newer and stays. */
export async function readSnapshot(): Promise<void> {
  const before = appStore.get();
  const reply = await call("app.snapshot", {});
  if (appStore.get() !== before) return;
  if (reply.ok) take(reply.value);
  else appStore.set({ snapshot: before.snapshot, error: reply.error });
}

/** Takes a snapshot over. What it only counts is read anew; behind a lock nothing of it stays on this side. */
function take(snapshot: AppSnapshot): void {
  const before = appStore.get().snapshot;
  appStore.set({ snapshot, error: null });
  if (snapshot.windowLocked) {
    approvalsStore.set(noApprovals);
    alertsStore.set([]);
    return;
  }
  if (before?.windowLocked === true || before?.practice !== snapshot.practice) void readApprovals();
  if (before?.guard.alerts !== snapshot.guard.alerts || before.windowLocked) void readAlerts();
}

/** False when the signer did not answer; the next event asks again. */
async function readFeed(): Promise<boolean> {
  const reply = await call("feed.page", { limit: pageLimit });
  feedStore.set(reply.ok ? reducePage(feedStore.get(), reply.value.entries) : { ...feedStore.get(), loaded: true });
  return reply.ok;
}
