/** What the window, the tray and the power watch need from the signer's session. */
import type { AppSnapshot, FeedEntryView } from "../../preload/contract/types";

/** The shell's own part of the snapshot is added by the shell. */
export type SessionSnapshot = Omit<AppSnapshot, "version" | "banners">;

export interface ShellSession {
  snapshot(): SessionSnapshot;
  /** Called with every change; returns a function that stops it. */
  onChanged(listener: () => void): () => void;
  onFeed(listener: (entries: readonly FeedEntryView[]) => void): () => void;
  lock(): Promise<void>;
  pause(minutes: number): Promise<void>;
  resume(): Promise<void>;
  retryNow(): Promise<void>;
  /** Ends the stream, wipes the keys, closes the database. */
  close(): Promise<void>;
}
