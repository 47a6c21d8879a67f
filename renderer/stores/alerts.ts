/** What the guard noticed and nobody has put away, newest first. */
import type { AlertView } from "../../preload/contract/types";
import { call } from "../bridge";
import { createStore, useStore } from "./createStore";

export const alertsStore = createStore<readonly AlertView[]>([]);

export function useAlerts(): readonly AlertView[] {
  return useStore(alertsStore);
}

/** Leaves the list as it is when it cannot be read: the snapshot's count still tells that there are some. */
export async function readAlerts(): Promise<void> {
  const reply = await call("alerts.list", {});
  if (reply.ok) alertsStore.set(reply.value.alerts);
}
