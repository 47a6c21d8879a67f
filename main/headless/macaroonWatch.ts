/** Warns about what a macaroon file lets this computer do beyond signing; once per content of the file. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { reviewMacaroon } from "../pairing/macaroonFindings";

export class MacaroonWatch {
  readonly #file: string;
  readonly #warn: (text: string) => void;
  #seen = "";

  constructor(file: string, warn: (text: string) => void) {
    this.#file = file;
    this.#warn = warn;
  }

  /** Looks at the file as it is now. One that is not there yet is nothing to warn about. */
  look(): void {
    let macaroon: Buffer;
    try {
      macaroon = readFileSync(this.#file);
    } catch {
      return;
    }
    const digest = createHash("sha256").update(macaroon).digest("hex");
    if (digest !== this.#seen) {
      this.#seen = digest;
      for (const { level, message } of reviewMacaroon(new Uint8Array(macaroon), Date.now()).findings) {
        if (level === "warn" || level === "block") this.#warn(message);
      }
    }
    macaroon.fill(0);
  }
}
