/** A running practice node with its traffic: what the app's practice thread and the commands share. */
import type { Network } from "../signer/network";
import { Auditor, type PracticeStats } from "./auditor";
import { PracticeNode, type PracticePairing } from "./practiceNode";
import { playProgramme } from "./programme";
import type { ProtocolFormName } from "./protocolForms";
import { playRhythm } from "./rhythm";
import type { Scene } from "./traffic/acts";
import { World } from "./traffic/world";
import { type AccountsExport, WatchOnlyKeys } from "./watchOnlyKeys";

export interface PracticeSessionOptions {
  /** JSON of the accounts export. */
  readonly accounts: string;
  readonly network: Network;
  readonly protoDir: string;
  readonly protocol?: ProtocolFormName | undefined;
  readonly port?: number | undefined;
}

export class PracticeSession {
  readonly #node: PracticeNode;
  readonly #auditor: Auditor;
  readonly #world: World;
  readonly #stopping = new AbortController();

  private constructor(node: PracticeNode, world: World) {
    this.#node = node;
    this.#world = world;
    this.#auditor = new Auditor((request) => node.coordinator.request(request));
  }

  /** @throws when the accounts cannot be read or the port is taken */
  static async start(options: PracticeSessionOptions): Promise<PracticeSession> {
    const keys = new WatchOnlyKeys(JSON.parse(options.accounts) as AccountsExport, options.network);
    const world = new World(keys, options.network);
    return new PracticeSession(await PracticeNode.start(options), world);
  }

  get pairing(): PracticePairing {
    return this.#node.pairing;
  }

  stats(): PracticeStats {
    return this.#auditor.stats();
  }

  /** Waits for a signer, then plays every act `rounds` times and checks every answer. @throws RequestError if none comes */
  async playProgramme(rounds: number, lanes: number, connectTimeoutMs = 20_000): Promise<PracticeStats> {
    await this.#node.coordinator.untilReady(connectTimeoutMs);
    await playProgramme(this.#scene(true), rounds, lanes);
    return this.stats();
  }

  /** Plays natural traffic whenever a signer is connected, until `stop`. */
  async playRhythm(speed: number): Promise<void> {
    const { signal } = this.#stopping;
    const { coordinator } = this.#node;
    while (!signal.aborted) {
      await coordinator.untilReady(60_000).catch(() => undefined);
      if (coordinator.isReady) await playRhythm(this.#scene(false), speed, signal, () => coordinator.isReady);
    }
  }

  #scene(mirrorsRevocationRoots: boolean): Scene {
    return { world: this.#world, ask: (exchange) => this.#auditor.ask(exchange), mirrorsRevocationRoots };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#node.stop();
  }
}
