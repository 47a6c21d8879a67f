/** One signer thread as the session sees it: what it last said about link and feed, and what it is asked to do. */
import type { LinkState } from "../link/linkState";
import type { FeedEntry, FeedTotals } from "../pipeline/feed";
import type { Log } from "../support/log";
import { ThreadHost, type ThreadHostOptions } from "../thread/host";
import type { LinkTarget, ThreadCalls } from "../thread/protocol";

export interface SideEvents {
  changed(): void;
  appended(entries: readonly FeedEntry[]): void;
}

const noTotals: FeedTotals = {
  requests: 0,
  refused: 0,
  byGroup: { channels: 0, payments: 0, gossip: 0, "on-chain": 0, messages: 0, other: 0 },
  lastMinute: 0,
  p50Us: null,
  p95Us: null,
  recentUs: [],
  lastPingAtMs: null,
  longestUs: null,
};

export class SignerSide {
  readonly host = new ThreadHost();
  #link: LinkState = { state: "offline" };
  #pausedUntilMs: number | null = null;
  #totals = noTotals;
  #backend: "native" | "portable" | null = null;
  #isDialling = false;

  constructor(events: SideEvents, log: Log) {
    this.host.on("link.changed", ({ link, pausedUntilMs }) => {
      this.#link = link;
      this.#pausedUntilMs = pausedUntilMs;
      events.changed();
    });
    this.host.on("feed.appended", ({ entries, totals }) => {
      this.#totals = totals;
      events.appended(entries);
      events.changed();
    });
    this.host.on("log.line", ({ level, text }) => log(level, text));
  }

  /** @throws ThreadError when the thread or its database cannot be started */
  async start(options: ThreadHostOptions): Promise<void> {
    await this.host.start(options);
    this.#backend = (await this.host.call("diagnostics", {})).backend;
  }

  get view() {
    return {
      link: this.#link,
      pausedUntilMs: this.#pausedUntilMs,
      totals: this.#totals,
      curveBackend: this.#backend,
    };
  }

  /** A node is dialled, or was and will be again. */
  get isDialling(): boolean {
    return this.#isDialling;
  }

  async loadKeys(keys: ThreadCalls["keys.load"]["input"]): Promise<void> {
    this.#backend = (await this.host.call("keys.load", keys)).backend;
  }

  async dial(target: LinkTarget): Promise<void> {
    this.#isDialling = true;
    await this.host.call("link.start", target);
  }

  async hangUp(): Promise<void> {
    this.#isDialling = false;
    await this.host.call("link.stop", {});
  }
}
