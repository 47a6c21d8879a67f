/** From the signer's own data to what crosses to the window: plain copies, nothing shared, nothing secret. */
import type { AppSnapshot, FeedEntryView, FeedTotalsView, RequestSummaryView } from "../../preload/contract/types";
import type { FeedEntry, FeedTotals } from "../pipeline/feed";
import type { RequestSummary } from "../policy/summary";

/** Everything but what only the desktop shell knows. */
export type SessionSnapshot = Omit<AppSnapshot, "version" | "banners">;

export function feedEntryView({ summary, findings, ...entry }: FeedEntry): FeedEntryView {
  return { ...entry, summary: summaryView(summary), findings: [...findings] };
}

/** What the window knows of a request: the signer may note more. */
function summaryView(summary: RequestSummary): RequestSummaryView {
  return {
    class: summary.class,
    kind: summary.kind,
    network: summary.network,
    keyFamily: summary.keyFamily,
    keyIndex: summary.keyIndex,
    keyPath: summary.keyPath,
    amountSat: summary.amountSat,
    feeSat: summary.feeSat,
    outputs: summary.outputs.map((output) => ({ ...output })),
    outputCount: summary.outputCount,
    inputCount: summary.inputCount,
    txid: summary.txid,
    outpoint: summary.outpoint,
    sighashType: summary.sighashType,
    text: summary.text,
    shortChannelId: summary.shortChannelId,
  };
}

export function totalsView(totals: FeedTotals): FeedTotalsView {
  return { ...totals, byGroup: { ...totals.byGroup }, recentUs: [...totals.recentUs] };
}
