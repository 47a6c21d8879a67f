/** Another thread that writes the database, and does what the test says. */
import type { Synced } from "../../main/state/walSync";
import type { Step, WriterPort } from "../../main/state/writerPort";

export class FakeWriter implements WriterPort {
  readonly written: (readonly Step[])[] = [];
  isFree = true;
  settled = 0;
  #told: Parameters<WriterPort["write"]>[1] | undefined;

  write(steps: readonly Step[], told: Parameters<WriterPort["write"]>[1]): void {
    this.written.push(steps);
    this.#told = told;
    this.isFree = false;
  }

  /** The transaction it has fails. */
  fail(error: Error): void {
    this.isFree = true;
    this.#told?.failed(error);
  }

  /** The transaction it has is written, and the disk confirms it or does not. */
  confirm(error: Error | null = null): void {
    this.isFree = true;
    this.#told?.synced(error);
  }

  sync(done: Synced): void {
    done(null);
  }

  settle(): void {
    this.settled += 1;
  }

  close(): void {
    this.isFree = false;
  }
}
