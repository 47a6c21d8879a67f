/** Requests by kind: one thin bar and its legend, largest first. */
import type { FeedGroup, FeedTotalsView } from "../../../preload/contract/types";
import { formatCount } from "../../format";
import { groupWords, homeWords } from "../../words/home";

const colors: Record<FeedGroup, string> = {
  channels: "bg-accent",
  payments: "bg-info",
  gossip: "bg-control",
  "on-chain": "bg-warn",
  messages: "bg-violet",
  other: "bg-line-strong",
};
const order: readonly FeedGroup[] = ["channels", "payments", "gossip", "on-chain", "messages", "other"];

export function GroupBar({ byGroup }: Pick<FeedTotalsView, "byGroup">) {
  const present = order.filter((group) => (byGroup[group] ?? 0) > 0);
  if (present.length === 0) return <p className="mt-2 text-sm text-ink-3">{homeWords.noneYet}</p>;
  return (
    <div className="mt-3">
      <div aria-hidden className="flex h-1.5 gap-0.5 overflow-hidden rounded-full">
        {present.map((group) => (
          <span
            key={group}
            className={`min-w-1.5 rounded-full ${colors[group]}`}
            style={{ flexGrow: byGroup[group] }}
          />
        ))}
      </div>
      <ul aria-label={homeWords.barLabel} className="mt-2 flex flex-wrap gap-x-3 gap-y-0.5 text-sm text-ink-3">
        {present.map((group) => (
          <li
            key={group}
            className="flex items-center gap-1.5 whitespace-nowrap"
            title={formatCount(byGroup[group] ?? 0)}
          >
            <span aria-hidden className={`size-1.5 rounded-full ${colors[group]}`} />
            {groupWords[group]}
          </li>
        ))}
      </ul>
    </div>
  );
}
