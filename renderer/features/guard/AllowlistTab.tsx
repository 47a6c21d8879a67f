/** To whom money goes without a question. */
import { BookUser, X } from "lucide-react";
import { useState } from "react";
import type { AllowlistEntry } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { groupAddress } from "../../format";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Field } from "../../ui/Field";
import { allowlistWords as words } from "../../words/guard";
import type { TabProps } from "./GuardPage";
import { withAllowlist } from "./guardDraft";

export function AllowlistTab({ view, draft, onDraft }: TabProps) {
  const entries = draft.allowlist ?? view.allowlist;
  const inForce = new Set(view.allowlist.map(({ id }) => id));
  return (
    <div className="space-y-5">
      <p className="text-ink-2">{words.lead}</p>
      <Card>
        {entries.length === 0 ? (
          <Empty icon={BookUser} title={words.empty} note={words.emptyNote} />
        ) : (
          <ul className="divide-y divide-line">
            {entries.map((entry) => (
              <Entry
                key={entry.id}
                entry={entry}
                isNew={!inForce.has(entry.id)}
                onRemove={() =>
                  onDraft(
                    withAllowlist(
                      view,
                      draft,
                      entries.filter(({ id }) => id !== entry.id),
                    ),
                  )
                }
              />
            ))}
          </ul>
        )}
      </Card>
      <AddForm entries={entries} onAdd={(entry) => onDraft(withAllowlist(view, draft, [...entries, entry]))} />
    </div>
  );
}

interface EntryProps {
  readonly entry: AllowlistEntry;
  readonly isNew: boolean;
  readonly onRemove: () => void;
}

function Entry({ entry, isNew, onRemove }: EntryProps) {
  const name = entry.label === "" ? words.unnamed : entry.label;
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <div className="min-w-0 flex-1 space-y-0.5">
        <p className="flex flex-wrap items-center gap-2">
          <span className={entry.label === "" ? "text-ink-3" : "font-medium"}>{name}</span>
          {entry.kind === "descriptor" && <Badge tone="info">{words.kinds.descriptor}</Badge>}
          {isNew && <Badge tone="warn">{words.isNew}</Badge>}
        </p>
        <p className="font-mono break-all text-ink-2 select-text">
          {entry.kind === "address" ? groupAddress(entry.text) : entry.text}
        </p>
      </div>
      <button
        type="button"
        aria-label={words.remove(name)}
        onClick={onRemove}
        className="grid size-8 shrink-0 place-items-center rounded-sm text-ink-3 hover:bg-sunk hover:text-ink"
      >
        <X aria-hidden className="size-4" />
      </button>
    </li>
  );
}

interface AddFormProps {
  readonly entries: readonly AllowlistEntry[];
  readonly onAdd: (entry: AllowlistEntry) => void;
}

function AddForm({ entries, onAdd }: AddFormProps) {
  const [text, setText] = useState("");
  const [label, setLabel] = useState("");
  const [complaint, setComplaint] = useState<string | null>(null);
  const check = useCall("allowlist.check");
  const submit = async () => {
    const reply = await check.run({ text: text.trim() });
    if (!reply.ok) return;
    const found = reply.value;
    if (!found.ok) return setComplaint(found.error);
    if (entries.some((entry) => entry.text === found.text)) return setComplaint(words.known);
    const name = label.trim() === "" ? (found.label ?? "") : label.trim();
    onAdd({ id: crypto.randomUUID(), label: name.slice(0, 60), kind: found.kind, text: found.text });
    setText("");
    setLabel("");
  };
  return (
    <Card title={words.add}>
      <form
        className="grid grid-cols-[1fr_12rem] gap-3 px-4 py-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field
          label={words.text}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setComplaint(null);
            check.clear();
          }}
          error={complaint ?? undefined}
          hint={words.textHint}
          autoComplete="off"
          spellCheck={false}
          maxLength={2_000}
        />
        <Field
          label={words.label}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
          hint={words.labelHint}
          autoComplete="off"
          maxLength={60}
        />
        <div className="col-span-2 flex items-center justify-end gap-3">
          <ErrorNotice error={check.error} />
          <Button type="submit" busy={check.busy} disabled={text.trim() === ""}>
            {words.check}
          </Button>
        </div>
      </form>
    </Card>
  );
}
