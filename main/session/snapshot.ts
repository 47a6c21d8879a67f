/** From the signer's own data to what crosses to the window: plain copies, nothing shared, nothing secret. */
import type { AppSnapshot, FeedEntryView, FeedTotalsView } from "../../preload/contract/types";
import type { FeedEntry, FeedTotals } from "../pipeline/feed";

/** Everything but what only the desktop shell knows. */
export type SessionSnapshot = Omit<AppSnapshot, "version" | "banners">;

export function feedEntryView(entry: FeedEntry): FeedEntryView {
  const { summary } = entry;
  return { ...entry, summary: { ...summary, outputs: summary.outputs.map((output) => ({ ...output })) } };
}

export function totalsView(totals: FeedTotals): FeedTotalsView {
  return { ...totals, byGroup: { ...totals.byGroup }, recentUs: [...totals.recentUs] };
}
