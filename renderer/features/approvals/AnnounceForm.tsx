/** "I am about to send X to Y": the node's first try is then signed without a question. */
import { X } from "lucide-react";
import { useRef, useState } from "react";
import { call, useCall } from "../../bridge";
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

interface PayeeDraft {
  readonly id: number;
  readonly text: string;
  readonly amount: string;
}

const validities = ["15", "60", "240", "1440"] as const;
const mostPayees = 16;

export function AnnounceForm({ onClose }: { readonly onClose: () => void }) {
  const nextId = useRef(1);
  const [payees, setPayees] = useState<readonly PayeeDraft[]>([{ id: 0, text: "", amount: "" }]);
  const [maxFee, setMaxFee] = useState("2000");
  const [minutes, setMinutes] = useState<(typeof validities)[number]>("60");
  const announce = useCall("approvals.preApprove");
  const wrongPayee = announce.error?.code === "ADDRESS_UNREADABLE" ? announce.error : null;

  const amounts = payees.map(({ amount }) => parseSat(amount));
  const maxFeeSat = parseSat(maxFee);
  const isComplete = maxFeeSat !== null && payees.every(({ text }, index) => text.trim() !== "" && amounts[index]);
  const change = (id: number, changes: Partial<PayeeDraft>) => {
    announce.clear();
    setPayees((known) => known.map((payee) => (payee.id === id ? { ...payee, ...changes } : payee)));
  };
  /** A BIP21 text knows its amount. */
  const fillAmount = async ({ id, text, amount }: PayeeDraft) => {
    if (amount !== "" || !/^bitcoin:/i.test(text.trim())) return;
    const reply = await call("allowlist.check", { text: text.trim() });
    if (reply.ok && reply.value.ok && reply.value.amountSat !== null) change(id, { amount: reply.value.amountSat });
  };
  const submit = async () => {
    if (maxFeeSat === null) return;
    const reply = await announce.run({
      payees: payees.map(({ text }, index) => ({ text: text.trim(), amountSat: amounts[index] ?? "0" })),
      maxFeeSat,
      minutes: Number(minutes),
    });
    if (!reply.ok) return;
    showToast("ok", words.done(reply.value.ref));
    onClose();
  };
  return (
    <Card title={approvalsPageWords.announce}>
      <form
        className="space-y-4 px-4 py-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className="text-ink-2">{approvalsPageWords.announceNote}</p>
        {payees.map((payee, index) => (
          <div key={payee.id} className="grid grid-cols-[1fr_11rem_auto] items-start gap-3">
            <Field
              label={words.payee}
              value={payee.text}
              onChange={(event) => change(payee.id, { text: event.target.value })}
              onBlur={() => void fillAmount(payee)}
              error={wrongPayee !== null && (wrongPayee.at ?? 1) === index + 1 ? wrongPayee.message : undefined}
              hint={index === 0 ? words.payeeHint : undefined}
              autoComplete="off"
              spellCheck={false}
              maxLength={2_000}
            />
            <SatField label={words.amount} value={payee.amount} onChange={(amount) => change(payee.id, { amount })} />
            <button
              type="button"
              aria-label={words.removePayee}
              disabled={payees.length === 1}
              onClick={() => setPayees(payees.filter(({ id }) => id !== payee.id))}
              className="mt-7 grid size-8 place-items-center rounded-sm text-ink-3 enabled:hover:bg-sunk enabled:hover:text-ink disabled:opacity-40"
            >
              <X aria-hidden className="size-4" />
            </button>
          </div>
        ))}
        {payees.length < mostPayees && (
          <Button
            look="quiet"
            size="small"
            onClick={() => setPayees([...payees, { id: nextId.current++, text: "", amount: "" }])}
          >
            {words.addPayee}
          </Button>
        )}
        <div className="flex flex-wrap items-end gap-4">
          <div className="w-44">
            <SatField label={words.maxFee} value={maxFee} onChange={setMaxFee} />
          </div>
          <div className="space-y-1.5">
            <p className="font-medium">{words.minutes}</p>
            <Segments
              label={words.minutes}
              value={minutes}
              onChange={setMinutes}
              options={validities.map((value) => ({ value, title: words.minutesOf[Number(value)] ?? value }))}
            />
          </div>
        </div>
        {wrongPayee === null && <ErrorNotice error={announce.error} />}
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {commonWords.cancel}
          </Button>
          <Button look="primary" type="submit" busy={announce.busy} disabled={!isComplete}>
            {words.submit}
          </Button>
        </div>
      </form>
    </Card>
  );
}
