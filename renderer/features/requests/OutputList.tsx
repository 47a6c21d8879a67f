/** What a transaction pays: to whom, and how this signer knows. */
import type { RequestSummaryView } from "../../../preload/contract/types";
import { formatCount, groupAddress } from "../../format";
import { Amount } from "../../ui/Amount";
import { Badge, type Tone } from "../../ui/Badge";
import { detailWords } from "../../words/requests";

const ownerTones: Record<RequestSummaryView["outputs"][number]["owner"], Tone> = {
  own: "ok",
  "own-change": "ok",
  channel: "info",
  unknown: "warn",
};

interface OutputListProps extends Pick<RequestSummaryView, "outputs"> {
  /** All there are; the list may hold fewer. */
  readonly count: number | null;
}

export function OutputList({ outputs, count }: OutputListProps) {
  const unlisted = (count ?? 0) - outputs.length;
  return (
    <section className="space-y-2">
      <h3 className="font-semibold">{detailWords.outputs}</h3>
      <ul className="overflow-hidden rounded-md border border-line">
        {outputs.map((output, index) => (
          <li
            // Outputs are a fixed list: their position is their identity.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={index}
            className={`space-y-1 border-b border-line px-3.5 py-2.5 last:border-0 ${output.owner === "unknown" ? "bg-warn-soft" : ""}`}
          >
            <div className="flex items-center justify-between gap-3">
              <Badge tone={ownerTones[output.owner]}>{detailWords.owners[output.owner]}</Badge>
              <span className="font-semibold">
                <Amount sat={output.amountSat} />
              </span>
            </div>
            <p className="font-mono break-words select-text">
              {output.address === null ? detailWords.outputNoAddress : groupAddress(output.address)}
            </p>
            <p className="text-sm text-ink-2">
              {output.path === null ? detailWords.ownerNotes[output.owner] : detailWords.derived(output.path)}
            </p>
          </li>
        ))}
      </ul>
      {unlisted > 0 && <p className="text-sm text-ink-3">{detailWords.moreOutputs(formatCount(unlisted))}</p>}
    </section>
  );
}
