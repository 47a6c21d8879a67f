/** What a change would have done to the requests in the journal. */
import { CircleCheck, Hourglass, ShieldX } from "lucide-react";
import type { ReactNode } from "react";
import type { ReplayReport } from "../../../preload/contract/types";
import { formatClock, formatCount, formatDate, sentenceOf } from "../../format";
import { Amount } from "../../ui/Amount";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { initialFocus } from "../../ui/focus";
import { Notice } from "../../ui/Notice";
import { replayWords as words } from "../../words/guard";
import { wordsForClass } from "../../words/requests";
import { RequestIcon } from "../requests/RequestIcon";

interface ReplayDialogProps {
  readonly report: ReplayReport;
  /** What may be done with it. */
  readonly footer: ReactNode;
  readonly onClose: () => void;
}

export function ReplayDialog({ report, footer, onClose }: ReplayDialogProps) {
  const { examined, sinceMs, blockedCount, askedCount, hits, isLooser } = report;
  const isClean = blockedCount === 0 && askedCount === 0;
  return (
    <Dialog
      shape="wide"
      title={words.title}
      onClose={onClose}
      footer={
        <>
          <Button {...initialFocus} onClick={onClose}>
            {words.close}
          </Button>
          {footer}
        </>
      }
    >
      <div className="space-y-4">
        {examined === 0 ? (
          <p className="text-ink-2">{words.nothingExamined}</p>
        ) : (
          <>
            <p className="text-ink-2">{words.verdict(formatCount(examined), formatDate(sinceMs ?? 0))}</p>
            {isClean && <Count icon={<CircleCheck aria-hidden className="size-4 text-accent" />} text={words.clean} />}
            {blockedCount > 0 && (
              <Count
                icon={<ShieldX aria-hidden className="size-4 text-bad" />}
                text={words.blocked(formatCount(blockedCount))}
              />
            )}
            {askedCount > 0 && (
              <Count
                icon={<Hourglass aria-hidden className="size-4 text-warn" />}
                text={words.asked(formatCount(askedCount))}
              />
            )}
          </>
        )}
        {isLooser && <Notice tone="info">{words.looser}</Notice>}
        {hits.length > 0 && (
          <ul className="max-h-96 overflow-y-auto rounded-md border border-line">
            {hits.map((hit) => (
              <li
                key={`${hit.seq} ${hit.tag}`}
                className="grid grid-cols-[1rem_1fr_auto] gap-x-3 border-b border-line px-3.5 py-2.5 last:border-0"
              >
                <span className="pt-0.5">
                  <RequestIcon requestClass={hit.summary.class} />
                </span>
                <div className="min-w-0">
                  <p>
                    <span className="font-medium">{wordsForClass(hit.summary.class).title}</span>{" "}
                    {hit.summary.amountSat !== null && hit.summary.amountSat !== "0" && (
                      <Amount sat={hit.summary.amountSat} />
                    )}
                  </p>
                  <p className="break-words text-ink-2">
                    {sentenceOf(hit.detail)} <span className="text-sm text-ink-3">{hit.tag}</span>
                  </p>
                </div>
                <div className="flex flex-col items-end gap-1">
                  <Badge tone={hit.action === "block" ? "bad" : "warn"}>{words.actions[hit.action]}</Badge>
                  <span className="text-sm whitespace-nowrap text-ink-3 tabular-nums">
                    {formatDate(hit.atMs)}, {formatClock(hit.atMs)}
                  </span>
                </div>
              </li>
            ))}
          </ul>
        )}
        {blockedCount + askedCount > hits.length && (
          <p className="text-sm text-ink-3">{words.more(formatCount(hits.length))}</p>
        )}
      </div>
    </Dialog>
  );
}

function Count({ icon, text }: { readonly icon: ReactNode; readonly text: string }) {
  return (
    <p className="flex items-center gap-2 text-lg font-semibold">
      {icon}
      {text}
    </p>
  );
}
