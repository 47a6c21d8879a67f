/** Erases everything, after the fingerprint was typed. */
import { useState } from "react";
import { useCall } from "../../bridge";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Field } from "../../ui/Field";
import { initialFocus } from "../../ui/focus";
import { Notice } from "../../ui/Notice";
import { commonWords } from "../../words/common";
import { settingsWords as words } from "../../words/settings";

interface EraseDialogProps {
  readonly fingerprintHex: string;
  readonly isUnchecked: boolean;
  readonly onClose: () => void;
}

export function EraseDialog({ fingerprintHex, isUnchecked, onClose }: EraseDialogProps) {
  const [typed, setTyped] = useState("");
  const erase = useCall("keystore.erase");
  const isConfirmed = typed.trim().toLowerCase() === fingerprintHex;
  const submit = async () => {
    if (!isConfirmed) return;
    const reply = await erase.run({ confirmation: typed.trim().toLowerCase() });
    if (reply.ok) onClose();
  };
  return (
    <Dialog
      title={words.eraseTitle}
      onClose={onClose}
      footer={
        <>
          <Button {...initialFocus} onClick={onClose}>
            {commonWords.cancel}
          </Button>
          <Button look="danger" busy={erase.busy} disabled={!isConfirmed} onClick={submit}>
            {words.eraseConfirm}
          </Button>
        </>
      }
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <ul className="list-disc space-y-1.5 pl-4 text-ink-2 marker:text-ink-3">
          {words.eraseConsequences.map((consequence) => (
            <li key={consequence}>{consequence}</li>
          ))}
        </ul>
        {isUnchecked && <Notice tone="bad">{words.eraseUnchecked}</Notice>}
        <Field
          label={words.eraseType}
          placeholder={fingerprintHex}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <ErrorNotice error={erase.error} />
      </form>
    </Dialog>
  );
}
