/**
 * The root key of a new node, on a screen of its own. It lives in this component's state alone and goes with it; it
 * cannot be selected, and copying goes through the main process, which empties the clipboard again.
 */
import { useEffect, useState } from "react";
import { call } from "../../bridge";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { initialFocus } from "../../ui/focus";
import { kitWords as words } from "../../words/kit";

interface RootKeyDialogProps {
  readonly rootKeyHex: string;
  readonly onDone: () => void;
}

export function RootKeyDialog({ rootKeyHex, onDone }: RootKeyDialogProps) {
  const [copiedSeconds, setCopiedSeconds] = useState<number | null>(null);
  // Also when the window is locked or the page is left.
  useEffect(() => () => void call("kit.forgetRootKey", {}), []);
  const copy = async () => {
    const reply = await call("kit.copyRootKey", {});
    if (reply.ok) setCopiedSeconds(reply.value.clearsAfterMs / 1_000);
    else showToast("bad", reply.error.message);
  };
  return (
    <Dialog
      title={words.rootKeyDialog}
      // Escape would lose what cannot be shown again.
      onClose={() => undefined}
      footer={
        <>
          <Button {...initialFocus} onClick={copy}>
            {words.rootKeyCopy}
          </Button>
          <Button look="primary" onClick={onDone}>
            {words.rootKeyDone}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <p className="text-ink-2">{words.rootKeyNote}</p>
        <p className="grid grid-cols-4 gap-x-4 gap-y-1 rounded-md border border-line bg-sunk px-4 py-3 text-center font-mono text-lg select-none">
          {(rootKeyHex.match(/.{4}/g) ?? []).map((group, index) => (
            // Groups may be equal.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <span key={index}>{group}</span>
          ))}
        </p>
        <p role="status" className="text-ink-2">
          {copiedSeconds === null ? words.rootKeyKeep : words.rootKeyCopied(copiedSeconds)}
        </p>
      </div>
    </Dialog>
  );
}
