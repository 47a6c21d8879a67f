/** What a stolen node could still do today, honestly, the worst first. */
import { CircleAlert, CircleCheck, Info, ShieldQuestion, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import type { CallOutput, TrustSentence } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { useSnapshot } from "../../stores/app";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { commonWords } from "../../words/common";
import { trustPageWords as words, wordsForTrust } from "../../words/trust";

const looks = {
  bad: { Icon: CircleAlert, color: "text-bad" },
  warn: { Icon: TriangleAlert, color: "text-warn" },
  info: { Icon: Info, color: "text-info" },
  ok: { Icon: CircleCheck, color: "text-accent" },
} as const;
const levels = ["bad", "warn", "info", "ok"] as const satisfies readonly TrustSentence["level"][];

export function TrustTab() {
  const { guard, node } = useSnapshot();
  const [trust, setTrust] = useState<CallOutput<"trust.read"> | null>(null);
  const read = useCall("trust.read");
  const refresh = async () => {
    const reply = await read.run({});
    if (reply.ok) setTrust(reply.value);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: reads anew because rules or node changed
  useEffect(() => {
    void refresh();
  }, [guard.preset, guard.pendingChangeAtMs, node?.id]);
  if (trust === null) {
    if (read.error === null) return <p className="text-ink-3">{words.loading}</p>;
    return (
      <div className="space-y-3">
        <ErrorNotice error={read.error} />
        <Button onClick={refresh}>{commonWords.retry}</Button>
      </div>
    );
  }
  if (trust.sentences.length === 0) return <Empty icon={ShieldQuestion} title={words.empty} note={words.emptyNote} />;
  return (
    <div className="space-y-5">
      <div>
        <h2 className="text-lg font-semibold">{words.title(trust.nodeName)}</h2>
        <p className="text-ink-2">{words.lead}</p>
      </div>
      {levels.map((level) => (
        <Level key={level} level={level} sentences={trust.sentences.filter((sentence) => sentence.level === level)} />
      ))}
    </div>
  );
}

interface LevelProps {
  readonly level: TrustSentence["level"];
  readonly sentences: readonly TrustSentence[];
}

function Level({ level, sentences }: LevelProps) {
  const { Icon, color } = looks[level];
  if (sentences.length === 0) return null;
  return (
    <Card title={words.levels[level]}>
      <ul className="divide-y divide-line">
        {sentences.map((sentence) => {
          const { title, text } = wordsForTrust(sentence);
          return (
            <li key={sentence.tag} className="flex gap-3 px-4 py-3.5">
              <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${color}`} />
              <div className="min-w-0">
                <h3 className="font-medium">{title}</h3>
                {text !== "" && <p className="text-ink-2">{text}</p>}
                <p className="text-sm text-ink-3">{sentence.tag}</p>
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
