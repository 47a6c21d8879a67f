/** Before anything is known: the mark, and what is being waited for; or why nothing came. */
import { useState } from "react";
import type { WireError } from "../../../preload/contract/errors";
import { readSnapshot } from "../../stores/connect";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Mark } from "../../ui/Mark";
import { commonWords } from "../../words/common";
import { shellWords } from "../../words/shell";

interface LoadingScreenProps {
  readonly error: WireError | null;
  readonly isReadingSeed?: boolean;
}

export function LoadingScreen({ error, isReadingSeed = false }: LoadingScreenProps) {
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    await readSnapshot();
    setBusy(false);
  };
  return (
    <main className="grid h-full place-items-center p-8">
      {error === null ? (
        <div role="status" className="flex flex-col items-center gap-4 text-ink-2">
          <Mark size={44} />
          <h1>{isReadingSeed ? shellWords.loadingSeed : shellWords.loading}</h1>
          <span aria-hidden className="h-0.5 w-24 overflow-hidden rounded-full bg-line">
            <span className="block h-full w-1/3 animate-sweep rounded-full bg-accent" />
          </span>
        </div>
      ) : (
        <div className="w-full max-w-md space-y-4">
          <Mark size={44} />
          <h1 className="text-xl font-semibold tracking-tight">{shellWords.loadFailedTitle}</h1>
          <ErrorNotice error={error} />
          <p className="text-ink-2">{shellWords.loadFailedHint}</p>
          <Button look="primary" busy={busy} onClick={retry}>
            {commonWords.retry}
          </Button>
        </div>
      )}
    </main>
  );
}
