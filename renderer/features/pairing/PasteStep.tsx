/** One big input for the connection text, and where to get it. */
import { FileDown, FlaskConical } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Finding, PairingReview } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { goTo } from "../../stores/route";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { Command } from "../../ui/Command";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { inputLook } from "../../ui/Field";
import { Notice } from "../../ui/Notice";
import { clearSecret } from "../../ui/SecretField";
import { pairingWords as words } from "../../words/pairing";

interface PasteStepProps {
  /** Otherwise the new pairing takes the place of the one there is. */
  readonly isFirstNode: boolean;
  readonly onReview: (review: PairingReview) => void;
  readonly onLater: (() => void) | null;
}

export function PasteStep({ isFirstNode, onReview, onLater }: PasteStepProps) {
  // The text holds a macaroon: it stays in the element and goes with it.
  const text = useRef<HTMLTextAreaElement>(null);
  const [refused, setRefused] = useState<readonly Finding[]>([]);
  const review = useCall("pairing.review");
  useEffect(() => {
    const element = text.current;
    element?.focus();
    return () => clearSecret(element);
  }, []);
  const change = () => {
    setRefused([]);
    review.clear();
  };
  const submit = async () => {
    const reply = await review.run({ text: text.current?.value ?? "" });
    const field = text.current;
    if (!reply.ok) {
      field?.focus();
    } else if (hasSomethingToReview(reply.value)) {
      clearSecret(field);
      onReview(reply.value);
    } else {
      setRefused(reply.value.findings);
      if (reply.value.findings.some(({ tag }) => secretTags.has(tag))) clearSecret(field);
      field?.focus();
    }
  };
  return (
    <div className="space-y-6">
      <form
        className="space-y-6"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className="space-y-2">
          <h1 className="text-2xl font-semibold tracking-tight">{isFirstNode ? words.title : words.titleAgain}</h1>
          <p className="text-lg text-ink-2">{isFirstNode ? words.lead : words.leadAgain}</p>
        </div>
        <div className="space-y-1.5">
          <label htmlFor="connection-text" className="sr-only">
            {words.paste}
          </label>
          <textarea
            ref={text}
            id="connection-text"
            required
            rows={5}
            maxLength={65_536}
            placeholder={words.pastePlaceholder}
            autoComplete="off"
            autoCorrect="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-invalid={review.error !== null || refused.length > 0}
            onChange={change}
            className={`${inputLook} resize-none rounded-lg bg-panel px-4 py-3 font-mono leading-relaxed break-all shadow-lift`}
          />
        </div>
        <ErrorNotice error={review.error} />
        {refused.map(({ tag, message }) => (
          <Notice key={tag} tone="bad" live>
            {message}
          </Notice>
        ))}
        <div className="flex justify-end gap-1">
          {onLater !== null && (
            <Button look="quiet" size="large" onClick={onLater}>
              {words.later}
            </Button>
          )}
          <Button look="primary" size="large" type="submit" busy={review.busy}>
            {words.review}
          </Button>
        </div>
      </form>
      <section className="divide-y divide-line rounded-lg border border-line bg-panel px-5 shadow-lift">
        <div className="space-y-3 py-4">
          <h2 className="font-semibold">{words.howTitle}</h2>
          <p className="text-ink-2">{words.how}</p>
          <Command text={words.command} name={words.howTitle} />
        </div>
        {isFirstNode && <NewNode />}
        {isFirstNode && <Practice />}
      </section>
    </div>
  );
}

/** Findings about a text that should not have been pasted: it does not stay on the screen. */
const secretTags: ReadonlySet<string> = new Set(["looks-like-a-seed", "certificate-is-private-key"]);

/** A text that is no connection string comes back without host, certificate and macaroon. */
function hasSomethingToReview({ host, certificate, macaroon }: PairingReview): boolean {
  return host !== "" || certificate !== null || macaroon !== null;
}

function NewNode() {
  const save = useCall("keystore.saveAccounts");
  const run = async () => {
    const reply = await save.run({});
    if (reply.ok && reply.value.saved) showToast("ok", words.saved);
  };
  return (
    <div className="space-y-2 py-4">
      <div className="flex items-center gap-4">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{words.newNodeTitle}</h2>
          <p className="text-ink-2">{words.newNode}</p>
        </div>
        <Button busy={save.busy} onClick={run} icon={<FileDown aria-hidden className="size-4" />}>
          {words.saveAccounts}
        </Button>
      </div>
      <ErrorNotice error={save.error} />
    </div>
  );
}

function Practice() {
  const practice = useCall("practice.start");
  const run = async () => {
    const reply = await practice.run({});
    if (reply.ok) goTo("home");
  };
  return (
    <div className="space-y-2 py-4">
      <div className="flex items-center gap-4">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{words.practiceTitle}</h2>
          <p className="text-ink-2">{words.practiceNote}</p>
        </div>
        <Button busy={practice.busy} onClick={run} icon={<FlaskConical aria-hidden className="size-4" />}>
          {words.practice}
        </Button>
      </div>
      <ErrorNotice error={practice.error} />
    </div>
  );
}
