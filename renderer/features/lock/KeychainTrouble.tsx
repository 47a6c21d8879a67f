/** The keychain does not serve. Each way has its own words; none of them looks like a fresh installation. */
import { CircleHelp, Hourglass, KeyRound, Lock, type LucideIcon, Unplug } from "lucide-react";
import type { KeystoreView } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { setupStore } from "../../stores/setup";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { troubleWords } from "../../words/lock";
import { DoorFrame } from "./DoorFrame";
import { EraseUnopened } from "./EraseUnopened";

type Trouble = Extract<KeystoreView, { state: "trouble" }>;

const icons: Record<Trouble["trouble"], LucideIcon> = {
  absent: Unplug,
  locked: Lock,
  hanging: Hourglass,
  failed: CircleHelp,
  lost: KeyRound,
};

export function KeychainTrouble({ view }: { readonly view: Trouble }) {
  const retry = useCall("keystore.retry");
  const { title, lead, steps } = troubleWords[view.trouble];
  return (
    <DoorFrame wide isTrouble icon={icons[view.trouble]} title={title} lead={lead}>
      <div className="space-y-5">
        <ul className="divide-y divide-line rounded-lg border border-line bg-panel px-5 shadow-lift">
          {steps.map((step) => (
            <li key={step} className="py-3">
              {step}
            </li>
          ))}
        </ul>
        <ErrorNotice error={retry.error} />
        <div className="flex justify-center gap-2">
          {view.trouble === "absent" && (
            <Button size="large" onClick={() => setupStore.set({ useFileStore: true })}>
              {troubleWords.absent.useFile}
            </Button>
          )}
          {view.trouble === "lost" && <EraseUnopened reason="lost" />}
          <Button look="primary" size="large" busy={retry.busy} onClick={() => retry.run({})}>
            {retry.busy ? troubleWords.retrying : troubleWords.retry}
          </Button>
        </div>
        {view.detail !== "" && (
          <details className="text-sm text-ink-3">
            <summary className="mx-auto w-fit rounded-sm px-2 py-1">{troubleWords.said}</summary>
            <p className="mt-2 rounded-sm bg-sunk px-3 py-2 font-mono break-words text-ink-2 select-text">
              {view.detail}
            </p>
          </details>
        )}
      </div>
    </DoorFrame>
  );
}
