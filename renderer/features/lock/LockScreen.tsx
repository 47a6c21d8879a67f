/** The window is locked; whether signing goes on stands in the first line. */
import { Lock } from "lucide-react";
import { useRef } from "react";
import type { AppSnapshot } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { focusOnMount } from "../../ui/focus";
import { clearSecret, SecretField } from "../../ui/SecretField";
import { lockWords as words } from "../../words/lock";
import { shellWords } from "../../words/shell";
import { DoorFrame } from "./DoorFrame";

interface LockScreenProps {
  readonly snapshot: AppSnapshot;
  readonly hasPassphrase: boolean;
}

export function LockScreen({ snapshot, hasPassphrase }: LockScreenProps) {
  const passphrase = useRef<HTMLInputElement>(null);
  const unlock = useCall("keystore.unlock");
  const submit = async () => {
    await unlock.run({ passphrase: passphrase.current?.value ?? "" });
    clearSecret(passphrase.current);
    passphrase.current?.focus();
  };
  const { tone, text } = stateLine(snapshot);
  return (
    <DoorFrame icon={Lock} title={words.title} lead={<StateLine tone={tone} text={text} />}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {hasPassphrase ? (
          <SecretField label={words.passphrase} input={passphrase} startsFocused />
        ) : (
          <p className="text-center text-sm text-ink-3">{words.noPassphrase}</p>
        )}
        <ErrorNotice error={unlock.error} />
        <Button
          look="primary"
          size="large"
          type="submit"
          busy={unlock.busy}
          ref={hasPassphrase ? null : focusOnMount}
          className="w-full"
        >
          {words.unlock}
        </Button>
      </form>
    </DoorFrame>
  );
}

function StateLine({ tone, text }: { readonly tone: string; readonly text: string }) {
  return (
    <span className="inline-flex items-baseline gap-2">
      <span aria-hidden className={`size-2 shrink-0 rounded-full ${tone}`} />
      {text}
    </span>
  );
}

function stateLine({ settings, node, link, practice }: AppSnapshot): { tone: string; text: string } {
  if (node === null) return { tone: "bg-control", text: practice ? shellWords.practiceRibbon : words.idle };
  if (!settings.signWhileLocked) return { tone: "bg-warn", text: words.refusing };
  if (link.state === "online") return { tone: "bg-accent", text: words.signing(node.name) };
  return { tone: "bg-warn", text: words.notSigning(node.name) };
}
