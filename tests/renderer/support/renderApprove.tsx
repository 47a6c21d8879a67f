/** Mounts the approval window on a fake bridge, as approve.tsx does on the real one. */
import { act, cleanup, render } from "@testing-library/react";
import { afterEach, vi } from "vitest";
import type { ApprovalView } from "../../../preload/contract/types";
import { ApproveWindow } from "../../../renderer/features/approve/ApproveWindow";
import { approvalsStore, noApprovals } from "../../../renderer/stores/approvals";
import { createFakeBridge, type FakeBridge } from "./fakeBridge";
import { aSnapshot } from "./fixtures";

afterEach(() => {
  cleanup();
  approvalsStore.set(noApprovals);
});

type Answers = Parameters<typeof createFakeBridge>[2];

/** Whether the window has the keyboard; jsdom has no windows to speak of. */
export function watch(isWatched: boolean): void {
  vi.spyOn(document, "hasFocus").mockReturnValue(isWatched);
  window.dispatchEvent(new Event(isWatched ? "focus" : "blur"));
}

export async function renderApprove(open: readonly ApprovalView[], answers: Answers = {}): Promise<FakeBridge> {
  globalThis.ResizeObserver ??= class {
    readonly observe = () => undefined;
    readonly unobserve = () => undefined;
    readonly disconnect = () => undefined;
  };
  const bridge = createFakeBridge(aSnapshot(), [], {
    "approvals.list": () => ({ ok: true, value: { open: [...open] } }),
    ...answers,
  });
  Object.defineProperty(window, "countersign", { value: bridge, configurable: true });
  watch(true);
  await act(async () => {
    render(<ApproveWindow />);
  });
  return bridge;
}
