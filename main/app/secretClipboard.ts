/** A secret in the clipboard: for a while, and no longer than it is needed. Takes out what it put in, nothing else. */

export interface Clipboard {
  put(text: string): Promise<void>;
  /** Empties the clipboard if this text is still in it. */
  forget(text: string): Promise<void>;
}

export class SecretClipboard {
  readonly #clipboard: Clipboard;
  #copied: string | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(clipboard: Clipboard) {
    this.#clipboard = clipboard;
  }

  async copy(text: string, clearsAfterMs: number): Promise<void> {
    await this.forget();
    this.#copied = text;
    await this.#clipboard.put(text);
    this.#timer = setTimeout(() => void this.forget(), clearsAfterMs);
    this.#timer.unref();
  }

  /** Does nothing when no secret was copied. */
  async forget(): Promise<void> {
    clearTimeout(this.#timer);
    const text = this.#copied;
    this.#copied = null;
    if (text !== null) await this.#clipboard.forget(text);
  }
}
