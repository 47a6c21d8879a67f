/** Attacks that a signer has to let happen and to tell of: whether it did. */
import { type Scenery, type Thief, withThief } from "./attack";

export interface Watch {
  readonly name: string;
  readonly title: string;
  /** Tag of the alert or of the finding that a person sees. */
  readonly tells: string;
  /** What it asks for has to be signed. */
  readonly play: (thief: Thief) => void;
}

export interface WatchResult {
  readonly name: string;
  readonly title: string;
  readonly tells: string;
  readonly isTold: boolean;
}

/** Plays it and looks for the word in the alerts and in the journal. */
export function playWatch({ play, ...watch }: Watch, scenery: Scenery): WatchResult {
  return withThief(scenery, undefined, (thief) => {
    play(thief);
    return { ...watch, isTold: toldTags(thief).has(watch.tells) };
  });
}

const lastEntries = 200;

function toldTags({ stage: { guard } }: Thief): Set<string> {
  const { entries } = guard.journal.page({ limit: lastEntries });
  const found = entries.flatMap(({ entry }) =>
    entry.kind === "request" ? [...entry.findings, ...entry.alerts].map(({ tag }) => tag) : [],
  );
  return new Set([...found, ...guard.alerts.open().map(({ tag }) => tag)]);
}
