/** What handlers may ask of the desktop shell. */
import type { AppSnapshot, CallInput } from "../../preload/contract/types";

export interface Shell {
  /** The session's snapshot with version and banners. */
  snapshot(): AppSnapshot;
  /** Ends the app without asking. */
  quit(): void;
  /** The page shows the question of `quit.asked`. */
  quitHeard(): void;
  /** Loads the page anew in a process of its own. */
  renewPage(): Promise<void>;
  /** The approval window goes until the next request comes. */
  putAwayApprovals(): void;
  /** Keeps the window out of screenshots where the system can do that. */
  protectContent(on: boolean): void;
  copyText(text: string): Promise<void>;
  /** Copies a secret that leaves the clipboard after this time, and with `forgetSecret` or the app's end at the latest. */
  copySecret(text: string, clearsAfterMs: number): Promise<void>;
  forgetSecret(): Promise<void>;
  /** Empties the clipboard if this text is still in it. */
  forgetCopied(text: string): Promise<void>;
  openHelp(page: CallInput<"help.open">["page"]): Promise<void>;
  /** Lets the person choose a file. False if they thought better of it. */
  saveText(fileName: string, text: string): Promise<boolean>;
  /** The same for what comes in portions or is not there yet. Nothing is left behind when it fails half way. */
  saveStream(fileName: string, content: AsyncIterable<string | Uint8Array>): Promise<boolean>;
  /** Lets the person choose a file. Null if they thought better of it. @throws AppError BAD_INPUT when it is too large */
  openFile(kind: "json"): Promise<Uint8Array | null>;
}
