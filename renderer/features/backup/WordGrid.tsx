/** The words, numbered, in columns read downwards as on paper. Not to be selected, copied or dragged. */
import { backupWords } from "../../words/backup";

const refuse = (event: { preventDefault(): void }) => event.preventDefault();

export function WordGrid({ words }: { readonly words: readonly string[] }) {
  const rows = Math.ceil(words.length / 3);
  return (
    <ol
      aria-label={backupWords.gridLabel}
      onCopy={refuse}
      onCut={refuse}
      onDragStart={refuse}
      onContextMenu={refuse}
      className="grid grid-flow-col grid-cols-3 gap-x-3 gap-y-1.5 rounded-lg border border-line bg-panel p-4 shadow-lift select-none"
      style={{ gridTemplateRows: `repeat(${rows}, auto)` }}
      translate="no"
    >
      {words.map((word, index) => (
        <li
          // The position is what counts, and a word may stand twice.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          className="flex items-baseline gap-3 rounded-sm bg-sunk px-3 py-1.5"
        >
          <span aria-hidden className="w-5 text-right text-sm text-ink-3">
            {index + 1}
          </span>
          <span className="font-mono text-lg">{word}</span>
        </li>
      ))}
    </ol>
  );
}
