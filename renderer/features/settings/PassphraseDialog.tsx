/** Sets, changes or removes the passphrase of the seed. */
import { useRef, useState } from "react";
import { useCall } from "../../bridge";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { clearSecret, SecretField } from "../../ui/SecretField";
import { commonWords } from "../../words/common";
import { protectionWords } from "../../words/firstRun";
import { settingsWords as words } from "../../words/settings";
import { type PassphraseStrength, passphraseStrength } from "../firstRun/passphraseStrength";

interface PassphraseDialogProps {
  readonly hasPassphrase: boolean;
  /** The sealed file cannot do without. */
  readonly isRequired: boolean;
  readonly onClose: () => void;
}

export function PassphraseDialog({ hasPassphrase, isRequired, onClose }: PassphraseDialogProps) {
  const [strength, setStrength] = useState<PassphraseStrength | null>(null);
  const [isMismatch, setIsMismatch] = useState(false);
  const current = useRef<HTMLInputElement>(null);
  const next = useRef<HTMLInputElement>(null);
  const repeat = useRef<HTMLInputElement>(null);
  const change = useCall("keystore.changePassphrase");
  const isRemoving = hasPassphrase && !isRequired && strength === null;
  const isEmpty = strength === null && !isRemoving;

  const submit = async () => {
    const chosen = next.current?.value ?? "";
    if (chosen !== (repeat.current?.value ?? "")) {
      setIsMismatch(true);
      repeat.current?.focus();
      return;
    }
    const reply = await change.run({ current: current.current?.value ?? "", next: chosen });
    if (!reply.ok) {
      current.current?.select();
      return;
    }
    for (const field of [current, next, repeat]) clearSecret(field.current);
    showToast("ok", chosen === "" ? words.passphraseRemoved : words.passphraseSaved);
    onClose();
  };

  return (
    <Dialog
      title={hasPassphrase ? words.passphraseTitle : words.passphraseSetTitle}
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            {commonWords.cancel}
          </Button>
          <Button
            look={isRemoving ? "danger" : "primary"}
            busy={change.busy}
            disabled={strength === "short" || isEmpty}
            onClick={submit}
          >
            {isRemoving ? words.passphraseRemove : words.passphraseSave}
          </Button>
        </>
      }
    >
      <form
        className="space-y-4 pt-1"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {hasPassphrase && <SecretField label={words.current} input={current} startsFocused />}
        <SecretField
          label={words.next}
          input={next}
          startsFocused={!hasPassphrase}
          hint={
            strength !== null
              ? protectionWords.strength[strength]
              : hasPassphrase && !isRequired
                ? words.nextHint
                : undefined
          }
          onChange={(event) => {
            setStrength(event.target.value === "" ? null : passphraseStrength(event.target.value));
            setIsMismatch(false);
          }}
        />
        <SecretField label={words.repeat} input={repeat} error={isMismatch ? words.mismatch : undefined} />
        {isRemoving && <p className="text-ink-2">{words.removeNote}</p>}
        <ErrorNotice error={change.error} />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
