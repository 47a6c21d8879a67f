/** The frame of every screen before the app is set up: mark, steps, one column. */
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Mark } from "../../ui/Mark";
import { commonWords } from "../../words/common";
import { stepWords } from "../../words/firstRun";

const steps = ["seed", "protection", "backup", "node"] as const;
type SetupStep = (typeof steps)[number];

interface SetupFrameProps {
  readonly step?: SetupStep;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

export function SetupFrame({ step, wide = false, children }: SetupFrameProps) {
  return (
    <div className="flex h-full flex-col overflow-y-auto">
      <header className="flex items-center justify-between px-7 py-5">
        <div className="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
          <Mark />
          {commonWords.appName}
        </div>
        {step !== undefined && <Steps current={step} />}
      </header>
      <main className={`m-auto w-full px-7 pt-2 pb-12 ${wide ? "max-w-4xl" : "max-w-xl"}`}>{children}</main>
    </div>
  );
}

function Steps({ current }: { readonly current: SetupStep }) {
  const reached = steps.indexOf(current);
  return (
    <ol aria-label={stepWords.label} className="flex items-center gap-2 text-sm">
      {steps.map((step, index) => (
        <li
          key={step}
          aria-current={step === current ? "step" : undefined}
          className="flex items-center gap-2 text-ink-3 not-first:before:h-px not-first:before:w-6 not-first:before:bg-line-strong aria-[current=step]:font-semibold aria-[current=step]:text-ink"
        >
          <span
            className={`grid size-5 place-items-center rounded-full text-xs font-semibold ${
              index < reached
                ? "bg-accent-soft text-accent"
                : index === reached
                  ? "bg-accent text-accent-ink"
                  : "bg-sunk text-ink-3"
            }`}
          >
            {index < reached ? <Check aria-hidden className="size-3" strokeWidth={3} /> : index + 1}
          </span>
          {stepWords[step]}
        </li>
      ))}
    </ol>
  );
}
