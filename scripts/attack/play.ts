/** The whole play: every attack, every watch, and honest traffic beside them. */
import { type Attack, type AttackResult, playAttack, type Scenery } from "./attack";
import { attacks } from "./attacks/index";
import { watches } from "./attacks/watched";
import { type HonestResult, playPractice, replaySession } from "./honest";
import { playWatch, type Watch, type WatchResult } from "./watch";

export interface PlayResult {
  readonly attacks: readonly AttackResult[];
  readonly watches: readonly WatchResult[];
  /** Attacks that show nothing, with why. */
  readonly broken: readonly string[];
  /** Absent when only some attacks were played. */
  readonly honest?: HonestResult;
}

export interface PlayOptions {
  readonly scenery: Scenery;
  /** The recorded session of a real lnd. */
  readonly sessionFile: string;
  /** Requests of the practice node, at least. */
  readonly practiceRequests: number;
  /** Plays attacks and watches of these names and nothing else; everything without it. */
  readonly only?: ReadonlySet<string> | undefined;
  readonly played?: (result: AttackResult | WatchResult) => void;
}

export function attackNames(): string[] {
  return [...attacks, ...watches].map(({ name }) => name);
}

export async function playAll({
  scenery,
  sessionFile,
  practiceRequests,
  only,
  played,
}: PlayOptions): Promise<PlayResult> {
  const broken: string[] = [];
  const playEach = <T extends Attack | Watch, R extends AttackResult | WatchResult>(
    all: readonly T[],
    play: (each: T) => R,
  ) =>
    all
      .filter(({ name }) => only === undefined || only.has(name))
      .flatMap((each) => {
        try {
          const result = play(each);
          played?.(result);
          return [result];
        } catch (error) {
          broken.push(`${each.name}: ${error instanceof Error ? error.message : error}`);
          return [];
        }
      });
  const attackResults = playEach(attacks, (attack) => playAttack(attack, scenery));
  const watchResults = playEach(watches, (watch) => playWatch(watch, scenery));
  const result = { attacks: attackResults, watches: watchResults, broken };
  if (only !== undefined) return result;
  const recorded = replaySession(sessionFile, scenery);
  const practice = await playPractice(scenery, practiceRequests);
  const honest = {
    requests: recorded.requests + practice.requests,
    falseBlocks: [...recorded.falseBlocks, ...practice.falseBlocks],
  };
  return { ...result, honest };
}
