/** What waits for a decision, what was granted and is not used up, what was decided, and announcing what comes. */
import { Hourglass } from "lucide-react";
import { useState } from "react";
import type { ApprovalView } from "../../../preload/contract/types";
import { call } from "../../bridge";
import { readApprovals, useApprovals, waitingOf } from "../../stores/approvals";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { PageHeader } from "../../ui/PageHeader";
import { useNow } from "../../ui/useNow";
import { approvalsPageWords as words } from "../../words/approvals";
import { commonWords } from "../../words/common";
import { AnnounceForm } from "./AnnounceForm";
import { ApprovalCard } from "./ApprovalCard";
import { ApprovalHistory } from "./ApprovalHistory";
import { GrantRow } from "./GrantRow";
import { StandingForm } from "./StandingForm";

type Form = "announce" | "standing";

export function ApprovalsPage() {
  const { open, error } = useApprovals();
  const [form, setForm] = useState<Form | null>(null);
  const waiting = waitingOf(open ?? []);
  const granted = (open ?? []).filter(({ state }) => state !== "waiting");
  return (
    <div className="mx-auto flex min-h-full max-w-3xl flex-col gap-5">
      <PageHeader
        title={waiting.length > 0 ? words.waiting(waiting.length) : words.title}
        lead={waiting.length > 0 ? undefined : words.nothingNote}
      />
      {open === null && error !== null && (
        <div className="space-y-3">
          <ErrorNotice error={error} />
          <Button onClick={() => void readApprovals()}>{commonWords.retry}</Button>
        </div>
      )}
      {open === null && error === null && <Empty icon={Hourglass} title={words.loading} note="" />}
      {waiting.length > 0 && (
        <ul className="space-y-4">
          {waiting.map((approval, index) => (
            <li key={approval.ref}>
              <ApprovalCard
                approval={approval}
                startsOpen={index === 0}
                onDecided={(approved) => showToast("ok", approved ? words.granted : words.refused)}
              />
            </li>
          ))}
        </ul>
      )}
      {open !== null && (
        <>
          <Announce form={form} onForm={setForm} />
          {granted.length > 0 && <Granted granted={granted} />}
          <ApprovalHistory openCount={open.length} />
        </>
      )}
    </div>
  );
}

function Announce({ form, onForm }: { readonly form: Form | null; readonly onForm: (form: Form | null) => void }) {
  const close = () => onForm(null);
  if (form === "announce") return <AnnounceForm onClose={close} />;
  if (form === "standing") return <StandingForm onClose={close} />;
  return (
    <Card>
      <div className="divide-y divide-line px-4">
        {(["announce", "standing"] as const).map((kind) => (
          <div key={kind} className="flex items-center gap-4 py-3.5">
            <div className="min-w-0 flex-1">
              <h2 className="font-semibold">{kind === "announce" ? words.announce : words.standingTitle}</h2>
              <p className="text-ink-2">{kind === "announce" ? words.announceNote : words.standingNote}</p>
            </div>
            <Button onClick={() => onForm(kind)}>
              {kind === "announce" ? words.announceOpen : words.standingOpen}
            </Button>
          </div>
        ))}
      </div>
    </Card>
  );
}

function Granted({ granted }: { readonly granted: readonly ApprovalView[] }) {
  const nowMs = useNow();
  const [busy, setBusy] = useState<string | null>(null);
  const revoke = async (ref: string) => {
    setBusy(ref);
    const reply = await call("approvals.revoke", { ref });
    setBusy(null);
    if (!reply.ok) showToast("bad", reply.error.message);
  };
  return (
    <Card title={words.open}>
      <ul>
        {granted.map((approval) => (
          <GrantRow
            key={approval.ref}
            approval={approval}
            nowMs={nowMs}
            busy={busy === approval.ref}
            onRevoke={() => void revoke(approval.ref)}
          />
        ))}
      </ul>
    </Card>
  );
}
