/** What was decided or ran out, newest first, read page by page. */
import { useEffect, useState } from "react";
import type { ApprovalView } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useNow } from "../../ui/useNow";
import { approvalsPageWords as words } from "../../words/approvals";
import { GrantRow } from "./GrantRow";

const pageLimit = 20;

/** @param openCount how many are open: when that changes one may have come here */
export function ApprovalHistory({ openCount }: { readonly openCount: number }) {
  const [records, setRecords] = useState<readonly ApprovalView[]>([]);
  const [isComplete, setIsComplete] = useState(true);
  const history = useCall("approvals.history");
  const nowMs = useNow(60_000);
  const read = async (known: readonly ApprovalView[]) => {
    const oldest = known.at(-1)?.createdAtMs;
    const reply = await history.run({ limit: pageLimit, ...(oldest === undefined ? {} : { beforeMs: oldest }) });
    if (!reply.ok) return;
    setRecords([...known, ...reply.value.records]);
    setIsComplete(reply.value.records.length < pageLimit);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: reads anew because something was decided
  useEffect(() => {
    void read([]);
  }, [openCount]);
  return (
    <Card title={words.history}>
      <ErrorNotice error={history.error} />
      {records.length === 0 ? (
        <p className="px-4 py-3.5 text-ink-2">{words.historyEmpty}</p>
      ) : (
        <ul>
          {records.map((approval) => (
            <GrantRow key={`${approval.ref} ${approval.createdAtMs}`} approval={approval} nowMs={nowMs} />
          ))}
        </ul>
      )}
      {!isComplete && (
        <div className="flex justify-center border-t border-line py-2.5">
          <Button look="quiet" size="small" busy={history.busy} onClick={() => void read(records)}>
            {words.older}
          </Button>
        </div>
      )}
    </Card>
  );
}
