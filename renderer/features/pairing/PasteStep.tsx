/** One big input for the connection text, room for files, and where to get either. */
import { FlaskConical } from "lucide-react";
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
import { filesWords, pairingWords as words } from "../../words/pairing";
import { KitLinks } from "../kit/KitLinks";
import { FileChooser } from "./FileChooser";
import { addFiles, readAll } from "./givenFiles";

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
  const [files, setFiles] = useState<readonly File[]>([]);
  const [isOver, setIsOver] = useState(false);
  const reviewText = useCall("pairing.review");
  const reviewFiles = useCall("pairing.reviewFiles");
  const error = reviewText.error ?? reviewFiles.error;
  useEffect(() => {
    const element = text.current;
    element?.focus();
    return () => clearSecret(element);
  }, []);
  const change = () => {
    setRefused([]);
    reviewText.clear();
    reviewFiles.clear();
  };
  const add = (added: readonly File[]) => {
    if (added.length === 0) return;
    const { files: all, leftOut } = addFiles(files, added);
    setFiles(all);
    change();
    if (leftOut) showToast("bad", filesWords.leftOut);
  };
  const submit = async () => {
    const given = text.current?.value ?? "";
    const read = await readAll(files).catch(() => null);
    if (read === null) {
      setFiles([]);
      showToast("bad", filesWords.gone);
      return;
    }
    const reply = await (read.length === 0
      ? reviewText.run({ text: given })
      : reviewFiles.run({ text: given, files: read }));
    const field = text.current;
    if (!reply.ok) {
      field?.focus();
    } else if (hasSomethingToReview(reply.value)) {
      clearSecret(field);
      onReview(reply.value);
    } else {
      setRefused(reply.value.findings);
      if (reply.value.findings.some(({ tag }) => secretTags.has(tag))) {
        clearSecret(field);
        setFiles([]);
        showToast("ok", words.secretCleared);
      }
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
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          setIsOver(false);
          // Text that is dropped goes where texts go.
          if (event.dataTransfer.files.length === 0) return;
          event.preventDefault();
          add([...event.dataTransfer.files]);
        }}
        onPaste={(event) => {
          if (event.clipboardData.files.length === 0) return;
          event.preventDefault();
          add([...event.clipboardData.files]);
        }}
      >
        <div className="space-y-2">
          <h1 className="text-2xl font-semibold tracking-tight">{isFirstNode ? words.title : words.titleAgain}</h1>
          <p className="text-lg text-ink-2">{isFirstNode ? words.lead : words.leadAgain}</p>
        </div>
        <div className="space-y-3">
          <label htmlFor="connection-text" className={files.length === 0 ? "sr-only" : "block font-medium"}>
            {files.length === 0 ? words.paste : filesWords.address}
          </label>
          <textarea
            ref={text}
            id="connection-text"
            required={files.length === 0}
            rows={files.length === 0 ? 5 : 2}
            maxLength={65_536}
            placeholder={files.length === 0 ? words.pastePlaceholder : filesWords.addressPlaceholder}
            autoComplete="off"
            autoCorrect="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-invalid={error !== null || refused.length > 0}
            onChange={change}
            className={`${inputLook} resize-none rounded-lg bg-panel px-4 py-3 font-mono leading-relaxed break-all shadow-lift ${isOver ? "border-accent bg-accent-soft" : ""}`}
          />
          <FileChooser
            files={files}
            onAdd={add}
            onRemove={(removed) => setFiles(files.filter((_, index) => index !== removed))}
          />
        </div>
        <ErrorNotice error={error} />
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
          <Button look="primary" size="large" type="submit" busy={reviewText.busy || reviewFiles.busy}>
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
        <KitLinks pages={isFirstNode ? ["kit", "migrate", "conf"] : ["conf"]} />
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
