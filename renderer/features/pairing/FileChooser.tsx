/** Files that were given, one line each, and the button to choose some. Dropping is the business of the form around it. */
import { FileText, FolderOpen, X } from "lucide-react";
import { useRef } from "react";
import { Button } from "../../ui/Button";
import { filesWords as words } from "../../words/pairing";

interface FileChooserProps {
  readonly files: readonly File[];
  readonly onAdd: (files: readonly File[]) => void;
  readonly onRemove: (index: number) => void;
}

export function FileChooser({ files, onAdd, onRemove }: FileChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="space-y-2">
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 text-ink-2">{words.drop}</p>
        <Button icon={<FolderOpen aria-hidden className="size-4" />} onClick={() => input.current?.click()}>
          {words.choose}
        </Button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={words.choose}
          onChange={(event) => {
            onAdd([...(event.target.files ?? [])]);
            // The same file may be chosen again after it was changed.
            event.target.value = "";
          }}
        />
      </div>
      {files.length > 0 && (
        <ul aria-label={words.given} className="divide-y divide-line rounded-md border border-line bg-panel">
          {files.map((file, index) => (
            // Two files may have the same name.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={index} className="flex items-center gap-2.5 py-1 pr-1 pl-3">
              <FileText aria-hidden className="size-4 shrink-0 text-ink-3" />
              <span className="min-w-0 flex-1 truncate">{file.name}</span>
              <Button look="quiet" size="small" aria-label={words.remove(file.name)} onClick={() => onRemove(index)}>
                <X aria-hidden className="size-4" />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
