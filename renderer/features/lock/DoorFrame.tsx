/** The frame of closed doors: one icon, one sentence, one thing to do. */
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Mark } from "../../ui/Mark";
import { commonWords } from "../../words/common";

interface DoorFrameProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly lead: ReactNode;
  readonly wide?: boolean;
  /** Something waits for the person. */
  readonly isTrouble?: boolean;
  readonly children: ReactNode;
}

export function DoorFrame({ icon: Icon, title, lead, wide = false, isTrouble = false, children }: DoorFrameProps) {
  return (
    <div className="flex h-full flex-col overflow-y-auto">
      <header className="flex items-center gap-2.5 px-7 py-5 text-lg font-semibold tracking-tight">
        <Mark />
        {commonWords.appName}
      </header>
      <main className={`m-auto w-full space-y-7 px-7 pt-2 pb-20 ${wide ? "max-w-lg" : "max-w-sm"}`}>
        <div className="flex flex-col items-center gap-2 text-center">
          <span
            className={`mb-2 grid size-14 place-items-center rounded-full ${isTrouble ? "bg-warn-soft text-warn" : "bg-accent-soft text-accent"}`}
          >
            <Icon aria-hidden className="size-6" strokeWidth={1.75} />
          </span>
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          <div className="text-lg text-ink-2">{lead}</div>
        </div>
        {children}
      </main>
    </div>
  );
}
