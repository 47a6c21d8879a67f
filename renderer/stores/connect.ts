/** Keeps the stores in step with the main process. */
import { call } from "../bridge";
import { appStore } from "./app";
import { feedStore, reduceAppended, reducePage } from "./feed";
import { quitStore } from "./quit";

const pageLimit = 200;

/** Listens first, then reads, so that nothing between the two is lost. Returns a function that stops listening. */
export function connectStores(): () => void {
  const stops = [
    window.countersign.on("app.changed", ({ snapshot }) => appStore.set({ snapshot, error: null })),
    window.countersign.on("feed.appended", (event) => {
      feedStore.set(reduceAppended(feedStore.get(), event));
      if (feedStore.get().hasGap) void readFeed();
    }),
    window.countersign.on("quit.asked", () => quitStore.set(quitStore.get() + 1)),
  ];
  void readSnapshot();
  void readFeed();
  return () => {
    for (const stop of stops) stop();
  };
}

/** Reads the snapshot; one that was pushed meanwhile is newer and stays. */
export async function readSnapshot(): Promise<void> {
  const before = appStore.get();
  const reply = await call("app.snapshot", {});
  if (appStore.get() !== before) return;
  appStore.set(reply.ok ? { snapshot: reply.value, error: null } : { snapshot: before.snapshot, error: reply.error });
}

async function readFeed(): Promise<void> {
  const reply = await call("feed.page", { limit: pageLimit });
  feedStore.set(reply.ok ? reducePage(feedStore.get(), reply.value.entries) : { ...feedStore.get(), loaded: true });
}
