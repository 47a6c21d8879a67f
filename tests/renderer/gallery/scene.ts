/** One screen in one state, for a picture. */
import type { Page } from "@playwright/test";
import type { Reply } from "../../../preload/contract/errors";
import type { ApprovalView, AppSnapshot, CallName, CallOutput, FeedEntryView } from "../../../preload/contract/types";

export interface Scene {
  readonly name: string;
  readonly snapshot: AppSnapshot | null;
  readonly feed?: readonly FeedEntryView[];
  /** The window's document; the big window if not given. */
  readonly document?: "approve";
  /** Approvals that are open, made when the picture is taken: their deadlines run. */
  readonly open?: () => readonly ApprovalView[];
  /** What calls are answered with. */
  readonly answers?: { readonly [N in CallName]?: Reply<CallOutput<N>> };
  /** Brings the screen into the state to look at. */
  readonly act?: (page: Page) => Promise<void>;
  /** Window size; 1180 x 760 if not given. */
  readonly size?: { readonly width: number; readonly height: number };
}
