/** An approval that was given and is not used up, or one that is over. */
import type { ApprovalView } from "../../../preload/contract/types";
import { formatClock, formatDate, formatSpan, groupAddress } from "../../format";
import { useSettings } from "../../stores/app";
import { Badge, type Tone } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { approvalStateWords, approvalsPageWords as words } from "../../words/approvals";
import { Reference } from "./ApprovalCard";
import { amountText, headlineOf } from "./approvalText";

const tones: Record<ApprovalView["state"], Tone> = {
  waiting: "warn",
  granted: "ok",
  "in-use": "ok",
  used: "ok",
  refused: "neutral",
  revoked: "neutral",
  expired: "warn",
};

interface GrantRowProps {
  readonly approval: ApprovalView;
  readonly nowMs: number;
  readonly busy?: boolean;
  /** Absent for what is over. */
  readonly onRevoke?: () => void;
}

export function GrantRow({ approval, nowMs, busy = false, onRevoke }: GrantRowProps) {
  const { amountUnit } = useSettings();
  const { title, note } = headlineOf(approval, amountUnit);
  const { standing, state, expiresAtMs, decidedAtMs, createdAtMs, intent } = approval;
  const isOver = onRevoke === undefined;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-0">
      <div className="min-w-56 flex-1">
        <p className="font-medium">
          {standing === null ? title : words.standingUse(amountText(standing.perUseSat, amountUnit))}
        </p>
        <p className="text-ink-2">
          {intent.kind === "send" ? <Payees approval={approval} /> : note}
          {standing !== null &&
            `, ${words.standingSpent(amountText(standing.spentSat, amountUnit), amountText(standing.totalSat, amountUnit))}`}
        </p>
      </div>
      <span className="text-sm text-ink-3 tabular-nums">
        {isOver
          ? `${formatDate(decidedAtMs ?? createdAtMs)}, ${formatClock(decidedAtMs ?? createdAtMs)}`
          : words.until(formatSpan(expiresAtMs - nowMs))}
      </span>
      <Reference value={approval.ref} />
      <Badge tone={tones[state]}>{standing !== null && !isOver ? words.inForce : approvalStateWords[state]}</Badge>
      {!isOver && (
        <Button size="small" busy={busy} onClick={onRevoke}>
          {words.revoke}
        </Button>
      )}
    </li>
  );
}

function Payees({ approval: { payees, intent } }: Pick<GrantRowProps, "approval">) {
  const [payee] = payees;
  const count = intent.kind === "send" ? intent.payees.length : payees.length;
  if (count !== 1 || payee === undefined) return words.toMany(count);
  return (
    <>
      {words.toPayee(payee.allowlistLabel ?? "")}
      {payee.allowlistLabel === null && payee.address !== null && (
        <span className="font-mono">{groupAddress(payee.address)}</span>
      )}
    </>
  );
}
