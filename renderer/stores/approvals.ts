/** What waits for a person and what was granted, oldest first. The signer owns it; this is its picture. */
import type { WireError } from "../../preload/contract/errors";
import type { ApprovalView } from "../../preload/contract/types";
import { call } from "../bridge";
import { createStore, useStore } from "./createStore";

export interface ApprovalsState {
  /** Null until it was read. */
  readonly open: readonly ApprovalView[] | null;
  /** Why it could not be read. */
  readonly error: WireError | null;
}

export const noApprovals: ApprovalsState = { open: null, error: null };

export const approvalsStore = createStore<ApprovalsState>(noApprovals);

export function useApprovals(): ApprovalsState {
  return useStore(approvalsStore);
}

/** Listens, then reads, so that nothing between the two is lost. Returns a function that stops listening. */
export function connectApprovals(): () => void {
  const stop = window.countersign.on("approvals.changed", ({ open }) => approvalsStore.set({ open, error: null }));
  void readApprovals();
  return stop;
}

/** What was pushed meanwhile is newer and stays. */
export async function readApprovals(): Promise<void> {
  const before = approvalsStore.get();
  const reply = await call("approvals.list", {});
  if (approvalsStore.get() !== before) return;
  approvalsStore.set(reply.ok ? { open: reply.value.open, error: null } : { open: before.open, error: reply.error });
}

export function waitingOf(open: readonly ApprovalView[]): ApprovalView[] {
  return open.filter(({ state }) => state === "waiting");
}
