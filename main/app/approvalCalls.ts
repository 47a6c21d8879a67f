/** Calls the person when something waits, and keeps both windows told. Knows nothing of Electron. */
import type { ApprovalView } from "../../preload/contract/types";
import { ApprovalAttention } from "./approvalAttention";
import type { ApprovalWindow } from "./approvalWindow";
import type { Push } from "./push";

export interface ApprovalCallPorts {
  readonly window: Pick<ApprovalWindow, "show" | "putAway">;
  /** To each of the two windows. */
  readonly pushes: readonly Push[];
  /** Through the desktop. */
  readonly notify: () => void;
}

export class ApprovalCalls {
  readonly #ports: ApprovalCallPorts;
  readonly #attention = new ApprovalAttention();
  #open: readonly ApprovalView[] = [];
  #isLocked = false;

  constructor(ports: ApprovalCallPorts) {
    this.#ports = ports;
  }

  /** These are open now. */
  changed(open: readonly ApprovalView[]): void {
    this.#open = open;
    this.#tell();
  }

  /** Behind a lock no page hears what is asked; after it both hear what is open by then. */
  lockChanged(isLocked: boolean): void {
    if (isLocked === this.#isLocked) return;
    this.#isLocked = isLocked;
    this.#tell();
  }

  get isAnyWaiting(): boolean {
    return !this.#isLocked && this.#open.some(({ state }) => state === "waiting");
  }

  #tell(): void {
    if (!this.#isLocked) for (const push of this.#ports.pushes) push("approvals.changed", { open: [...this.#open] });
    const { window, notify } = this.#attention.next(this.#open, this.#isLocked);
    if (window === "show") this.#ports.window.show();
    if (window === "hide") this.#ports.window.putAway();
    if (notify) this.#ports.notify();
  }
}
