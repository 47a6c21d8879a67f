/** Everything there is to read before deciding: who gets what, what it costs, what is proven, what the rules say. */
import { Check, CircleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { ApprovalView } from "../../../preload/contract/types";
import { formatCount, groupAddress } from "../../format";
import { Amount } from "../../ui/Amount";
import { Badge, type Tone } from "../../ui/Badge";
import { askWords as words } from "../../words/approvals";
import { ApprovalChecks } from "./ApprovalChecks";
import { feeFactsOf, inputFactsOf, type Badge as OutputBadge, type OutputLine, outputLinesOf } from "./approvalText";

const tones: Record<OutputBadge, Tone> = {
  own: "ok",
  "own-change": "ok",
  allowlisted: "ok",
  channel: "info",
  unknown: "warn",
};

export function ApprovalStory({ approval }: { readonly approval: ApprovalView }) {
  const { summary } = approval;
  const lines = outputLinesOf(approval);
  const unlisted = (summary?.outputCount ?? lines.length) - lines.length;
  return (
    <div className="space-y-3">
      {summary?.text != null && (
        <blockquote className="rounded-md border border-line bg-sunk px-3.5 py-2.5 break-words whitespace-pre-wrap select-text">
          {summary.text}
        </blockquote>
      )}
      {(lines.length > 0 || summary?.feeSat != null) && (
        <ul className="overflow-hidden rounded-md border border-line">
          {lines.map((line, index) => (
            // Outputs are a fixed list: their position is their identity.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <OutputItem key={index} line={line} />
          ))}
          {unlisted > 0 && <Line look="bg-warn-soft">{words.moreOutputs(formatCount(unlisted))}</Line>}
          {summary !== null && lines.length > 0 && <FeeItem approval={approval} />}
        </ul>
      )}
      {summary !== null && <Inputs summary={summary} />}
      <ApprovalChecks approval={approval} />
    </div>
  );
}

function Line({ look = "", children }: { readonly look?: string; readonly children: ReactNode }) {
  return <li className={`border-b border-line px-3.5 py-2.5 last:border-0 ${look}`}>{children}</li>;
}

function OutputItem({ line }: { readonly line: OutputLine }) {
  const isStranger = line.badge === "unknown";
  return (
    <Line look={isStranger ? "bg-warn-soft" : ""}>
      <div className="flex items-center justify-between gap-3">
        <span className="flex min-w-0 items-center gap-2">
          <Badge tone={isStranger ? "raised" : tones[line.badge]}>
            <span className={isStranger ? "text-warn" : ""}>{words.owners[line.badge]}</span>
          </Badge>
          {line.label !== null && line.label !== "" && <span className="truncate font-medium">{line.label}</span>}
        </span>
        <span className="font-semibold">
          <Amount sat={line.amountSat} />
        </span>
      </div>
      {line.path === null && (
        <p className="mt-1 font-mono break-words select-text">
          {line.address === null ? words.noAddress : groupAddress(line.address)}
        </p>
      )}
      {line.path !== null && <p className="text-sm text-ink-2">{words.derived(line.path)}</p>}
      {line.path === null && line.badge === "channel" && <p className="text-sm text-ink-2">{words.channelNote}</p>}
    </Line>
  );
}

function FeeItem({ approval }: { readonly approval: ApprovalView }) {
  const { summary } = approval;
  const fee = summary === null ? null : feeFactsOf(summary);
  const notes = [
    fee?.ratePerVb == null ? null : words.rate(fee.ratePerVb),
    fee?.percent == null ? null : words.share(fee.percent),
  ].filter((note) => note !== null);
  return (
    <Line look={fee === null || fee.isDear ? "bg-warn-soft" : ""}>
      <div className="flex items-center justify-between gap-3">
        <span className="text-ink-2">{words.fee}</span>
        <span className="font-semibold">{fee === null ? "?" : <Amount sat={fee.feeSat} />}</span>
      </div>
      <p className={`text-sm ${fee?.isDear ? "font-medium text-warn" : "text-ink-2"}`}>
        {fee === null ? words.feeUnknown : notes.join(", ")}
      </p>
    </Line>
  );
}

function Inputs({ summary }: { readonly summary: NonNullable<ApprovalView["summary"]> }) {
  const facts = inputFactsOf(summary);
  if (facts === null) return null;
  const count = words.inputCount(facts.count);
  const isClaimed = facts.claimed > 0;
  const proof = isClaimed
    ? words.proof.some(words.claimedCount(facts.claimed, facts.count))
    : facts.totalSat === null
      ? words.proof.none
      : words.proof.all;
  return (
    <p className={`flex gap-2 text-sm ${isClaimed || facts.totalSat === null ? "text-warn" : "text-ink-2"}`}>
      <InputIcon isProven={!isClaimed && facts.totalSat !== null} />
      <span>
        {facts.totalSat === null ? (
          `${count}. `
        ) : (
          <>
            {count}, <Amount sat={facts.totalSat} />.{" "}
          </>
        )}
        {proof}
      </span>
    </p>
  );
}

function InputIcon({ isProven }: { readonly isProven: boolean }) {
  const Icon: LucideIcon = isProven ? Check : CircleAlert;
  return <Icon aria-hidden className={`mt-px size-4 shrink-0 ${isProven ? "text-accent" : "text-warn"}`} />;
}
