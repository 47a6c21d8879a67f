/** What a call answered when it said no: the main process's own sentence, and the reference if there is one. */
import type { WireError } from "../../preload/contract/errors";
import { commonWords } from "../words/common";
import { waitWords } from "../words/lock";
import { Notice } from "./Notice";

export function ErrorNotice({ error }: { readonly error: WireError | null }) {
  if (error === null) return null;
  const text = error.code === "TOO_MANY_ATTEMPTS" && error.at !== undefined ? waitWords(error.at) : error.message;
  return (
    <Notice tone="bad" live>
      <p className="break-words">{text}</p>
      {error.ref !== undefined && <p className="text-sm text-ink-2">{commonWords.reference(error.ref)}</p>}
    </Notice>
  );
}
