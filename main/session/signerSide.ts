/** One signer thread as the session sees it: what it last said about link and feed, and what it is asked to do. */
import type { LinkFailure, LinkProtocol, LinkState } from "../link/linkState";
import type { NodeAddress } from "../pairing/watchOnlyNode";
import type { FeedEntry, FeedTotals } from "../pipeline/feed";
import type { Log } from "../support/log";
import type { GuardNotice } from "../thread/guardProtocol";
import { ThreadHost, type ThreadHostOptions } from "../thread/host";
import type { LinkTarget, ThreadCalls } from "../thread/protocol";

export interface SideEvents {
  changed(): void;
  appended(entries: readonly FeedEntry[]): void;
  /** Something a person decides about is different. */
  approvalsChanged(): void;
}

/** How this run dials, whatever is remembered of the node. */
export interface Dialling {
  /** False leaves a paired node alone until it is paired anew. Default true. */
  readonly pairedNode?: boolean;
  /** The form of the stream to insist on; absent, it is found out. */
  readonly protocol?: LinkProtocol | undefined;
  /** SOCKS5 proxy instead of the one the node was paired with. */
  readonly proxy?: NodeAddress | undefined;
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

const nothingKnown: GuardNotice = {
  preset: "standard",
  waiting: 0,
  alerts: 0,
  journal: "ok",
  memory: { atMs: 0, reason: "new", file: null, importedAtMs: null },
  pendingChangeAtMs: null,
};

/** How long new credentials may take to prove themselves; lnd gives a handshake ten seconds. */
const tryOutMs = 15_000;

export class SignerSide {
  readonly host = new ThreadHost();
  readonly #dialling: Dialling;
  #link: LinkState = { state: "offline" };
  #pausedUntilMs: number | null = null;
  #totals = noTotals;
  #backend: "native" | "portable" | null = null;
  #movedAsideFile: string | null = null;
  #guard: GuardNotice = nothingKnown;
  #isDialling = false;
  /** Hears of every state of the link while something is tried out. */
  #awaited: (link: LinkState) => void = () => undefined;

  constructor(events: SideEvents, log: Log, dialling: Dialling = {}) {
    this.#dialling = dialling;
    this.host.on("link.changed", ({ link, pausedUntilMs }) => {
      this.#link = link;
      this.#pausedUntilMs = pausedUntilMs;
      this.#awaited(link);
      events.changed();
    });
    this.host.on("feed.appended", ({ entries, totals }) => {
      this.#totals = totals;
      events.appended(entries);
      events.changed();
    });
    this.host.on("state.movedAside", ({ file }) => {
      this.#movedAsideFile = file;
      events.changed();
    });
    this.host.on("guard.changed", (notice) => {
      this.#guard = notice;
      events.changed();
    });
    this.host.on("approvals.changed", () => events.approvalsChanged());
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

  /** What the guard last said of itself. */
  get guard(): GuardNotice {
    return this.#guard;
  }

  /** Where a database of this run went that could not be read. */
  get movedAsideFile(): string | null {
    return this.#movedAsideFile;
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
    const { protocol = target.protocol, proxy = target.node.proxy } = this.#dialling;
    await this.host.call("link.start", { ...target, protocol, node: { ...target.node, proxy } } as LinkTarget);
  }

  /**
   * Dials a node instead of any other and waits for the handshake. It goes on dialling whatever comes of it.
   *
   * @returns null once online, otherwise why not
   */
  async tryOut(target: LinkTarget): Promise<LinkFailure | null> {
    await this.hangUp();
    let timer: NodeJS.Timeout | undefined;
    const result = new Promise<LinkFailure | null>((resolve) => {
      timer = setTimeout(() => resolve({ cause: "handshake-timeout", detail: "" }), tryOutMs);
      this.#awaited = (link) => {
        if (link.state === "online") resolve(null);
        // The node lets go of the stream before this one in its own time, and the link dials again by itself.
        if (link.state === "backing-off" && link.failure.cause !== "another-signer-connected") resolve(link.failure);
      };
    });
    try {
      await this.dial(target);
      return await result;
    } finally {
      clearTimeout(timer);
      this.#awaited = () => undefined;
    }
  }

  async hangUp(): Promise<void> {
    this.#isDialling = false;
    await this.host.call("link.stop", {});
  }
}
