/** Key families that apps beside lnd may use. */
import { X } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Field } from "../../ui/Field";
import { familyWords as words } from "../../words/guard";
import type { TabProps } from "./GuardPage";
import { withFamilies } from "./guardDraft";

/** lnd's own families end at 9. */
const lowest = 10;
const highest = 255;

export function AppFamilies({ view, draft, onDraft }: TabProps) {
  const [text, setText] = useState("");
  const [isWrong, setIsWrong] = useState(false);
  const families = draft.appFamilies ?? view.appFamilies;
  const add = () => {
    const family = /^\d{1,3}$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (!(family >= lowest && family <= highest)) return setIsWrong(true);
    if (!families.includes(family))
      onDraft(
        withFamilies(
          view,
          draft,
          [...families, family].sort((a, b) => a - b),
        ),
      );
    setText("");
  };
  return (
    <Card title={words.title}>
      <div className="space-y-3.5 px-4 py-3.5">
        <p className="text-ink-2">{words.note}</p>
        {families.length === 0 ? (
          <p className="text-ink-3">{words.empty}</p>
        ) : (
          <ul className="flex flex-wrap gap-2">
            {families.map((family) => (
              <li
                key={family}
                className="flex items-center gap-1 rounded-sm border border-line bg-sunk py-1 pr-1 pl-2.5"
              >
                <span className="font-mono">{family}</span>
                {words.known[family] !== undefined && <span className="text-ink-2">{words.known[family]}</span>}
                <button
                  type="button"
                  aria-label={words.remove(family)}
                  onClick={() =>
                    onDraft(
                      withFamilies(
                        view,
                        draft,
                        families.filter((known) => known !== family),
                      ),
                    )
                  }
                  className="grid size-6 place-items-center rounded-sm text-ink-3 hover:bg-panel hover:text-ink"
                >
                  <X aria-hidden className="size-3.5" />
                </button>
              </li>
            ))}
          </ul>
        )}
        <form
          className="flex items-start gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <div className="w-72">
            <Field
              label={words.label}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setIsWrong(false);
              }}
              error={isWrong ? words.wrong : undefined}
              inputMode="numeric"
              autoComplete="off"
              maxLength={3}
            />
          </div>
          <Button type="submit" className="mt-[1.6rem]" disabled={text.trim() === ""}>
            {words.add}
          </Button>
        </form>
      </div>
    </Card>
  );
}
