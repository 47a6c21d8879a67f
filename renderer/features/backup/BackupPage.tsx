/** The backup, step by step: unlock, write down, check by typing, done. Words live in this tree's state only. */
import { CircleCheck } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useSnapshot } from "../../stores/app";
import { useRenewalOnLeave } from "../../stores/renewal";
import { goTo } from "../../stores/route";
import { Button } from "../../ui/Button";
import { focusOnMount } from "../../ui/focus";
import { Notice } from "../../ui/Notice";
import { backupWords as words } from "../../words/backup";
import { SetupFrame } from "../shell/SetupFrame";
import { CheckWords } from "./CheckWords";
import { RevealWords } from "./RevealWords";

export function BackupPage({ isSetup = false }: { readonly isSetup?: boolean }) {
  const { keystore } = useSnapshot();
  const renewOnLeave = useRenewalOnLeave();
  const [step, setStep] = useState<"reveal" | "check" | "done">(isSetup ? "reveal" : "check");
  const leave = () => goTo(isSetup ? "setup-node" : "home");
  if (keystore.state !== "open") return null;

  const body = (): ReactNode => {
    if (step === "done") return <Done isSetup={isSetup} onLeave={leave} />;
    if (keystore.backup !== "unchecked") return <Nothing onLeave={leave} />;
    if (step === "reveal") {
      return (
        <RevealWords
          hasPassphrase={keystore.hasPassphrase}
          onShown={renewOnLeave}
          onCheck={() => setStep("check")}
          onLater={leave}
        />
      );
    }
    return (
      <CheckWords
        onTyped={renewOnLeave}
        onShowAgain={() => setStep("reveal")}
        onDone={() => setStep("done")}
        onLater={leave}
      />
    );
  };
  if (isSetup) return <SetupFrame step="backup">{body()}</SetupFrame>;
  return <div className="mx-auto max-w-xl py-4">{body()}</div>;
}

function Done({ isSetup, onLeave }: { readonly isSetup: boolean; readonly onLeave: () => void }) {
  return (
    <div role="status" className="flex flex-col items-center gap-4 py-10 text-center">
      <span className="grid size-14 place-items-center rounded-full bg-accent-soft text-accent">
        <CircleCheck aria-hidden className="size-7" strokeWidth={1.75} />
      </span>
      <h1 className="text-2xl font-semibold tracking-tight">{words.doneTitle}</h1>
      <p className="max-w-md text-lg text-ink-2">{words.doneText}</p>
      <Button look="primary" size="large" ref={focusOnMount} onClick={onLeave}>
        {isSetup ? words.done : words.toHome}
      </Button>
    </div>
  );
}

function Nothing({ onLeave }: { readonly onLeave: () => void }) {
  return (
    <div className="space-y-5">
      <h1 className="text-2xl font-semibold tracking-tight">{words.nothingTitle}</h1>
      <Notice tone="info">{words.nothingText}</Notice>
      <Button look="primary" size="large" onClick={onLeave}>
        {words.done}
      </Button>
    </div>
  );
}
