/** A guide, one step after the other, with its lines to copy. */
import type { ReactNode } from "react";
import type { Guide } from "../../../preload/contract/types";
import { Badge } from "../../ui/Badge";
import { Command } from "../../ui/Command";
import { Notice } from "../../ui/Notice";
import { guideWords as words } from "../../words/kit";

interface GuideStepsProps {
  readonly guide: Guide;
  /** What this app does itself at a step, by the step's tag. */
  readonly extras?: Readonly<Record<string, ReactNode>>;
}

export function GuideSteps({ guide, extras = {} }: GuideStepsProps) {
  return (
    <ol aria-label={words.steps} className="space-y-4">
      {guide.steps.map((step, index) => (
        <li key={step.tag} className="flex gap-4 rounded-lg border border-line bg-panel p-4 shadow-lift mid:p-5">
          <span
            aria-hidden
            className="mt-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-full bg-sunk text-sm font-semibold text-ink-2 tabular-nums"
          >
            {index + 1}
          </span>
          <div className="min-w-0 flex-1 space-y-3">
            <div className="space-y-1">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <h2 className="font-semibold">{step.title}</h2>
                <Badge tone={step.where === "signer" ? "ok" : "neutral"}>{words.where[step.where]}</Badge>
              </div>
              <p className="max-w-prose text-ink-2">{step.text}</p>
            </div>
            {step.caution !== null && <Notice tone="warn">{step.caution}</Notice>}
            {step.blocks.map((block) => (
              <div key={block.name} className="space-y-1">
                <p className="text-sm text-ink-3">{block.name}</p>
                <Command text={block.text} name={block.name} />
              </div>
            ))}
            {extras[step.tag]}
          </div>
        </li>
      ))}
    </ol>
  );
}
