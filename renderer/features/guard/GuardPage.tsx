/** What the signer checks: rules, limits, allowlist, memory and what remains of trust. One change at a time for all. */
import { useEffect, useState } from "react";
import type { GuardView } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { useSnapshot } from "../../stores/app";
import { goTo, type Page } from "../../stores/route";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { PageHeader } from "../../ui/PageHeader";
import { commonWords } from "../../words/common";
import { guardWords as words } from "../../words/guard";
import { AllowlistTab } from "./AllowlistTab";
import { DraftBar } from "./DraftBar";
import { type Draft, emptyDraft, isEmpty } from "./guardDraft";
import { LimitsTab } from "./LimitsTab";
import { MemoryTab } from "./MemoryTab";
import { PendingChange } from "./PendingChange";
import { RulesTab } from "./RulesTab";
import { TrustTab } from "./TrustTab";

export type GuardTab = keyof typeof words.tabs;

/** What a tab with settings gets. */
export interface TabProps {
  readonly view: GuardView;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

export function GuardPage({ tab }: { readonly tab: GuardTab }) {
  const { guard } = useSnapshot();
  const [view, setView] = useState<GuardView | null>(null);
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  /** Counts the drafts: with a new one the fields begin anew. */
  const [round, setRound] = useState(0);
  const read = useCall("guard.read");
  const refresh = async () => {
    const reply = await read.run({});
    if (reply.ok) setView(reply.value);
  };
  const beginAnew = () => {
    setDraft(emptyDraft);
    setRound(round + 1);
  };
  // What is in force may change by itself: a delayed change, another window's.
  // biome-ignore lint/correctness/useExhaustiveDependencies: reads anew because of these two
  useEffect(() => {
    void refresh();
  }, [guard.preset, guard.pendingChangeAtMs]);
  return (
    <div className="mx-auto flex min-h-full max-w-3xl flex-col gap-5">
      <PageHeader title={words.title} lead={words.leads[guard.preset]} />
      <Tabs current={tab} />
      {view?.pendingChange != null && <PendingChange pending={view.pendingChange} onCancelled={refresh} />}
      <div className="flex-1">
        {tab === "guard-trust" ? (
          <TrustTab />
        ) : tab === "guard-memory" ? (
          <MemoryTab />
        ) : view === null ? (
          <Reading error={read.error} onRetry={refresh} />
        ) : (
          <Settings key={round} tab={tab} view={view} draft={draft} onDraft={setDraft} />
        )}
      </div>
      {view !== null && !isEmpty(draft) && (
        <DraftBar view={view} draft={draft} onDiscard={beginAnew} onApplied={() => void refresh().then(beginAnew)} />
      )}
    </div>
  );
}

function Settings({ tab, ...props }: TabProps & { readonly tab: GuardTab }) {
  if (tab === "guard-limits") return <LimitsTab {...props} />;
  if (tab === "guard-allowlist") return <AllowlistTab {...props} />;
  return <RulesTab {...props} />;
}

function Reading({
  error,
  onRetry,
}: {
  readonly error: ReturnType<typeof useCall>["error"];
  readonly onRetry: () => void;
}) {
  if (error === null) return <p className="text-ink-3">{words.loading}</p>;
  return (
    <div className="space-y-3">
      <ErrorNotice error={error} />
      <Button onClick={onRetry}>{commonWords.retry}</Button>
    </div>
  );
}

function Tabs({ current }: { readonly current: GuardTab }) {
  return (
    <nav aria-label={words.tabsLabel} className="flex gap-1 border-b border-line">
      {(Object.keys(words.tabs) as GuardTab[]).map((tab) => (
        <button
          key={tab}
          type="button"
          aria-current={tab === current ? "page" : undefined}
          onClick={() => goTo(tab satisfies Page)}
          className="-mb-px border-b-2 border-transparent px-3 py-2 font-medium text-ink-2 transition-colors duration-120 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
        >
          {words.tabs[tab]}
        </button>
      ))}
    </nav>
  );
}
