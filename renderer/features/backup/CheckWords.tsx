/** Asks for some words by number and has them typed; the main process compares. */
import { type RefObject, useEffect, useRef, useState } from "react";
import type { WireError } from "../../../preload/contract/errors";
import { call, useCall } from "../../bridge";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Field } from "../../ui/Field";
import { focusOnMount } from "../../ui/focus";
import { Notice } from "../../ui/Notice";
import { backupWords as words } from "../../words/backup";
import { commonWords } from "../../words/common";

interface CheckWordsProps {
  readonly onTyped: () => void;
  readonly onShowAgain: () => void;
  readonly onDone: () => void;
  readonly onLater: () => void;
}

export function CheckWords({ onTyped, onShowAgain, onDone, onLater }: CheckWordsProps) {
  const [positions, setPositions] = useState<readonly number[] | null>(null);
  const [challengeError, setChallengeError] = useState<WireError | null>(null);
  const [wrong, setWrong] = useState<readonly number[]>([]);
  const check = useCall("backup.check");
  const form = useRef<HTMLFormElement>(null);
  useClearedOnLeave(form);

  useEffect(() => {
    let isGone = false;
    void call("backup.challenge", {}).then((reply) => {
      if (isGone) return;
      if (reply.ok) setPositions([...reply.value.positions].sort((a, b) => a - b));
      else setChallengeError(reply.error);
    });
    return () => {
      isGone = true;
    };
  }, []);

  const submit = async () => {
    if (positions === null) return;
    const typed = positions.map((position) => ({ position, word: inputAt(form, position)?.value.trim() ?? "" }));
    const reply = await check.run({ words: typed });
    if (!reply.ok) return;
    setWrong(reply.value.wrongPositions);
    if (reply.value.correct) {
      clearInputs(form.current);
      onDone();
    } else {
      const [firstWrong] = reply.value.wrongPositions;
      if (firstWrong !== undefined) inputAt(form, firstWrong)?.select();
    }
  };

  return (
    <form
      ref={form}
      className="space-y-6"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="space-y-2">
        <h1 className="text-2xl font-semibold tracking-tight">{words.checkTitle}</h1>
        <p className="text-lg text-ink-2">{words.checkLead}</p>
      </div>
      <div className="min-h-40 rounded-lg border border-line bg-panel p-5 shadow-lift">
        {positions === null ? (
          <p role="status" className="text-ink-3">
            {challengeError === null ? commonWords.working : ""}
          </p>
        ) : (
          <div className="grid grid-cols-2 gap-x-4 gap-y-4 sm:grid-cols-3">
            {positions.map((position, index) => (
              <Field
                key={position}
                name={`word-${position}`}
                label={words.wordLabel(position)}
                error={wrong.includes(position) ? words.wrongWord : undefined}
                onChange={() => {
                  onTyped();
                  setWrong(wrong.filter((marked) => marked !== position));
                }}
                {...(index === 0 ? { ref: focusOnMount } : {})}
                required
                maxLength={64}
                autoComplete="off"
                autoCorrect="off"
                autoCapitalize="none"
                spellCheck={false}
              />
            ))}
          </div>
        )}
      </div>
      {wrong.length > 0 && (
        <Notice tone="warn" live>
          {words.wrong(wrong.length)}
        </Notice>
      )}
      <ErrorNotice error={challengeError ?? check.error} />
      <div className="flex items-center justify-between">
        <div className="flex gap-1">
          <Button size="large" onClick={onLater}>
            {words.later}
          </Button>
          <Button look="quiet" size="large" onClick={onShowAgain}>
            {words.showAgain}
          </Button>
        </div>
        <Button look="primary" size="large" type="submit" busy={check.busy} disabled={positions === null}>
          {words.check}
        </Button>
      </div>
    </form>
  );
}

function inputAt(form: RefObject<HTMLFormElement | null>, position: number): HTMLInputElement | null {
  const input = form.current?.elements.namedItem(`word-${position}`);
  return input instanceof HTMLInputElement ? input : null;
}

function clearInputs(form: HTMLFormElement | null): void {
  form?.reset();
}

function useClearedOnLeave(form: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const element = form.current;
    return () => clearInputs(element);
  }, [form]);
}
