/** What the main process says about itself: seed, node, link, totals. The main process owns it; this is its picture. */
import type { WireError } from "../../preload/contract/errors";
import type { AppSnapshot, Settings } from "../../preload/contract/types";
import { createStore, useStore } from "./createStore";

export interface AppState {
  readonly snapshot: AppSnapshot | null;
  /** Why there is no snapshot. */
  readonly error: WireError | null;
}

export const appStore = createStore<AppState>({ snapshot: null, error: null });

export function useAppState(): AppState {
  return useStore(appStore);
}

/**
 * The snapshot, for everything below the loading screen.
 *
 * @throws Error when used above it: a mistake in the component tree, not a state of the app
 */
export function useSnapshot(): AppSnapshot {
  const { snapshot } = useStore(appStore);
  if (snapshot === null) throw new Error("useSnapshot is only for screens that follow the loading screen");
  return snapshot;
}

const defaultSettings: Settings = {
  theme: "system",
  signWhileLocked: true,
  openAtLogin: false,
  keepAwake: true,
  openPairingLinks: false,
  amountUnit: "sat",
};

export function useSettings(): Settings {
  return useStore(appStore).snapshot?.settings ?? defaultSettings;
}
