/** Every request since the signer started, filtered and paged. */
import { ListFilter, ListOrdered } from "lucide-react";
import { useEffect, useState } from "react";
import type { FeedEntryView } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { formatCount } from "../../format";
import { feedStore, reduceOlder, reduceTrim, useFeed } from "../../stores/feed";
import { useRoute } from "../../stores/route";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { PageHeader } from "../../ui/PageHeader";
import { Segments } from "../../ui/Segments";
import { useNow } from "../../ui/useNow";
import { groupWords } from "../../words/home";
import { requestsPageWords as words } from "../../words/requests";
import { aggregateFeed } from "./aggregateFeed";
import { type FeedFilter, filterFeed } from "./feedFilter";
import { RequestDetail } from "./RequestDetail";
import { RequestRow } from "./RequestRow";

const pageLimit = 100;
const groups = ["all", "channels", "payments", "gossip", "on-chain", "messages", "other"] as const;
const outcomes = ["all", "signed", "refused"] as const;

export function RequestsPage() {
  const feed = useFeed();
  const { outcome } = useRoute();
  const [filter, setFilter] = useState<FeedFilter>({ group: "all", outcome });
  /** The oldest entry there was when nothing older came. */
  const [endSeq, setEndSeq] = useState<number | null>(null);
  const [opened, setOpened] = useState<FeedEntryView | null>(null);
  const nowMs = useNow(5_000);
  const page = useCall("feed.page");

  useEffect(() => () => feedStore.set(reduceTrim(feedStore.get())), []);

  const shown = filterFeed(feed.entries, filter);
  const oldest = feed.entries.at(-1);
  const readOlder = async () => {
    if (oldest === undefined) return;
    const reply = await page.run({ beforeSeq: oldest.seq, limit: pageLimit });
    if (!reply.ok) return;
    feedStore.set(reduceOlder(feedStore.get(), reply.value.entries));
    if (reply.value.entries.length < pageLimit) setEndSeq(reply.value.entries.at(-1)?.seq ?? oldest.seq);
  };

  return (
    <div className="flex min-h-full flex-col gap-4">
      <PageHeader
        title={words.title}
        lead={words.lead}
        aside={shown.length === 0 ? undefined : words.count(formatCount(shown.length))}
      />
      <div className="flex flex-wrap gap-3">
        <Segments
          label={words.kind}
          value={filter.group}
          onChange={(group) => setFilter({ ...filter, group })}
          options={groups.map((value) => ({ value, title: value === "all" ? words.all : groupWords[value] }))}
        />
        <Segments
          label={words.outcome}
          value={filter.outcome}
          onChange={(next) => setFilter({ ...filter, outcome: next })}
          options={outcomes.map((value) => ({ value, title: words.outcomes[value] }))}
        />
      </div>
      <ErrorNotice error={page.error} />
      <div className="flex flex-1 flex-col overflow-hidden rounded-lg border border-line bg-panel shadow-lift">
        {shown.length > 0 ? (
          <ul>
            {aggregateFeed(shown).map((row) => (
              <RequestRow key={row.key} row={row} nowMs={nowMs} onOpen={setOpened} />
            ))}
          </ul>
        ) : feed.entries.length > 0 ? (
          <Empty
            icon={ListFilter}
            title={words.emptyFiltered}
            note={words.emptyFilteredNote}
            action={<Button onClick={() => setFilter({ group: "all", outcome: "all" })}>{words.clearFilter}</Button>}
          />
        ) : (
          <Empty
            icon={ListOrdered}
            title={feed.loaded ? words.empty : words.loading}
            note={feed.loaded ? words.emptyNote : ""}
          />
        )}
        {oldest !== undefined && (
          <div className="flex justify-center px-4 py-3 text-ink-3">
            {endSeq !== null && oldest.seq <= endSeq ? (
              oldest.seq === 1 ? (
                words.begin
              ) : (
                words.noOlder
              )
            ) : (
              <Button look="quiet" size="small" busy={page.busy} onClick={readOlder}>
                {page.busy ? words.loading : words.older}
              </Button>
            )}
          </div>
        )}
      </div>
      {opened !== null && <RequestDetail entry={opened} onClose={() => setOpened(null)} />}
    </div>
  );
}
