/** The whole story of one request: what it is, what was asked, how it ended; raw names last. */
import { CircleAlert, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import type { FeedEntryView, RequestSummaryView } from "../../../preload/contract/types";
import { formatClock, formatDate, sentenceOf } from "../../format";
import { Amount } from "../../ui/Amount";
import { Dialog } from "../../ui/Dialog";
import { type Fact, Facts } from "../../ui/Facts";
import { Hash } from "../../ui/Hash";
import { Notice } from "../../ui/Notice";
import { wordsForAlert } from "../../words/alerts";
import { askWords } from "../../words/approvals";
import { networkWords } from "../../words/common";
import { detailWords, wordsForClass } from "../../words/requests";
import { feeFactsOf } from "../approvals/approvalText";
import { InputList } from "./InputList";
import { OutcomeBadge } from "./OutcomeBadge";
import { OutputList } from "./OutputList";
import { RequestIcon } from "./RequestIcon";

type Request = Pick<FeedEntryView, "atMs" | "requestId" | "summary" | "findings" | "outcome">;

interface RequestPanelProps {
  readonly request: Request;
  /** What was noticed when it was signed. */
  readonly alerts?: readonly { readonly tag: string; readonly detail: string }[];
  /** Further facts for everybody. */
  readonly facts?: readonly Fact[];
  /** Further facts for those who look. */
  readonly technical?: readonly Fact[];
  readonly onClose: () => void;
}

export function RequestPanel({ request, alerts = [], facts = [], technical = [], onClose }: RequestPanelProps) {
  const { summary, outcome, findings } = request;
  const { title, meaning } = wordsForClass(summary.class);
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
        <OutcomeStory outcome={outcome} />
        <Facts
          facts={[
            { name: detailWords.outcome, value: <OutcomeBadge outcome={outcome} requestClass={summary.class} /> },
            { name: detailWords.asked, value: `${formatClock(request.atMs)}, ${formatDate(request.atMs)}` },
            ...facts,
            ...moneyFacts(summary),
            { name: detailWords.text, value: summary.text },
          ]}
        />
        {findings.length > 0 && (
          <Section title={detailWords.findings}>
            <ul className="space-y-2">
              {findings.map((finding) => (
                <Remark
                  key={finding.tag}
                  text={sentenceOf(finding.detail)}
                  tag={finding.tag}
                  isBad={finding.action === "block"}
                />
              ))}
            </ul>
          </Section>
        )}
        {alerts.length > 0 && (
          <Section title={detailWords.alerts}>
            <ul className="space-y-2">
              {alerts.map((alert) => (
                <Remark
                  key={alert.tag}
                  text={`${wordsForAlert(alert.tag).title}. ${sentenceOf(alert.detail)}`}
                  tag={alert.tag}
                />
              ))}
            </ul>
          </Section>
        )}
        {summary.outputs.length > 0 && <OutputList outputs={summary.outputs} count={summary.outputCount} />}
        {summary.inputs.length > 0 && <InputList inputs={summary.inputs} count={summary.inputCount} />}
        <section className="space-y-2 border-t border-line pt-4">
          <h3 className="text-sm font-semibold text-ink-3">{detailWords.technical}</h3>
          <Facts facts={[...technicalFacts(request), ...technical]} />
        </section>
      </div>
    </Dialog>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="space-y-2">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  );
}

interface RemarkProps {
  readonly text: string;
  readonly tag: string;
  readonly isBad?: boolean;
}

function Remark({ text, tag, isBad = false }: RemarkProps) {
  const Icon = isBad ? CircleAlert : TriangleAlert;
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isBad ? "text-bad" : "text-warn"}`} />
      <span className="min-w-0 break-words">
        {text} <span className="text-sm text-ink-3">{tag}</span>
      </span>
    </li>
  );
}

function OutcomeStory({ outcome }: Pick<Request, "outcome">) {
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
  const fee = feeFactsOf(summary);
  const isClaimed = summary.feeProof === "claimed" || summary.feeProof === "unknown";
  const feeNotes = [
    fee?.ratePerVb == null ? null : askWords.rate(fee.ratePerVb),
    fee?.percent == null ? null : askWords.share(fee.percent),
    isClaimed ? detailWords.feeClaimed : null,
  ].filter((note) => note !== null);
  return [
    {
      name: detailWords.amountOf[summary.class] ?? detailWords.amount,
      value: summary.amountSat === null ? null : <Amount sat={summary.amountSat} />,
    },
    {
      name: detailWords.fee,
      value:
        summary.feeSat === null ? null : (
          <>
            <Amount sat={summary.feeSat} />
            {feeNotes.length > 0 && (
              <span className={fee?.isDear || isClaimed ? "text-warn" : "text-ink-2"}>, {feeNotes.join(", ")}</span>
            )}
          </>
        ),
    },
  ];
}

function technicalFacts(request: Request): Fact[] {
  const { summary, outcome } = request;
  const mono = (text: string | null) => (text === null ? null : <span className="font-mono">{text}</span>);
  const family = summary.keyFamily === null ? null : `${summary.keyFamily} / ${summary.keyIndex ?? "?"}`;
  return [
    { name: detailWords.tag, value: "tag" in outcome ? mono(outcome.tag) : null },
    { name: detailWords.code, value: outcome.kind === "failed" ? mono(outcome.code) : null },
    { name: detailWords.key, value: mono(summary.keyPath) },
    { name: detailWords.keyFamily, value: mono(family) },
    { name: detailWords.channel, value: mono(summary.shortChannelId) },
    {
      name: detailWords.channelOutpoint,
      value:
        summary.channelOutpoint === null ? null : (
          <Hash value={summary.channelOutpoint} name={detailWords.channelOutpoint} />
        ),
    },
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
    { name: detailWords.otherNetwork, value: summary.otherNetwork },
    { name: detailWords.requestId, value: mono(request.requestId) },
    { name: detailWords.requestClass, value: mono(summary.class) },
    { name: detailWords.requestKind, value: mono(summary.kind) },
  ];
}
