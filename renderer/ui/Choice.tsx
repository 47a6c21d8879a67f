/** One of a few: radio buttons drawn as rows with a title and a note. */
import { type ReactNode, useId } from "react";

interface ChoiceOption<T extends string> {
  readonly value: T;
  readonly title: string;
  readonly note: ReactNode;
  readonly disabled?: boolean;
}

interface ChoiceProps<T extends string> {
  readonly legend: string;
  readonly options: readonly ChoiceOption<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** Side by side where there is room; 2 if not given. */
  readonly columns?: 2 | 3;
}

export function Choice<T extends string>({ legend, options, value, onChange, columns = 2 }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className={`grid gap-2 ${columns === 3 ? "sm:grid-cols-3" : "sm:grid-cols-2"}`}>
        {options.map((option) => (
          <label
            key={option.value}
            className="flex items-start gap-3 rounded-md border border-line-strong bg-raised px-3.5 py-3 transition-colors duration-120 hover:border-control has-checked:border-accent has-checked:bg-accent-soft has-disabled:opacity-55 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              disabled={option.disabled === true}
              onChange={() => onChange(option.value)}
              className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
            />
            <span>
              <span className="block font-medium">{option.title}</span>
              <span className="block text-ink-2">{option.note}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
