/** The whole story of one request: what it is, what was asked, how it ended; raw names last. */
import { X } from "lucide-react";
import type { FeedEntryView, RequestSummaryView } from "../../../preload/contract/types";
import { formatClock, formatCount, formatDate, formatTook, groupAddress, noBreakSpace } from "../../format";
import { Amount } from "../../ui/Amount";
import { Badge, type Tone } from "../../ui/Badge";
import { Dialog } from "../../ui/Dialog";
import { type Fact, Facts } from "../../ui/Facts";
import { Hash } from "../../ui/Hash";
import { Notice } from "../../ui/Notice";
import { networkWords } from "../../words/common";
import { detailWords, wordsForClass } from "../../words/requests";
import { OutcomeBadge } from "./OutcomeBadge";
import { RequestIcon } from "./RequestIcon";

export function RequestDetail({ entry, onClose }: { readonly entry: FeedEntryView; readonly onClose: () => void }) {
  const { summary } = entry;
  const { title, meaning } = wordsForClass(summary.class);
  const took = formatTook(entry.tookUs);
  return (
    <Dialog
      shape="panel"
      title={title}
      onClose={onClose}
      icon={
        <span className="mt-1">
          <RequestIcon requestClass={summary.class} />
        </span>
      }
      aside={
        <button
          type="button"
          onClick={onClose}
          aria-label={detailWords.close}
          className="grid size-7 place-items-center rounded-sm text-ink-3 hover:bg-sunk hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      }
    >
      <div className="space-y-5">
        <p className="text-ink-2">{meaning}</p>
        <OutcomeStory entry={entry} />
        <Facts
          facts={[
            { name: detailWords.outcome, value: <OutcomeBadge entry={entry} /> },
            { name: detailWords.asked, value: `${formatClock(entry.atMs)}, ${formatDate(entry.atMs)}` },
            { name: detailWords.took, value: `${took.value}${noBreakSpace}${took.unit}` },
            ...moneyFacts(summary),
            { name: detailWords.text, value: summary.text },
          ]}
        />
        {summary.outputs.length > 0 && <Outputs outputs={summary.outputs} count={summary.outputCount} />}
        <section className="space-y-2 border-t border-line pt-4">
          <h3 className="text-sm font-semibold text-ink-3">{detailWords.technical}</h3>
          <Facts facts={technicalFacts(entry)} />
        </section>
      </div>
    </Dialog>
  );
}

function OutcomeStory({ entry }: { readonly entry: FeedEntryView }) {
  const { outcome } = entry;
  switch (outcome.kind) {
    case "signed":
      return null;
    case "denied":
      return (
        <Notice tone="bad" title={detailWords.deniedTitle}>
          <p className="break-words">{outcome.reason}</p>
          {detailWords.tagAdvice[outcome.tag] !== undefined && <p>{detailWords.tagAdvice[outcome.tag]}</p>}
        </Notice>
      );
    case "expired":
      return (
        <Notice tone="warn" title={detailWords.expiredTitle}>
          {detailWords.expiredText} {detailWords.tagAdvice[outcome.tag]}
        </Notice>
      );
    case "failed":
      return (
        <Notice tone="bad" title={detailWords.failedTitle}>
          <p className="break-words">{outcome.detail}</p>
          <p>{detailWords.failedText}</p>
        </Notice>
      );
    case "bug":
      return (
        <Notice tone="bad" title={detailWords.bugTitle}>
          {detailWords.bugText} <span className="font-mono">{outcome.ref}</span>
        </Notice>
      );
  }
}

function moneyFacts(summary: RequestSummaryView): Fact[] {
  return [
    {
      name: detailWords.amountOf[summary.class] ?? detailWords.amount,
      value: summary.amountSat === null ? null : <Amount sat={summary.amountSat} />,
    },
    { name: detailWords.fee, value: summary.feeSat === null ? null : <Amount sat={summary.feeSat} /> },
    { name: detailWords.inputs, value: summary.inputCount },
  ];
}

function technicalFacts(entry: FeedEntryView): Fact[] {
  const { summary, outcome } = entry;
  const mono = (text: string | null) => (text === null ? null : <span className="font-mono">{text}</span>);
  const family = summary.keyFamily === null ? null : `${summary.keyFamily} / ${summary.keyIndex ?? "?"}`;
  return [
    { name: detailWords.tag, value: "tag" in outcome ? mono(outcome.tag) : null },
    { name: detailWords.code, value: outcome.kind === "failed" ? mono(outcome.code) : null },
    { name: detailWords.key, value: mono(summary.keyPath) },
    { name: detailWords.keyFamily, value: mono(family) },
    { name: detailWords.channel, value: mono(summary.shortChannelId) },
    {
      name: detailWords.outpoint,
      value: summary.outpoint === null ? null : <Hash value={summary.outpoint} name={detailWords.outpoint} />,
    },
    {
      name: detailWords.txid,
      value: summary.txid === null ? null : <Hash value={summary.txid} name={detailWords.txid} />,
    },
    {
      name: detailWords.sighash,
      value: summary.sighashType === null ? null : mono(`0x${summary.sighashType.toString(16).padStart(2, "0")}`),
    },
    { name: detailWords.network, value: networkWords[summary.network].name },
    { name: detailWords.requestId, value: mono(entry.requestId) },
    { name: detailWords.requestClass, value: mono(summary.class) },
    { name: detailWords.requestKind, value: mono(summary.kind) },
  ];
}

const ownerTones: Record<RequestSummaryView["outputs"][number]["owner"], Tone> = {
  own: "ok",
  "own-change": "ok",
  channel: "info",
  unknown: "warn",
};

interface OutputsProps extends Pick<RequestSummaryView, "outputs"> {
  /** All there are; the list may hold fewer. */
  readonly count: number | null;
}

function Outputs({ outputs, count }: OutputsProps) {
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
