/** What limits and rules say of a request, one line each, the tag small beside it. */
import { Check, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { ApprovalView } from "../../../preload/contract/types";
import { sentenceOf } from "../../format";
import { useSettings } from "../../stores/app";
import { limitLineWords, limitWords } from "../../words/approvals";
import { amountText } from "./approvalText";

export function ApprovalChecks({ approval }: { readonly approval: ApprovalView }) {
  const { findings, limits } = approval;
  const { amountUnit } = useSettings();
  if (findings.length === 0 && limits.length === 0) return null;
  return (
    <ul className="space-y-2">
      {limits.map((limit) => {
        const isInside = BigInt(limit.afterSat) <= BigInt(limit.limitSat);
        const say = isInside ? limitLineWords.inside : limitLineWords.over;
        return (
          <CheckLine key={`${limit.measure} ${limit.window}`} isFine={isInside}>
            {say(
              limitWords[limit.measure],
              limitLineWords.windows[limit.window],
              amountText(limit.afterSat, amountUnit),
              amountText(limit.limitSat, amountUnit),
            )}
          </CheckLine>
        );
      })}
      {findings.map((finding) => (
        <CheckLine key={finding.tag} isFine={false}>
          {sentenceOf(finding.detail)} <span className="text-sm text-ink-3">{finding.tag}</span>
        </CheckLine>
      ))}
    </ul>
  );
}

function CheckLine({ isFine, children }: { readonly isFine: boolean; readonly children: ReactNode }) {
  const Icon = isFine ? Check : TriangleAlert;
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isFine ? "text-accent" : "text-warn"}`} />
      <span className="min-w-0 break-words">{children}</span>
    </li>
  );
}
