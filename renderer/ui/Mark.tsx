/** The app's mark: a tick, and a second one beside it. */

export function Mark({ size = 26 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="shrink-0">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <g fill="none" stroke="var(--accent-ink)" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round">
        <path d="M8.5 17.5l4 4L19 10" />
        <path d="M16.5 20.2l1.2 1.3L24 10" opacity="0.55" />
      </g>
    </svg>
  );
}
