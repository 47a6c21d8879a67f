/** A command to run elsewhere, with a copy button. */
import { CopyButton } from "./CopyButton";

export function Command({ text, name }: { readonly text: string; readonly name: string }) {
  return (
    <div className="flex items-start gap-2 rounded-sm border border-line bg-sunk py-1.5 pr-1.5 pl-3">
      <pre className="min-w-0 flex-1 py-0.5 text-sm leading-relaxed wrap-anywhere whitespace-pre-wrap text-ink select-text">
        <code className="font-mono">{text}</code>
      </pre>
      <CopyButton text={text} name={name} />
    </div>
  );
}
