/** The one or two facts that tell a request from its neighbours. */
import type { FeedEntryView } from "../../../preload/contract/types";
import { groupAddress, shortenOutpoint } from "../../format";
import { Amount } from "../../ui/Amount";
import { feedRowWords } from "../../words/requests";

export function RequestNote({ summary, outcome }: Pick<FeedEntryView, "summary" | "outcome">) {
  const payee = summary.outputs.find((output) => output.owner === "unknown" && output.address !== null)?.address;
  return (
    <span className="ml-1 text-ink-3">
      {summary.amountSat !== null && summary.amountSat !== "0" && <Amount sat={summary.amountSat} />}
      {payee !== null && payee !== undefined && (
        <>
          {" "}
          {feedRowWords.payee("")}
          <span className="font-mono">{cutAddress(payee)}</span>
        </>
      )}
      {summary.text !== null && <> {feedRowWords.quoted(summary.text)}</>}
      {summary.shortChannelId !== null && <> {summary.shortChannelId}</>}
      {summary.outpoint !== null && payee === undefined && (
        <span className="font-mono"> {shortenOutpoint(summary.outpoint)}</span>
      )}
      {outcome.kind === "denied" && <> {outcome.tag}</>}
    </span>
  );
}

/** First two and last group: "bc1q 9x4f … 7k2d". */
function cutAddress(address: string): string {
  const groups = groupAddress(address).split(" ");
  return groups.length <= 4 ? groups.join(" ") : `${groups.slice(0, 2).join(" ")} … ${address.slice(-4)}`;
}
