/** Shows the words after a fresh unlock, for a while, and hides them again. */
import { Eye, EyeOff } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { call, useCall } from "../../bridge";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { clearSecret, SecretField } from "../../ui/SecretField";
import { backupWords as words } from "../../words/backup";
import { WordGrid } from "./WordGrid";

interface RevealWordsProps {
  readonly hasPassphrase: boolean;
  readonly onShown: () => void;
  readonly onCheck: () => void;
  readonly onLater: () => void;
}

const hideAfterMs = 5 * 60_000;

export function RevealWords({ hasPassphrase, onShown, onCheck, onLater }: RevealWordsProps) {
  const [shown, setShown] = useState<readonly string[] | null>(null);
  const hide = useCallback(() => setShown(null), []);
  const show = (revealed: readonly string[]) => {
    onShown();
    setShown(revealed);
  };

  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(hide, hideAfterMs);
    const hideWhenCovered = () => {
      if (document.hidden) hide();
    };
    document.addEventListener("visibilitychange", hideWhenCovered);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", hideWhenCovered);
      void call("backup.hide", {});
    };
  }, [shown, hide]);

  if (shown !== null) {
    return (
      <div className="space-y-5">
        <div className="space-y-2">
          <h1 className="text-2xl font-semibold tracking-tight">{words.wordsTitle}</h1>
          <p className="text-lg text-ink-2">{words.wordsLead}</p>
        </div>
        <WordGrid words={shown} />
        <div className="flex justify-between">
          <Button size="large" icon={<EyeOff aria-hidden className="size-4" />} onClick={hide}>
            {words.hide}
          </Button>
          <Button look="primary" size="large" onClick={onCheck}>
            {words.toCheck}
          </Button>
        </div>
      </div>
    );
  }
  return <UnlockWords hasPassphrase={hasPassphrase} onShow={show} onLater={onLater} />;
}

interface UnlockWordsProps {
  readonly hasPassphrase: boolean;
  readonly onShow: (shown: readonly string[]) => void;
  readonly onLater: () => void;
}

function UnlockWords({ hasPassphrase, onShow, onLater }: UnlockWordsProps) {
  const [isAlone, setIsAlone] = useState(false);
  const passphrase = useRef<HTMLInputElement>(null);
  const reveal = useCall("backup.reveal");
  const submit = async () => {
    const reply = await reveal.run({ passphrase: passphrase.current?.value ?? "" });
    clearSecret(passphrase.current);
    if (reply.ok) onShow(reply.value.words);
  };
  return (
    <form
      className="space-y-6"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="space-y-2">
        <h1 className="text-2xl font-semibold tracking-tight">{words.title}</h1>
        <p className="text-lg text-ink-2">{words.lead}</p>
      </div>
      <div className="space-y-5 rounded-lg border border-line bg-panel p-5 shadow-lift">
        <ul className="space-y-2">
          {words.rules.map((rule, index) => (
            <li key={rule} className="flex gap-3">
              <span className="grid size-5 shrink-0 place-items-center rounded-full bg-sunk text-xs font-semibold text-ink-2">
                {index + 1}
              </span>
              {rule}
            </li>
          ))}
        </ul>
        <div className="space-y-4 border-t border-line pt-4">
          {hasPassphrase && <SecretField label={words.passphrase} hint={words.unlockPassphrase} input={passphrase} />}
          <label className="flex items-start gap-3">
            <input
              type="checkbox"
              checked={isAlone}
              onChange={(event) => setIsAlone(event.target.checked)}
              className="mt-0.5 size-4 accent-accent"
            />
            {words.unlockAlone}
          </label>
        </div>
      </div>
      <ErrorNotice error={reveal.error} />
      <div className="flex items-center justify-between gap-4">
        <div className="flex items-center gap-3 text-sm text-ink-3">
          <Button size="large" onClick={onLater}>
            {words.later}
          </Button>
          {words.laterNote}
        </div>
        <Button
          look="primary"
          size="large"
          type="submit"
          busy={reveal.busy}
          disabled={!isAlone}
          icon={<Eye aria-hidden className="size-4" />}
        >
          {words.show}
        </Button>
      </div>
    </form>
  );
}
