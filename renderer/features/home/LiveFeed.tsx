/** Requests as they are answered. Can be held still to read. */
import { Activity, Unplug } from "lucide-react";
import { useState } from "react";
import type { FeedEntryView } from "../../../preload/contract/types";
import { formatCount } from "../../format";
import { useSnapshot } from "../../stores/app";
import { useFeed } from "../../stores/feed";
import { goTo } from "../../stores/route";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { useNow } from "../../ui/useNow";
import { homeWords as words } from "../../words/home";
import { aggregateFeed } from "../requests/aggregateFeed";
import { RequestDetail } from "../requests/RequestDetail";
import { RequestRow } from "../requests/RequestRow";

const rowLimit = 40;

export function LiveFeed() {
  const { link, totals } = useSnapshot();
  const feed = useFeed();
  const nowMs = useNow(5_000);
  const [held, setHeld] = useState<readonly FeedEntryView[] | null>(null);
  const [opened, setOpened] = useState<FeedEntryView | null>(null);
  const isOnline = link.state === "online";
  const entries = held ?? feed.entries;
  const rows = aggregateFeed(entries).slice(0, rowLimit);
  const arrived = held === null ? 0 : countNewer(feed.entries, held[0]?.seq ?? -1);

  return (
    <section
      aria-label={words.live}
      className="flex min-h-64 flex-col overflow-hidden rounded-lg border border-line bg-panel shadow-lift"
    >
      <header className="flex min-h-12 items-center gap-2 border-b border-line py-2 pr-2 pl-4">
        <h2 className="font-semibold">{words.live}</h2>
        <p aria-live="polite" className="flex-1 text-ink-3">
          {held === null ? words.perMinute(formatCount(totals.lastMinute)) : words.feedPaused(formatCount(arrived))}
        </p>
        {feed.entries.length > 0 && (
          <>
            <Button
              look="quiet"
              size="small"
              aria-pressed={held !== null}
              onClick={() => setHeld(held === null ? feed.entries : null)}
            >
              {held === null ? words.pauseFeed : words.resumeFeed}
            </Button>
            <Button look="quiet" size="small" onClick={() => goTo("requests")}>
              {words.allRequests}
            </Button>
          </>
        )}
      </header>
      {rows.length > 0 ? (
        <ul className="min-h-0 flex-1 overflow-y-auto">
          {rows.map((row) => (
            <RequestRow key={row.key} row={row} nowMs={nowMs} onOpen={setOpened} />
          ))}
        </ul>
      ) : (
        <Empty
          icon={isOnline ? Activity : Unplug}
          title={!feed.loaded ? words.feedLoading : isOnline ? words.feedEmptyOnline : words.feedEmptyOffline}
          note={!feed.loaded ? "" : isOnline ? words.feedEmptyOnlineNote : words.feedEmptyOfflineNote}
        />
      )}
      {opened !== null && <RequestDetail entry={opened} onClose={() => setOpened(null)} />}
    </section>
  );
}

/** By number: in a rush not every entry comes to the window. A signer thread that began anew counts from 1. */
function countNewer(entries: readonly FeedEntryView[], seq: number): number {
  const newest = entries[0]?.seq ?? seq;
  return newest < seq ? newest : newest - seq;
}
