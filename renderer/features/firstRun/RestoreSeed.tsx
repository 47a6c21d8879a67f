/**
 * Takes words or a key from the person. The text lives in the input elements alone: it is read once at submit,
 * emptied when the main process has it, and when the screen goes. It stays after a mistake, so it can be mended.
 */
import { Tabs } from "radix-ui";
import { useEffect, useRef, useState } from "react";
import type { CallInput, NetworkName } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { renewPage } from "../../stores/renewal";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { inputLook } from "../../ui/Field";
import { clearSecret, SecretField } from "../../ui/SecretField";
import { commonWords } from "../../words/common";
import { restoreWords as words } from "../../words/firstRun";
import { SetupFrame } from "../shell/SetupFrame";
import { NetworkChoice } from "./NetworkChoice";
import { countWords, wordSpan } from "./seedText";

type SeedFormat = CallInput<"seed.restore">["format"];
const formats: readonly SeedFormat[] = ["aezeed", "bip39", "extended-key"];

export function RestoreSeed({ onBack }: { readonly onBack: () => void }) {
  const [format, setFormat] = useState<SeedFormat>("aezeed");
  const [network, setNetwork] = useState<NetworkName>("mainnet");
  const [count, setCount] = useState(0);
  const text = useRef<HTMLTextAreaElement>(null);
  const passphrase = useRef<HTMLInputElement>(null);
  const restore = useCall("seed.restore");
  const isKey = format === "extended-key";

  useEffect(() => {
    const element = text.current;
    return () => clearSecret(element);
  }, []);

  const leave = () => {
    onBack();
    if (count > 0) void renewPage();
  };
  const choose = (next: string) => {
    const chosen = formats.find((known) => known === next);
    if (chosen === undefined) return;
    setFormat(chosen);
    restore.clear();
  };
  const submit = async () => {
    const field = text.current;
    if (field === null) return;
    const reply = await restore.run({
      format,
      network,
      text: field.value,
      passphrase: isKey ? "" : (passphrase.current?.value ?? ""),
    });
    if (reply.ok) {
      clearSecret(field);
      clearSecret(passphrase.current);
      return;
    }
    field.focus();
    if (isKey || reply.error.at === undefined) return;
    const span = wordSpan(field.value, reply.error.at);
    if (span !== null) field.setSelectionRange(...span);
  };

  return (
    <SetupFrame step="seed">
      <form
        className="space-y-6"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className="space-y-2">
          <h1 className="text-2xl font-semibold tracking-tight">{words.title}</h1>
          <p className="text-lg text-ink-2">
            {words.lead} {words.warnHot}
          </p>
        </div>
        <div className="space-y-5 rounded-lg border border-line bg-panel p-5 shadow-lift">
          <Tabs.Root value={format} onValueChange={choose} className="space-y-4">
            <Tabs.List aria-label={words.formatLabel} className="flex gap-5 border-b border-line">
              {formats.map((known) => (
                <Tabs.Trigger
                  key={known}
                  value={known}
                  className="-mb-px border-b-2 border-transparent pb-2.5 font-medium text-ink-2 transition-colors duration-120 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
                >
                  {words.formats[known].tab}
                </Tabs.Trigger>
              ))}
            </Tabs.List>
            {/* One panel whose inputs stay: what was typed survives a change of format. */}
            <Tabs.Content value={format} className="space-y-4 focus-visible:outline-none">
              <p className="text-ink-2">{words.formats[format].note}</p>
            </Tabs.Content>
          </Tabs.Root>
          <div className="space-y-1.5">
            <div className="flex items-baseline justify-between">
              <label htmlFor="seed-text" className="font-medium">
                {isKey ? words.key : words.words}
              </label>
              {!isKey && (
                <span aria-live="polite" className="text-sm text-ink-3">
                  {words.count(count, words.wanted[format])}
                </span>
              )}
            </div>
            <textarea
              ref={text}
              id="seed-text"
              required
              rows={isKey ? 3 : 4}
              maxLength={4096}
              placeholder={isKey ? words.keyPlaceholder : words.wordsPlaceholder}
              autoComplete="off"
              autoCorrect="off"
              autoCapitalize="none"
              spellCheck={false}
              aria-invalid={restore.error !== null}
              onChange={(event) => {
                setCount(countWords(event.target.value));
                restore.clear();
              }}
              className={`${inputLook} resize-none py-2 font-mono leading-relaxed`}
            />
          </div>
          <ErrorNotice error={restore.error} />
          <div className={isKey ? "" : "grid gap-4 sm:grid-cols-2"}>
            {!isKey && (
              <SecretField
                label={words.passphrase}
                input={passphrase}
                hint={format === "bip39" ? words.passphraseBip39 : words.passphraseAezeed}
              />
            )}
            <NetworkChoice value={network} onChange={setNetwork} />
          </div>
        </div>
        <div className="flex justify-between">
          <Button size="large" onClick={leave}>
            {commonWords.back}
          </Button>
          <Button look="primary" size="large" type="submit" busy={restore.busy}>
            {words.restore}
          </Button>
        </div>
      </form>
    </SetupFrame>
  );
}
