/** What stands where nothing is yet: an icon, a sentence, and if there is one, the next step. */
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly note: string;
  readonly action?: ReactNode;
}

export function Empty({ icon: Icon, title, note, action }: EmptyProps) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-1 px-6 py-10 text-center">
      <span className="mb-2 grid size-10 place-items-center rounded-full bg-sunk text-ink-3">
        <Icon aria-hidden className="size-5" strokeWidth={1.75} />
      </span>
      <p className="font-semibold">{title}</p>
      <p className="max-w-72 text-ink-2">{note}</p>
      {action !== undefined && <div className="mt-3">{action}</div>}
    </div>
  );
}
