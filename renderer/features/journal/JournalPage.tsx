/** The journal, newest first: filter, find, verify, export. */
import { ListFilter, NotebookText } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { CallInput, JournalRow } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { formatCount } from "../../format";
import { useSnapshot } from "../../stores/app";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { inputLook } from "../../ui/Field";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Segments } from "../../ui/Segments";
import { alertWords } from "../../words/alerts";
import { groupWords } from "../../words/home";
import { journalWords as words } from "../../words/journal";
import { JournalDetail } from "./JournalDetail";
import { JournalLine } from "./JournalLine";
import { JournalTools } from "./JournalTools";

type Filter = CallInput<"journal.page">["filter"];

const pageLimit = 100;
/** While somebody types, nothing is looked for. */
const typingMs = 300;
const noFilter: Filter = { group: "all", outcome: "all", text: "" };
const groups = ["all", "channels", "payments", "gossip", "on-chain", "messages", "other", "event"] as const;
const outcomes = ["all", "signed", "refused"] as const;

interface Lines {
  readonly rows: readonly JournalRow[];
  readonly total: number;
  readonly nextBeforeSeq: number | null;
}

export function JournalPage() {
  const { guard } = useSnapshot();
  const [filter, setFilter] = useState<Filter>(noFilter);
  const [lines, setLines] = useState<Lines | null>(null);
  const [opened, setOpened] = useState<JournalRow | null>(null);
  const page = useCall("journal.page");
  /** The latest question asked: answers to earlier ones are of no use. */
  const asked = useRef(0);
  const read = async (known: Lines | null, wanted: Filter) => {
    asked.current += 1;
    const mine = asked.current;
    const beforeSeq = known?.nextBeforeSeq ?? undefined;
    const reply = await page.run({
      limit: pageLimit,
      filter: wanted,
      ...(beforeSeq === undefined ? {} : { beforeSeq }),
    });
    if (!reply.ok || mine !== asked.current) return;
    setLines({ ...reply.value, rows: [...(known?.rows ?? []), ...reply.value.rows] });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: reads anew because the filter changed
  useEffect(() => {
    const timer = setTimeout(() => void read(null, filter), filter.text === "" ? 0 : typingMs);
    return () => clearTimeout(timer);
  }, [filter]);
  const isFiltered = filter.group !== "all" || filter.outcome !== "all" || filter.text.trim() !== "";

  return (
    <div className="flex min-h-full flex-col gap-4">
      <PageHeader
        title={words.title}
        lead={words.lead}
        aside={lines === null ? undefined : words.total(formatCount(lines.total))}
      />
      {guard.journal !== "ok" && (
        <Notice tone="bad" title={alertWords.journal[guard.journal].title}>
          {alertWords.journal[guard.journal].text}
        </Notice>
      )}
      <JournalTools>
        <input
          type="search"
          aria-label={words.search}
          placeholder={words.searchHint}
          value={filter.text}
          onChange={(event) => setFilter({ ...filter, text: event.target.value })}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          className={`${inputLook} h-9 min-w-48 flex-1`}
        />
      </JournalTools>
      <div className="flex flex-wrap items-center gap-3">
        <Segments
          label={words.group}
          value={filter.group}
          onChange={(group) => setFilter({ ...filter, group })}
          options={groups.map((value) => ({
            value,
            title: value === "all" ? words.all : value === "event" ? words.events : groupWords[value],
          }))}
        />
        <Segments
          label={words.outcome}
          value={filter.outcome}
          onChange={(outcome) => setFilter({ ...filter, outcome })}
          options={outcomes.map((value) => ({ value, title: words.outcomes[value] }))}
        />
        <Button look="quiet" size="small" busy={page.busy} onClick={() => void read(null, filter)}>
          {words.refresh}
        </Button>
      </div>
      <ErrorNotice error={page.error} />
      <div className="flex flex-1 flex-col overflow-hidden rounded-lg border border-line bg-panel shadow-lift">
        {lines !== null && lines.rows.length > 0 ? (
          <ul>
            {lines.rows.map((row) => (
              <JournalLine key={row.seq} row={row} onOpen={setOpened} />
            ))}
          </ul>
        ) : isFiltered && lines !== null ? (
          <Empty
            icon={ListFilter}
            title={words.emptyFiltered}
            note={words.emptyFilteredNote}
            action={<Button onClick={() => setFilter(noFilter)}>{words.clearFilter}</Button>}
          />
        ) : (
          <Empty
            icon={NotebookText}
            title={lines === null ? words.loading : words.empty}
            note={lines === null ? "" : words.emptyNote}
          />
        )}
        {lines !== null && (lines.rows.length > 0 || lines.nextBeforeSeq !== null) && (
          <div className="flex justify-center px-4 py-3 text-ink-3">
            {lines.nextBeforeSeq === null ? (
              words.begin
            ) : (
              <Button look="quiet" size="small" busy={page.busy} onClick={() => void read(lines, filter)}>
                {filter.text === "" ? words.older : words.lookFurther}
              </Button>
            )}
          </div>
        )}
      </div>
      {opened !== null && <JournalDetail row={opened} onClose={() => setOpened(null)} />}
    </div>
  );
}
