/** What `run` says on standard output: one JSON object per change of state. Pure. */
import type { LinkCause, LinkState } from "../link/linkState";
import type { SessionSnapshot } from "../session/snapshot";

export interface StateLine {
  readonly state:
    | "offline"
    | "connecting"
    | "handshaking"
    | "online"
    | "backing-off"
    | "paused"
    | "locked"
    | "action-needed";
  readonly reason: string | null;
}

/** Failures that no amount of waiting cures. */
const needsAction: ReadonlySet<LinkCause> = new Set([
  "certificate-mismatch",
  "macaroon-refused",
  "macaroon-unknown-root-key",
  "macaroon-expired",
  "certificate-dates",
  "wrong-port",
]);

/** The state of a signer whose seed may not be open. */
export function stateLine({ keystore, link, pausedUntilMs }: SessionSnapshot): StateLine {
  switch (keystore.state) {
    case "checking":
      return { state: "offline", reason: "looking for the seed" };
    case "trouble":
      return { state: "action-needed", reason: keystore.detail };
    case "empty":
    case "draft":
      return { state: "action-needed", reason: "there is no seed in this profile" };
    case "sealed":
      return { state: "locked", reason: "the seed waits for its passphrase" };
    case "open":
      return linkLine(link, pausedUntilMs);
  }
}

/** The state of a signer whose keys are at hand. */
export function linkLine(link: LinkState, pausedUntilMs: number | null): StateLine {
  switch (link.state) {
    case "offline":
      return { state: "offline", reason: null };
    case "connecting":
    case "handshaking":
      return { state: link.state, reason: `attempt ${link.attempt}, ${link.address}` };
    case "online":
      return pausedUntilMs === null
        ? { state: "online", reason: `${link.address}, ${link.protocol}` }
        : { state: "paused", reason: `until ${new Date(pausedUntilMs).toISOString()}` };
    case "backing-off": {
      const { cause, detail } = link.failure;
      return { state: needsAction.has(cause) ? "action-needed" : "backing-off", reason: `${cause}: ${detail}` };
    }
  }
}

/** Writes a line for each state that differs from the one before. */
export class StatePrinter {
  readonly #write: (line: string) => void;
  #last = "";

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  print(line: StateLine): void {
    const text = JSON.stringify(line);
    if (text === this.#last) return;
    this.#last = text;
    this.#write(`${text}\n`);
  }
}
