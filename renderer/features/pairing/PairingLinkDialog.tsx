/** A pairing link was opened somewhere on this computer. It becomes a draft to look at, or nothing. */
import { call, useCall } from "../../bridge";
import { reviewStore } from "../../stores/review";
import { goTo } from "../../stores/route";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { initialFocus } from "../../ui/focus";
import { linkWords as words } from "../../words/pairing";

export function PairingLinkDialog() {
  const review = useCall("pairing.reviewLink");
  const discard = () => void call("pairing.discard", {});
  const look = async () => {
    const reply = await review.run({});
    if (!reply.ok) return;
    reviewStore.set(reply.value);
    goTo("pair");
  };
  return (
    <Dialog
      title={words.title}
      onClose={discard}
      footer={
        <>
          <Button {...initialFocus} onClick={discard}>
            {words.discard}
          </Button>
          <Button look="primary" busy={review.busy} onClick={look}>
            {words.look}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <p className="text-ink-2">{words.text}</p>
        <ErrorNotice error={review.error} />
      </div>
    </Dialog>
  );
}
