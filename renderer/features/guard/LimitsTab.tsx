/** How much may leave in a time, and how much has. */
import { useState } from "react";
import type { GuardView } from "../../../preload/contract/types";
import { formatAmount } from "../../format";
import { useSettings } from "../../stores/app";
import { Card } from "../../ui/Card";
import { Segments } from "../../ui/Segments";
import { delayText, guardWords, limitsPageWords as words } from "../../words/guard";
import { amountText } from "../approvals/approvalText";
import { SatField } from "../approvals/SatField";
import { parseSat } from "../approvals/satText";
import type { TabProps } from "./GuardPage";
import { type LimitKey, limitsOf, withDelay, withLimits } from "./guardDraft";

const keys = ["perTransactionSat", "perHourSat", "perDaySat", "perWeekSat"] as const satisfies readonly LimitKey[];
const delaysMs = [0, 3_600_000, 86_400_000, 604_800_000] as const;

export function LimitsTab(props: TabProps) {
  const { view, draft, onDraft } = props;
  const delayMs = draft.looseningDelayMs ?? view.looseningDelayMs;
  const delays = [...new Set([...delaysMs, view.looseningDelayMs])].sort((a, b) => a - b);
  return (
    <div className="space-y-5">
      <p className="text-ink-2">{words.lead}</p>
      {view.limits.map((limit) => (
        <Measure key={limit.measure} limit={limit} {...props} />
      ))}
      <Card title={words.delayTitle}>
        <div className="space-y-3 px-4 py-3.5">
          <p className="text-ink-2">{words.delayNote}</p>
          <div className="w-fit">
            <Segments
              label={words.delayTitle}
              value={String(delayMs)}
              onChange={(next) => onDraft(withDelay(view, draft, Number(next)))}
              options={delays.map((value) => ({ value: String(value), title: delayText(value) }))}
            />
          </div>
          <p className="text-sm text-ink-3">{guardWords.draftNote(delayMs === 0 ? null : delayText(delayMs))}</p>
        </div>
      </Card>
    </div>
  );
}

interface MeasureProps extends TabProps {
  readonly limit: GuardView["limits"][number];
}

function Measure({ limit, view, draft, onDraft }: MeasureProps) {
  const { measure } = limit;
  const limits = draft.limits ?? limitsOf(view);
  const set = (key: LimitKey, amountSat: string | null) => {
    const { [key]: _before, ...others } = limits[measure] ?? {};
    const next = amountSat === null ? others : { ...others, [key]: amountSat };
    onDraft(withLimits(view, draft, { ...limits, [measure]: next } as typeof limits));
  };
  return (
    <Card title={words.measures[measure].title} note={words.measures[measure].note}>
      <div className="grid grid-cols-2 gap-x-4 gap-y-4 px-4 py-4 mid:grid-cols-4">
        {keys.map((key) => (
          <Limit
            key={key}
            name={key}
            limit={limit}
            given={limits[measure]?.[key] ?? null}
            onChange={(amountSat) => set(key, amountSat)}
          />
        ))}
      </div>
    </Card>
  );
}

interface LimitProps {
  readonly name: LimitKey;
  readonly limit: GuardView["limits"][number];
  readonly given: string | null;
  readonly onChange: (amountSat: string | null) => void;
}

/** Keeps what is being typed, also while it is no amount; the page begins the tab anew when a draft is dropped. */
function Limit({ name, limit, given, onChange }: LimitProps) {
  const { amountUnit } = useSettings();
  const [text, setText] = useState(given === null ? "" : formatAmount(given, "sat"));
  const spentSat = spentOf(limit, name);
  const share = given === null || spentSat === null ? 0 : shareOf(spentSat, given);
  return (
    <div className="space-y-1.5">
      <SatField
        label={words.fields[name]}
        value={text}
        placeholder={words.noLimit}
        optional
        onChange={(next) => {
          setText(next);
          const amountSat = parseSat(next);
          if (amountSat !== null || next.trim() === "") onChange(amountSat);
        }}
      />
      {spentSat !== null && (
        <>
          <div aria-hidden className="h-1 overflow-hidden rounded-full bg-sunk">
            <div
              className={`h-full rounded-full ${share > 0.8 ? "bg-warn" : "bg-accent"}`}
              style={{ width: `${share * 100}%` }}
            />
          </div>
          <p className="text-sm text-ink-3">{words.spent(amountText(spentSat, amountUnit))}</p>
        </>
      )}
    </div>
  );
}

function spentOf({ hour, day, week }: GuardView["limits"][number], name: LimitKey): string | null {
  switch (name) {
    case "perTransactionSat":
      return null;
    case "perHourSat":
      return hour.spentSat;
    case "perDaySat":
      return day.spentSat;
    case "perWeekSat":
      return week.spentSat;
  }
}

/** Of a limit that is used up; a limit of nothing is always used up. */
function shareOf(spentSat: string, limitSat: string): number {
  return limitSat === "0" ? 1 : Math.min(1, Number(spentSat) / Number(limitSat));
}
