/**
 * The recent requests, newest first, as the window shows them. A bounded picture of what the signer thread keeps, without
 * holes: where entries are missing, what is older goes until it is read again.
 */
import type { EventPayload, FeedEntryView } from "../../preload/contract/types";
import { createStore, useStore } from "./createStore";

/** Enough for the home screen and a while of scrolling back; older ones are paged in. */
export const feedCapacity = 600;

export interface FeedState {
  readonly entries: readonly FeedEntryView[];
  /** Number of the last event; null until one came. */
  readonly lastEventSeq: number | null;
  /** Events or entries were missed: the entries must be read again. */
  readonly hasGap: boolean;
  readonly loaded: boolean;
  /** How many entries are kept; grows while older ones are paged in. */
  readonly capacity: number;
}

export const emptyFeed: FeedState = {
  entries: [],
  lastEventSeq: null,
  hasGap: false,
  loaded: false,
  capacity: feedCapacity,
};

/**
 * Adds the entries of one event.
 *
 * A jump in the event's number marks a gap, and so does one in the entries': in a rush an event carries the newest ones
 * only. An entry numbered no higher than what is known means that the signer thread began anew: what came before belongs
 * to its predecessor and goes.
 */
export function reduceAppended(state: FeedState, event: EventPayload<"feed.appended">): FeedState {
  const newest = state.entries[0]?.seq ?? -1;
  const arrived = [...event.entries].sort((a, b) => b.seq - a.seq);
  const restarted = arrived.some((entry) => entry.seq <= newest);
  const skipped = newest >= 0 && !restarted && !follows(arrived, newest);
  const missed = state.lastEventSeq !== null && event.seq !== state.lastEventSeq + 1;
  return {
    ...state,
    entries: [...arrived, ...(restarted || skipped ? [] : state.entries)].slice(0, state.capacity),
    lastEventSeq: event.seq,
    hasGap: state.hasGap || missed || skipped,
  };
}

/** Whether nothing is missing between an entry and later ones, newest first. */
function follows(later: readonly FeedEntryView[], seq: number): boolean {
  const oldest = later.at(-1);
  return oldest === undefined || oldest.seq <= seq + 1;
}

/** Puts a freshly read page under what arrived meanwhile, unless entries are missing in between. */
export function reducePage(state: FeedState, page: readonly FeedEntryView[]): FeedState {
  const newestOfPage = page[0]?.seq ?? 0;
  const later = state.entries.filter((entry) => entry.seq > newestOfPage);
  const isWhole = follows(later, newestOfPage);
  const entries = isWhole ? [...later, ...page].slice(0, state.capacity) : later;
  return { ...state, entries, hasGap: !isWhole, loaded: true };
}

/** Puts an older page below what is known and makes room for it. */
export function reduceOlder(state: FeedState, page: readonly FeedEntryView[]): FeedState {
  const oldest = state.entries.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
  const older = page.filter((entry) => entry.seq < oldest);
  return { ...state, entries: [...state.entries, ...older], capacity: state.capacity + older.length };
}

/** Lets paged-in entries go. */
export function reduceTrim(state: FeedState): FeedState {
  return { ...state, entries: state.entries.slice(0, feedCapacity), capacity: feedCapacity };
}

export const feedStore = createStore<FeedState>(emptyFeed);

export function useFeed(): FeedState {
  return useStore(feedStore);
}
