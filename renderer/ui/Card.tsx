/** A surface with a hairline, optionally with a heading. */
import type { ReactNode } from "react";

interface CardProps {
  readonly title?: string;
  /** One sentence under the heading. */
  readonly note?: string | undefined;
  /** Stands at the right of the heading. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Card({ title, note, aside, className = "", children }: CardProps) {
  return (
    <section className={`rounded-lg border border-line bg-panel shadow-lift ${className}`} aria-label={title}>
      {title !== undefined && (
        <header className="flex min-h-12 items-center gap-3 border-b border-line px-4 py-2">
          <div className="flex-1">
            <h2 className="font-semibold">{title}</h2>
            {note !== undefined && <p className="text-ink-2">{note}</p>}
          </div>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}
