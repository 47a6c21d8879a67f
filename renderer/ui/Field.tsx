/** A labelled input with hint and error tied to it for screen readers. */
import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from "react";

export const inputLook =
  "w-full rounded-sm border border-control bg-raised px-3 text-ink transition-colors duration-120 hover:border-ink-3 focus-visible:outline-offset-1 disabled:opacity-60 aria-invalid:border-bad";

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** Stands inside the field's right end: a unit, say. */
  readonly suffix?: string;
  readonly ref?: Ref<HTMLInputElement>;
}

export function Field({ label, hint, error, suffix, ref, className = "", ...rest }: FieldProps) {
  const id = useId();
  const described = [hint === undefined ? "" : `${id}-hint`, error === undefined ? "" : `${id}-error`].join(" ").trim();
  return (
    <div className={`space-y-1.5 ${className}`}>
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          {...rest}
          ref={ref}
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={described === "" ? undefined : described}
          className={`${inputLook} h-9 ${suffix === undefined ? "" : "pr-20"}`}
        />
        {suffix !== undefined && (
          <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-ink-3">{suffix}</span>
        )}
      </div>
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-sm font-medium text-bad">
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}
