/** What a transaction spends, and how each amount is known. */
import type { RequestSummaryView } from "../../../preload/contract/types";
import { formatCount } from "../../format";
import { Amount } from "../../ui/Amount";
import { Badge } from "../../ui/Badge";
import { Hash } from "../../ui/Hash";
import { detailWords } from "../../words/requests";

interface InputListProps extends Pick<RequestSummaryView, "inputs"> {
  /** All there are; the list may hold fewer. */
  readonly count: number | null;
}

export function InputList({ inputs, count }: InputListProps) {
  const unlisted = (count ?? 0) - inputs.length;
  return (
    <section className="space-y-2">
      <h3 className="font-semibold">{detailWords.inputs}</h3>
      <ul className="overflow-hidden rounded-md border border-line">
        {inputs.map(({ outpoint, amountSat, proof, isSigned, keyPath }) => {
          const isProven = proof !== "claimed" && proof !== "unknown";
          return (
            <li key={outpoint} className="space-y-1 border-b border-line px-3.5 py-2.5 last:border-0">
              <div className="flex items-center justify-between gap-3">
                <Badge tone={isProven ? "ok" : "warn"}>{detailWords.proofs[proof]}</Badge>
                <span className="font-semibold">{amountSat === null ? "?" : <Amount sat={amountSat} />}</span>
              </div>
              <div className="flex flex-wrap items-center justify-between gap-x-3 text-sm text-ink-2">
                <Hash value={outpoint} name={detailWords.outpoint} />
                <span>
                  {isSigned ? detailWords.inputSigned : detailWords.inputOther}
                  {keyPath !== null && <span className="font-mono"> {keyPath}</span>}
                </span>
              </div>
            </li>
          );
        })}
      </ul>
      {unlisted > 0 && <p className="text-sm text-ink-3">{detailWords.moreInputs(formatCount(unlisted))}</p>}
    </section>
  );
}
