/** Copies a text through the main process and says so. */
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { call } from "../bridge";
import { showToast } from "../stores/toasts";
import { commonWords } from "../words/common";
import { Button } from "./Button";
import { Tip } from "./Tip";

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for people who do not see the neighbouring text. */
  readonly name: string;
  /** With a word beside the icon. */
  readonly title?: string;
}

const confirmForMs = 1_600;

export function CopyButton({ text, name, title }: CopyButtonProps) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), confirmForMs);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => {
    const reply = await call("clipboard.copy", { text });
    if (reply.ok) setDone(true);
    else showToast("bad", commonWords.copyFailed);
  };
  const Icon = done ? Check : Copy;
  const word = done ? commonWords.copied : commonWords.copy;
  const label = `${word} ${name}`;
  if (title !== undefined) {
    return (
      <Button
        size="small"
        icon={<Icon aria-hidden className="size-3.5" />}
        onClick={copy}
        aria-label={`${done ? commonWords.copied : title}, ${name}`}
      >
        {done ? commonWords.copied : title}
      </Button>
    );
  }
  return (
    <Tip text={word}>
      <button
        type="button"
        onClick={copy}
        aria-label={label}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-3 transition-colors duration-120 hover:bg-sunk hover:text-ink"
      >
        <Icon aria-hidden className={`size-3.5 ${done ? "text-accent" : ""}`} />
      </button>
    </Tip>
  );
}
