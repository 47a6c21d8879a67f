/** On or off, with its name and what it means. */
import { Switch } from "radix-ui";
import { useId } from "react";

interface ToggleProps {
  readonly title: string;
  readonly note: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Toggle({ title, note, checked, onChange }: ToggleProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="block font-medium">
          {title}
        </label>
        <p id={`${id}-note`} className="text-ink-2">
          {note}
        </p>
      </div>
      <Switch.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        aria-describedby={`${id}-note`}
        className="h-6 w-10 shrink-0 rounded-full border border-control bg-sunk transition-colors duration-150 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Switch.Thumb className="block size-4 translate-x-[3px] rounded-full bg-control transition-transform duration-150 data-[state=checked]:translate-x-[19px] data-[state=checked]:bg-accent-ink" />
      </Switch.Root>
    </div>
  );
}
