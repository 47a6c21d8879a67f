/** Mounts the whole window on a fake bridge, as main.tsx does on the real one. */
import { act, cleanup, configure, fireEvent, render, screen } from "@testing-library/react";
import { afterEach } from "vitest";
import type { AppSnapshot, FeedEntryView } from "../../../preload/contract/types";
import { App } from "../../../renderer/App";
import { alertsStore } from "../../../renderer/stores/alerts";
import { appStore } from "../../../renderer/stores/app";
import { approvalsStore, noApprovals } from "../../../renderer/stores/approvals";
import { connectStores } from "../../../renderer/stores/connect";
import { emptyFeed, feedStore } from "../../../renderer/stores/feed";
import { quitStore } from "../../../renderer/stores/quit";
import { renewalStore } from "../../../renderer/stores/renewal";
import { routeStore } from "../../../renderer/stores/route";
import { setupStore } from "../../../renderer/stores/setup";
import { createFakeBridge, type FakeBridge } from "./fakeBridge";

// A busy machine may take longer than the usual second.
configure({ asyncUtilTimeout: 15_000 });

// jsdom has no top layer and no layout: dialogs open in place, sizes are never observed.
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  this.open = false;
};
globalThis.ResizeObserver ??= class {
  readonly observe = () => undefined;
  readonly unobserve = () => undefined;
  readonly disconnect = () => undefined;
};

let stop: () => void = () => undefined;

afterEach(() => {
  stop();
  cleanup();
  appStore.set({ snapshot: null, error: null });
  feedStore.set(emptyFeed);
  approvalsStore.set(noApprovals);
  alertsStore.set([]);
  routeStore.set({ page: "home", outcome: "all" });
  setupStore.set({ useFileStore: false });
  quitStore.set(0);
  renewalStore.set(false);
});

type Answers = Parameters<typeof createFakeBridge>[2];

export async function renderApp(
  snapshot: AppSnapshot,
  feed: readonly FeedEntryView[] = [],
  answers: Answers = {},
): Promise<FakeBridge> {
  const bridge = createFakeBridge(snapshot, feed, answers);
  Object.defineProperty(window, "countersign", { value: bridge, configurable: true });
  await act(async () => {
    stop = connectStores();
    render(<App />);
  });
  return bridge;
}

/** Clicks a button and waits for what follows. */
export async function click(name: string | RegExp): Promise<void> {
  await act(async () => {
    fireEvent.click(screen.getByRole("button", { name }));
  });
}

export function type(label: string | RegExp, value: string): void {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
}

/** The page's one sentence. */
export function heading(): string {
  return screen.getByRole("heading", { level: 1 }).textContent;
}
