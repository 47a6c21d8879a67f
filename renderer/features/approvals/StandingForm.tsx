/** Allows one payee again and again: an amount each time, an amount in all, until a day. */
import { useState } from "react";
import { useCall } from "../../bridge";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Field } from "../../ui/Field";
import { Segments } from "../../ui/Segments";
import { approvalsPageWords, announceWords as words } from "../../words/approvals";
import { commonWords } from "../../words/common";
import { SatField } from "./SatField";
import { parseSat } from "./satText";

const spans = ["7", "30", "90", "365"] as const;

export function StandingForm({ onClose }: { readonly onClose: () => void }) {
  const [payee, setPayee] = useState("");
  const [each, setEach] = useState("");
  const [total, setTotal] = useState("");
  const [days, setDays] = useState<(typeof spans)[number]>("30");
  const standing = useCall("approvals.standing");
  const perUseSat = parseSat(each);
  const totalSat = parseSat(total);
  const isTotalTooSmall = perUseSat !== null && totalSat !== null && BigInt(totalSat) < BigInt(perUseSat);
  const wrongPayee = standing.error?.code === "ADDRESS_UNREADABLE" ? standing.error.message : undefined;
  const submit = async () => {
    if (perUseSat === null || totalSat === null) return;
    const reply = await standing.run({ payee: payee.trim(), perUseSat, totalSat, days: Number(days) });
    if (!reply.ok) return;
    showToast("ok", words.allowed(reply.value.ref));
    onClose();
  };
  return (
    <Card title={approvalsPageWords.standingTitle}>
      <form
        className="space-y-4 px-4 py-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className="text-ink-2">{approvalsPageWords.standingNote}</p>
        <Field
          label={words.payee}
          value={payee}
          onChange={(event) => {
            standing.clear();
            setPayee(event.target.value);
          }}
          error={wrongPayee}
          autoComplete="off"
          spellCheck={false}
          maxLength={2_000}
        />
        <div className="grid grid-cols-2 gap-3">
          <SatField label={words.each} value={each} onChange={setEach} />
          <SatField
            label={words.total}
            value={total}
            onChange={setTotal}
            error={isTotalTooSmall ? words.totalTooSmall : undefined}
          />
        </div>
        <div className="space-y-1.5">
          <p className="font-medium">{words.days}</p>
          <div className="w-fit">
            <Segments
              label={words.days}
              value={days}
              onChange={setDays}
              options={spans.map((value) => ({ value, title: words.daysOf[Number(value)] ?? value }))}
            />
          </div>
        </div>
        {wrongPayee === undefined && <ErrorNotice error={standing.error} />}
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {commonWords.cancel}
          </Button>
          <Button
            look="primary"
            type="submit"
            busy={standing.busy}
            disabled={payee.trim() === "" || perUseSat === null || totalSat === null || isTotalTooSmall}
          >
            {words.allow}
          </Button>
        </div>
      </form>
    </Card>
  );
}
