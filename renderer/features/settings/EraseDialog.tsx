/** Erases everything, after what proves that it is meant was typed. */
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
  /** What to type, and what it is called. */
  readonly confirmation: string;
  readonly label: string;
  readonly consequences: readonly string[];
  readonly warning: string | null;
  readonly onClose: () => void;
}

export function EraseDialog({ confirmation, label, consequences, warning, onClose }: EraseDialogProps) {
  const [typed, setTyped] = useState("");
  const erase = useCall("keystore.erase");
  const isConfirmed = typed.trim().toLowerCase() === confirmation.toLowerCase();
  const submit = async () => {
    if (!isConfirmed) return;
    const reply = await erase.run({ confirmation });
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
          {consequences.map((consequence) => (
            <li key={consequence}>{consequence}</li>
          ))}
        </ul>
        {warning !== null && <Notice tone="bad">{warning}</Notice>}
        <Field
          label={label}
          placeholder={confirmation}
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
