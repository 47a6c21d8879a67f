/** What was found in what was given, worst first; each with icon, word and what to do, and a box where consent is needed. */
import { CircleCheck, Info, type LucideIcon, OctagonX, TriangleAlert } from "lucide-react";
import type { Finding } from "../../../preload/contract/types";
import { consentWords, findingLevelWords } from "../../words/pairing";

const looks: Record<Finding["level"], { Icon: LucideIcon; color: string; rank: number }> = {
  block: { Icon: OctagonX, color: "text-bad", rank: 0 },
  warn: { Icon: TriangleAlert, color: "text-warn", rank: 1 },
  info: { Icon: Info, color: "text-info", rank: 2 },
  ok: { Icon: CircleCheck, color: "text-accent", rank: 3 },
};

interface FindingsProps {
  readonly findings: readonly Finding[];
  /** Tags the person agreed to. */
  readonly accepted: ReadonlySet<string>;
  readonly onAccept: (tag: string, isAccepted: boolean) => void;
}

export function Findings({ findings, accepted, onAccept }: FindingsProps) {
  const sorted = [...findings].sort((a, b) => looks[a.level].rank - looks[b.level].rank);
  return (
    <ul className="divide-y divide-line">
      {sorted.map(({ level, tag, message, consent }) => {
        const { Icon, color } = looks[level];
        return (
          <li key={`${tag}/${message}`} className={`flex gap-3 px-4 py-3 ${level === "block" ? "bg-bad-soft" : ""}`}>
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${color}`} />
            <div className="min-w-0 flex-1">
              <p className="break-words">
                <span className={`font-semibold ${color}`}>{findingLevelWords[level]}.</span> {message}
              </p>
              <p className="font-mono text-xs text-ink-3">{tag}</p>
              {consent === true && (
                <label className="mt-2 flex items-start gap-2.5 font-medium">
                  <input
                    type="checkbox"
                    checked={accepted.has(tag)}
                    onChange={(event) => onAccept(tag, event.target.checked)}
                    className="mt-0.5 size-4 shrink-0 accent-accent"
                  />
                  {consentWords(tag)}
                </label>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
