/** When a person is called: once for each request that waits. Pure. */
import type { ApprovalView } from "../../preload/contract/types";

export interface Call {
  /** "leave": as it is, whether it is there or was put away. */
  readonly window: "show" | "hide" | "leave";
  /** Tell the desktop as well. */
  readonly notify: boolean;
}

const stay: Call = { window: "leave", notify: false };

export class ApprovalAttention {
  #known: ReadonlySet<string> = new Set();

  /**
   * What to do now that these wait.
   *
   * Behind a lock nothing is shown, and nobody is called: whoever unlocks is called for what waits then. A window that
   * the person put away comes back for the next request only.
   */
  next(open: readonly Pick<ApprovalView, "ref" | "createdAtMs" | "state">[], isLocked: boolean): Call {
    if (isLocked) {
      this.#known = new Set();
      return { window: "hide", notify: false };
    }
    const waiting = new Set(
      open.filter(({ state }) => state === "waiting").map(({ ref, createdAtMs }) => `${ref} ${createdAtMs}`),
    );
    const hasNew = [...waiting].some((request) => !this.#known.has(request));
    this.#known = waiting;
    return hasNew ? { window: "show", notify: true } : stay;
  }
}
