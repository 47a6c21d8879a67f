/** A surface with a hairline, optionally with a heading. */
import type { ReactNode } from "react";

interface CardProps {
  readonly title?: string;
  /** Stands at the right of the heading. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Card({ title, aside, className = "", children }: CardProps) {
  return (
    <section className={`rounded-lg border border-line bg-panel shadow-lift ${className}`} aria-label={title}>
      {title !== undefined && (
        <header className="flex min-h-12 items-center gap-3 border-b border-line px-4 py-2">
          <h2 className="flex-1 font-semibold">{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}
