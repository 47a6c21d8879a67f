/** Saves a guide as text through a dialog of the main process. */
import { FileDown } from "lucide-react";
import type { CallInput } from "../../../preload/contract/types";
import { call } from "../../bridge";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { guideWords as words } from "../../words/kit";

/** @param of null: the guide of the waiting kit */
export function SaveGuide({ of }: { readonly of: CallInput<"guide.save"> | null }) {
  const run = async () => {
    const reply = await (of === null ? call("kit.save", {}) : call("guide.save", of));
    if (!reply.ok) showToast("bad", reply.error.message);
    else if (reply.value.saved) showToast("ok", words.saved);
  };
  return (
    <Button onClick={run} icon={<FileDown aria-hidden className="size-4" />}>
      {words.save}
    </Button>
  );
}
