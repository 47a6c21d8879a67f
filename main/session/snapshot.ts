/** From the signer's own data to what crosses to the window: plain copies, nothing shared, nothing secret. */
import type { AppSnapshot, FeedEntryView, FeedTotalsView, RequestSummaryView } from "../../preload/contract/types";
import type { FeedEntry, FeedTotals } from "../pipeline/feed";
import type { RequestSummary } from "../policy/summary";

/** Everything but what only the desktop shell knows. */
export type SessionSnapshot = Omit<AppSnapshot, "version" | "banners">;

export function feedEntryView({ summary, findings, ...entry }: FeedEntry): FeedEntryView {
  return { ...entry, summary: summaryView(summary), findings: [...findings] };
}

/** The window knows all that is known of a request. */
export function summaryView(summary: RequestSummary): RequestSummaryView {
  return { ...summary, outputs: summary.outputs.map((output) => ({ ...output })) };
}

export function totalsView(totals: FeedTotals): FeedTotalsView {
  return { ...totals, byGroup: { ...totals.byGroup }, recentUs: [...totals.recentUs] };
}
