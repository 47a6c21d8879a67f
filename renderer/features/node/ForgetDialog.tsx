/** Parting from a node, with what follows from it. */
import type { PairedNodeView } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { Button } from "../../ui/Button";
import { Command } from "../../ui/Command";
import { Dialog } from "../../ui/Dialog";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { initialFocus } from "../../ui/focus";
import { commonWords } from "../../words/common";
import { nodeWords as words } from "../../words/node";

interface ForgetDialogProps {
  readonly node: PairedNodeView;
  readonly onClose: () => void;
}

export function ForgetDialog({ node, onClose }: ForgetDialogProps) {
  const forget = useCall("pairing.forget");
  const confirm = async () => {
    const reply = await forget.run({});
    if (reply.ok) onClose();
  };
  const rootKeyId = node.macaroon?.rootKeyId;
  return (
    <Dialog
      title={words.forgetAsk(node.name)}
      onClose={onClose}
      footer={
        <>
          <Button {...initialFocus} onClick={onClose}>
            {commonWords.cancel}
          </Button>
          <Button look="danger" busy={forget.busy} onClick={confirm}>
            {words.forgetConfirm}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <ul className="list-disc space-y-1.5 pl-4 text-ink-2 marker:text-ink-3">
          {words.forgetConsequences.map((consequence) => (
            <li key={consequence}>{consequence}</li>
          ))}
        </ul>
        {rootKeyId !== undefined && rootKeyId !== "0" && (
          <div className="space-y-1.5">
            <p className="text-ink-2">{words.forgetAfter}</p>
            <Command text={`lncli deletemacaroonid ${rootKeyId}`} name={words.forgetAfter} />
          </div>
        )}
        <ErrorNotice error={forget.error} />
      </div>
    </Dialog>
  );
}
