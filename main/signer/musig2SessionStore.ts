/**
 * The MuSig2 sessions in memory, bounded.
 *
 * lnd's taproot channels never clean up: two sessions are left over by every commitment update, so that something has
 * to go. Each of three kinds has its own limit, and the session used longest ago goes first: a busy channel cannot
 * push out a session that waits for its signature, and a session whose nonce the node made can be made again.
 */
import { bytesToHex } from "./bytes";
import type { MuSig2Session } from "./musig2Session";

/** At a hundred commitment updates a second, 40 seconds. */
const maxSessionsPerKind = 4096;

type Kind = "signed" | "pregenerated" | "fresh";

export class MuSig2SessionStore {
  readonly #limit: number;
  readonly #kinds: Readonly<Record<Kind, Map<string, MuSig2Session>>> = {
    signed: new Map(),
    pregenerated: new Map(),
    fresh: new Map(),
  };

  constructor(limit = maxSessionsPerKind) {
    this.#limit = limit;
  }

  /** Keeps a session; one with the same id is replaced, as in lnd. */
  add(session: MuSig2Session): void {
    const id = bytesToHex(session.id);
    this.#take(id)?.wipe();
    this.#put(id, session);
  }

  /** The session of a 32-byte id, now the one used last. */
  find(sessionId: Uint8Array): MuSig2Session | undefined {
    const id = bytesToHex(sessionId);
    const session = this.#take(id);
    if (session !== undefined) this.#put(id, session);
    return session;
  }

  /** Files a session anew after it has signed. */
  refile(session: MuSig2Session): void {
    this.find(session.id);
  }

  /** Forgets a session. */
  delete(session: MuSig2Session): void {
    this.#take(bytesToHex(session.id))?.wipe();
  }

  wipe(): void {
    for (const sessions of Object.values(this.#kinds)) {
      for (const session of sessions.values()) session.wipe();
      sessions.clear();
    }
  }

  #take(id: string): MuSig2Session | undefined {
    for (const sessions of Object.values(this.#kinds)) {
      const session = sessions.get(id);
      if (session === undefined) continue;
      sessions.delete(id);
      return session;
    }
    return undefined;
  }

  /** A Map keeps insertion order: its first entry is the one used longest ago. */
  #put(id: string, session: MuSig2Session): void {
    const sessions = this.#kinds[kindOf(session)];
    sessions.set(id, session);
    if (sessions.size <= this.#limit) return;
    for (const [oldestId, oldest] of sessions) {
      sessions.delete(oldestId);
      oldest.wipe();
      return;
    }
  }
}

function kindOf(session: MuSig2Session): Kind {
  if (session.nonceIsSpent) return "signed";
  return session.isPregenerated ? "pregenerated" : "fresh";
}
