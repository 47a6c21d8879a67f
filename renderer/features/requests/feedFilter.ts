/** Which requests a list shows. Pure. */
import type { FeedEntryView, FeedGroup } from "../../../preload/contract/types";
import { wordsForClass } from "../../words/requests";

export type OutcomeFilter = "all" | "signed" | "refused";
type GroupFilter = "all" | FeedGroup;

export interface FeedFilter {
  readonly group: GroupFilter;
  readonly outcome: OutcomeFilter;
}

export function filterFeed(entries: readonly FeedEntryView[], filter: FeedFilter): FeedEntryView[] {
  return entries.filter((entry) => {
    const isSigned = entry.outcome.kind === "signed";
    if (filter.outcome !== "all" && isSigned !== (filter.outcome === "signed")) return false;
    return filter.group === "all" || wordsForClass(entry.summary.class).group === filter.group;
  });
}
