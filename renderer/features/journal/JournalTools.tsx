/** Verifying the chain and taking the journal along. */
import { FileDown, ShieldCheck } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Verification } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { formatCount, formatTook, shortenHash } from "../../format";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Notice } from "../../ui/Notice";
import { journalWords as words } from "../../words/journal";

interface JournalToolsProps {
  /** Stands at the left: the field to find things with. */
  readonly children: ReactNode;
}

export function JournalTools({ children }: JournalToolsProps) {
  const [result, setResult] = useState<Verification | null>(null);
  const verify = useCall("journal.verify");
  const save = useCall("journal.export");
  const runVerify = async () => {
    setResult(null);
    const reply = await verify.run({});
    if (reply.ok) setResult(reply.value);
  };
  const runSave = async (format: "json" | "csv") => {
    const reply = await save.run({ format });
    if (reply.ok && reply.value.saved) showToast("ok", words.exported);
  };
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-2">
        {children}
        <Button
          busy={verify.busy}
          onClick={runVerify}
          icon={<ShieldCheck aria-hidden className="size-4" strokeWidth={1.75} />}
        >
          {verify.busy ? words.verifying : words.verify}
        </Button>
        <Button
          look="quiet"
          busy={save.busy}
          onClick={() => void runSave("json")}
          icon={<FileDown aria-hidden className="size-4" strokeWidth={1.75} />}
        >
          {words.exportJson}
        </Button>
        <Button look="quiet" busy={save.busy} onClick={() => void runSave("csv")}>
          {words.exportCsv}
        </Button>
      </div>
      <ErrorNotice error={verify.error ?? save.error} />
      {result !== null && <Result result={result} />}
    </div>
  );
}

function Result({ result }: { readonly result: Verification }) {
  if (!result.ok) {
    return (
      <Notice tone="bad" title={words.brokenTitle} live>
        <p>{result.seq === null ? result.reason : `${words.brokenAt(formatCount(result.seq))} ${result.reason}`}</p>
        <p>{words.brokenAdvice}</p>
      </Notice>
    );
  }
  const { entries, keptFromSeq, seal, unsealed, headHashHex, tookMs } = result;
  if (entries === 0) {
    return (
      <Notice tone="info" live>
        {words.wholeNone}
      </Notice>
    );
  }
  const took = formatTook(tookMs * 1_000);
  return (
    <Notice tone={seal === "other-seed" ? "warn" : "ok"} title={words.wholeTitle(formatCount(entries))} live>
      <p>
        {words.seals[seal]} {unsealed > 0 && words.unsealed(formatCount(unsealed))}{" "}
        {keptFromSeq !== null && words.keptFrom(formatCount(keptFromSeq))}{" "}
        {words.tookText(`${took.value} ${took.unit}`)}
      </p>
      <p className="text-sm text-ink-2">
        <span className="font-mono" title={headHashHex}>
          {shortenHash(headHashHex)}
        </span>
      </p>
    </Notice>
  );
}
