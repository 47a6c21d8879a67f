/** Compares a hot node's accounts with the seed here, and says green or what is not the same. */
import { FolderOpen } from "lucide-react";
import { useRef, useState } from "react";
import type { Preflight } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Field } from "../../ui/Field";
import { Notice } from "../../ui/Notice";
import { migrationWords as words } from "../../words/kit";

const longestFile = 2_000_000;

export function PreflightForm() {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [nodePubkeyHex, setNodePubkeyHex] = useState("");
  const [result, setResult] = useState<Preflight | null>(null);
  const compare = useCall("migration.preflight");
  const run = async () => {
    if (file === null) return;
    if (file.size > longestFile) return showToast("bad", words.fileTooLong);
    const bytes = await file.arrayBuffer().catch(() => null);
    if (bytes === null) return showToast("bad", words.fileGone);
    const reply = await compare.run({ accounts: new Uint8Array(bytes), nodePubkeyHex });
    setResult(reply.ok ? reply.value : null);
  };
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <Field
        label={words.nodeKey}
        hint={words.nodeKeyHint}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        value={nodePubkeyHex}
        onChange={(event) => setNodePubkeyHex(event.target.value)}
      />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <span className="min-w-0 flex-1 truncate text-ink-2">{file?.name}</span>
        <Button icon={<FolderOpen aria-hidden className="size-4" />} onClick={() => input.current?.click()}>
          {words.choose}
        </Button>
        <Button look="primary" type="submit" busy={compare.busy} disabled={file === null}>
          {words.compare}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={words.choose}
          onChange={(event) => {
            setFile(event.target.files?.[0] ?? null);
            setResult(null);
            event.target.value = "";
          }}
        />
      </div>
      <ErrorNotice error={compare.error} />
      {result !== null && <Verdict result={result} />}
    </form>
  );
}

function Verdict({ result }: { readonly result: Preflight }) {
  const { verdict, matching, expected, text, problems, furtherProblems, notes } = result;
  const isGreen = verdict === "green";
  return (
    <section aria-label={words.preflight} className="space-y-2">
      <Notice tone={isGreen ? "ok" : "bad"} title={isGreen ? words.green(matching) : words.mismatch} live>
        <p>{text}</p>
        {!isGreen && <p className="text-ink-2">{words.counted(matching, expected)}</p>}
      </Notice>
      <ul className="space-y-1.5 px-3.5">
        {problems.map((problem) => (
          <li key={`${problem.tag} ${problem.path}`} className="text-bad">
            {problem.text}
          </li>
        ))}
        {furtherProblems > 0 && <li className="text-bad">{words.further(furtherProblems)}</li>}
        {notes.map((note) => (
          <li key={note.text} className="text-ink-2">
            {note.text}
          </li>
        ))}
      </ul>
    </section>
  );
}
