/** The kit for a new watch-only node: made here, used on the node, ended by pairing with it. */
import { KeyRound } from "lucide-react";
import { useEffect, useState } from "react";
import type { KitView } from "../../../preload/contract/types";
import { call, useCall } from "../../bridge";
import { reviewStore } from "../../stores/review";
import { goTo } from "../../stores/route";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Dialog } from "../../ui/Dialog";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { initialFocus } from "../../ui/focus";
import { PageHeader } from "../../ui/PageHeader";
import { commonWords } from "../../words/common";
import { kitWords as words } from "../../words/kit";
import { SaveAccounts } from "../node/SaveAccounts";
import { AddressForm } from "./AddressForm";
import { GuideSteps } from "./GuideSteps";
import { RootKeyDialog } from "./RootKeyDialog";
import { SaveGuide } from "./SaveGuide";

export function KitPage() {
  const [kit, setKit] = useState<KitView | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const view = useCall("kit.view");
  const prepare = useCall("kit.prepare");
  // biome-ignore lint/correctness/useExhaustiveDependencies: reads once, when the page opens
  useEffect(() => {
    void view.run({}).then((reply) => reply.ok && setKit(reply.value.kit));
  }, []);
  const discard = async () => {
    const reply = await call("kit.discard", {});
    if (reply.ok) setKit(null);
    setIsAsking(false);
  };
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <PageHeader
        title={words.title}
        lead={kit === null ? words.lead : words.madeFor(kit.address)}
        aside={
          kit !== null && (
            <div className="flex gap-2">
              <Button look="quiet" onClick={() => setIsAsking(true)}>
                {words.again}
              </Button>
              <SaveGuide of={null} />
            </div>
          )
        }
      />
      <ErrorNotice error={view.error} />
      {kit === null ? (
        <Card>
          <div className="divide-y divide-line px-5">
            <div className="py-5">
              <AddressForm
                start={{ host: "", requestTimeoutMs: 5_000 }}
                submit={words.make}
                busy={prepare.busy}
                error={prepare.error}
                onSubmit={async (given) => {
                  const reply = await prepare.run(given);
                  if (reply.ok) setKit(reply.value.kit);
                }}
              />
            </div>
            <SaveAccounts title={words.accountsOnlyTitle} text={words.accountsText} />
          </div>
        </Card>
      ) : (
        <GuideSteps
          guide={kit.guide}
          extras={{
            start: <SaveAccounts title={words.accountsTitle} text={words.accountsText} />,
            create: <RootKey state={kit.rootKey} onGone={() => setKit({ ...kit, rootKey: "gone" })} />,
            certificate: <PairNow />,
          }}
        />
      )}
      {isAsking && (
        <Dialog
          title={words.againAsk}
          onClose={() => setIsAsking(false)}
          footer={
            <>
              <Button {...initialFocus} onClick={() => setIsAsking(false)}>
                {commonWords.cancel}
              </Button>
              <Button look="danger" onClick={discard}>
                {words.againConfirm}
              </Button>
            </>
          }
        >
          <p className="text-ink-2">{words.againText}</p>
        </Dialog>
      )}
    </div>
  );
}

function RootKey({ state, onGone }: { readonly state: KitView["rootKey"]; readonly onGone: () => void }) {
  const reveal = useCall("kit.revealRootKey");
  const [rootKeyHex, setRootKeyHex] = useState<string | null>(null);
  const show = async () => {
    const reply = await reveal.run({});
    if (reply.ok) setRootKeyHex(reply.value.rootKeyHex);
  };
  return (
    <div className="space-y-2">
      <div className="flex items-center gap-4">
        <div className="min-w-0 flex-1">
          <h3 className="font-medium">{words.rootKeyTitle}</h3>
          <p className="text-ink-2">{state === "unseen" ? words.rootKeyUnseen : words.rootKeyGone}</p>
        </div>
        {state === "unseen" && (
          <Button look="primary" busy={reveal.busy} onClick={show} icon={<KeyRound aria-hidden className="size-4" />}>
            {words.rootKeyShow}
          </Button>
        )}
      </div>
      <ErrorNotice error={reveal.error} />
      {rootKeyHex !== null && (
        <RootKeyDialog
          rootKeyHex={rootKeyHex}
          onDone={() => {
            setRootKeyHex(null);
            onGone();
          }}
        />
      )}
    </div>
  );
}

function PairNow() {
  const review = useCall("kit.review");
  const run = async () => {
    const reply = await review.run({});
    if (!reply.ok) return;
    reviewStore.set(reply.value);
    goTo("pair");
  };
  return (
    <div className="space-y-2">
      <div className="flex items-center gap-4">
        <div className="min-w-0 flex-1">
          <h3 className="font-medium">{words.pairTitle}</h3>
          <p className="text-ink-2">{words.pairText}</p>
        </div>
        <Button look="primary" busy={review.busy} onClick={run}>
          {words.pair}
        </Button>
      </div>
      <ErrorNotice error={review.error} />
    </div>
  );
}
