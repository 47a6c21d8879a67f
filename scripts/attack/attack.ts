/** One thing a stolen node may try, and how it is played. */
import type { PolicyConfig } from "../../main/policy/config";
import type { Exchange } from "../../main/practice/exchange";
import { World } from "../../main/practice/traffic/world";
import type { WatchOnlyKeys } from "../../main/practice/watchOnlyKeys";
import type { Network } from "../../main/signer/network";
import { type Reply, Stage } from "./stage";

export interface Attack {
  /** Unique, for people and tests. */
  readonly name: string;
  /** What is tried, in one line. */
  readonly title: string;
  /** Rules, limits and the like that the profile has beside the preset. */
  readonly config?: Partial<PolicyConfig>;
  readonly play: (thief: Thief) => void;
}

export interface AttackResult {
  readonly name: string;
  readonly title: string;
  /** Nothing came back that must not come back. */
  readonly isRefused: boolean;
  /** What the node was told, or what it got. */
  readonly heard: string;
}

/** An attack whose first steps are refused, or that never tries to take anything, shows nothing. */
export class BrokenAttack extends Error {}

/** Somebody who has taken over the node: knows all that it knows and asks for whatever it likes. */
export class Thief {
  readonly stage: Stage;
  readonly world: World;
  readonly #refusals: string[] = [];
  readonly #taken: string[] = [];

  constructor(stage: Stage, world: World) {
    this.stage = stage;
    this.world = world;
  }

  /** Asks for what is harmless by itself; it has to be signed, or else the attack is not the one that it says. */
  prepare(...exchanges: readonly Exchange[]): void {
    for (const exchange of exchanges) {
      const heard = this.#outcomeOf(exchange, this.stage.ask(exchange.request));
      if (heard.refusal !== null) throw new BrokenAttack(`${exchange.variant} was not signed: ${heard.refusal}`);
    }
  }

  /** Asks for what must not be signed. Returns whether it was. */
  take(exchange: Exchange): boolean {
    return this.takeTogether([exchange])[0] === true;
  }

  /** The same for requests that arrive at once: each one that is signed is a success. */
  takeTogether(exchanges: readonly Exchange[]): boolean[] {
    const replies = this.stage.askTogether(exchanges.map(({ request }) => request));
    return exchanges.map((exchange, index) => this.#account(exchange, replies[index] as Reply));
  }

  /** Asks without taking it for a success: what counts is what it adds up to. Null when it was signed. */
  attempt(exchange: Exchange): string | null {
    return this.#outcomeOf(exchange, this.stage.ask(exchange.request)).refusal;
  }

  /** The same for requests that arrive at once. Returns which were signed. */
  attemptTogether(exchanges: readonly Exchange[]): boolean[] {
    const replies = this.stage.askTogether(exchanges.map(({ request }) => request));
    return exchanges.map((exchange, index) => this.#outcomeOf(exchange, replies[index] as Reply).refusal === null);
  }

  /** Says what several attempts came to. */
  conclude(hasWon: boolean, heard: string): void {
    (hasWon ? this.#taken : this.#refusals).push(heard);
  }

  result({ name, title }: Attack): AttackResult {
    const [bug] = this.stage.bugs;
    if (bug !== undefined) throw new BrokenAttack(`the signer failed: ${bug instanceof Error ? bug.stack : bug}`);
    if (this.#taken.length + this.#refusals.length === 0) throw new BrokenAttack("nothing was tried");
    const isRefused = this.#taken.length === 0;
    return { name, title, isRefused, heard: (isRefused ? this.#refusals : this.#taken).at(-1) ?? "" };
  }

  #account(exchange: Exchange, reply: Reply): boolean {
    const { refusal } = this.#outcomeOf(exchange, reply);
    if (refusal === null) this.#taken.push(`${exchange.variant} was signed`);
    else this.#refusals.push(refusal);
    return refusal === null;
  }

  /** A signature counts when somebody who is not the signer finds it valid. */
  #outcomeOf(exchange: Exchange, reply: Reply): { refusal: string | null } {
    if ("refusal" in reply) return { refusal: reply.refusal };
    const problem = exchange.check(reply.answer);
    return { refusal: problem === null ? null : `not signed: ${problem}` };
  }
}

/** A seed that guards nothing, with what a watch-only node knows of it. */
interface ThrowAwaySeed {
  readonly network: Network;
  /** 64 bytes. */
  readonly masterKey: Uint8Array;
  readonly keys: WatchOnlyKeys;
}

/** Where everything is played. */
export interface Scenery {
  readonly protoDir: string;
  readonly seed: ThrowAwaySeed;
  /** The profile's rules, but for what an attack changes in them. */
  readonly config: Partial<PolicyConfig>;
}

/** Plays one attack against a signer of its own. @throws BrokenAttack when it shows nothing */
export function playAttack(attack: Attack, scenery: Scenery): AttackResult {
  return withThief(scenery, attack.config, (thief) => {
    attack.play(thief);
    return thief.result(attack);
  });
}

/** Lets somebody take over a node whose signer is new. */
export function withThief<T>(
  { protoDir, seed, config }: Scenery,
  change: Partial<PolicyConfig> | undefined,
  play: (thief: Thief) => T,
): T {
  const { masterKey, network, keys } = seed;
  const stage = new Stage({ protoDir, masterKey, network, config: { ...config, ...change } });
  try {
    return play(new Thief(stage, new World(keys, network, 4)));
  } finally {
    stage.close();
  }
}
