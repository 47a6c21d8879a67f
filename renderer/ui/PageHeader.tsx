/** The page's one sentence. */
import type { ReactNode } from "react";

interface PageHeaderProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
}

export function PageHeader({ title, lead, aside }: PageHeaderProps) {
  return (
    <header className="flex items-end gap-4">
      <div className="min-w-0 flex-1">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {lead !== undefined && <p className="text-ink-2">{lead}</p>}
      </div>
      {aside !== undefined && <div className="text-ink-3">{aside}</div>}
    </header>
  );
}
