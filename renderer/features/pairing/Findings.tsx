/** What was found in the pasted text, worst first; each with icon, word and what to do. */
import { CircleCheck, Info, type LucideIcon, OctagonX, TriangleAlert } from "lucide-react";
import type { Finding } from "../../../preload/contract/types";
import { findingLevelWords } from "../../words/pairing";

const looks: Record<Finding["level"], { Icon: LucideIcon; color: string; rank: number }> = {
  block: { Icon: OctagonX, color: "text-bad", rank: 0 },
  warn: { Icon: TriangleAlert, color: "text-warn", rank: 1 },
  info: { Icon: Info, color: "text-info", rank: 2 },
  ok: { Icon: CircleCheck, color: "text-accent", rank: 3 },
};

export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const sorted = [...findings].sort((a, b) => looks[a.level].rank - looks[b.level].rank);
  return (
    <ul className="divide-y divide-line">
      {sorted.map(({ level, tag, message }) => {
        const { Icon, color } = looks[level];
        return (
          <li key={`${tag}/${message}`} className={`flex gap-3 px-4 py-3 ${level === "block" ? "bg-bad-soft" : ""}`}>
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${color}`} />
            <div className="min-w-0 flex-1">
              <p className="break-words">
                <span className={`font-semibold ${color}`}>{findingLevelWords[level]}.</span> {message}
              </p>
              <p className="font-mono text-xs text-ink-3">{tag}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
