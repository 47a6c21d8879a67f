/** What leaves on one stream: one message after the other, no faster than the connection takes them. */
import type { SignStream } from "./signStream";

export class Outbox {
  readonly #stream: SignStream;
  readonly #waiting: Uint8Array[] = [];
  #full = false;

  constructor(stream: SignStream) {
    this.#stream = stream;
  }

  /** Sends after everything that waits. */
  send(bytes: Uint8Array): void {
    if (this.#full) this.#waiting.push(bytes);
    else this.#full = !this.#stream.write(bytes);
  }

  /** Sends ahead of everything that waits: a pong of four bytes never queues behind packets of megabytes. */
  sendAhead(bytes: Uint8Array): void {
    if (!this.#stream.write(bytes)) this.#full = true;
  }

  /** The stream has room again. */
  resume(): void {
    this.#full = false;
    while (!this.#full) {
      const bytes = this.#waiting.shift();
      if (bytes === undefined) return;
      this.#full = !this.#stream.write(bytes);
    }
  }
}
