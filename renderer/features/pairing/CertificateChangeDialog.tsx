/** The node shows another certificate than the pinned one: both side by side. Only a compared one is ever accepted. */
import { useEffect, useState } from "react";
import type { CertificateView, InspectedCertificate } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { fingerprintBytes, formatDate } from "../../format";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { Command } from "../../ui/Command";
import { Dialog } from "../../ui/Dialog";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Facts } from "../../ui/Facts";
import { initialFocus } from "../../ui/focus";
import { Notice } from "../../ui/Notice";
import { commonWords } from "../../words/common";
import { certificateWords, certificateChangeWords as words } from "../../words/pairing";

interface CertificateChangeDialogProps {
  readonly nodeName: string;
  readonly onClose: () => void;
}

export function CertificateChangeDialog({ nodeName, onClose }: CertificateChangeDialogProps) {
  const [shown, setShown] = useState<InspectedCertificate | null>(null);
  const [isCompared, setIsCompared] = useState(false);
  const inspect = useCall("pairing.inspectCertificate");
  const accept = useCall("pairing.acceptCertificate");
  const look = async () => {
    setIsCompared(false);
    const reply = await inspect.run({});
    if (reply.ok) setShown(reply.value);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks the node once, when the dialog opens
  useEffect(() => void look(), []);
  const trust = async () => {
    if (shown === null) return;
    const reply = await accept.run({ fingerprintHex: shown.presented.fingerprintHex });
    if (!reply.ok) return;
    showToast("ok", words.accepted(nodeName));
    onClose();
  };
  const isSame = shown?.pinned.fingerprintHex === shown?.presented.fingerprintHex;
  return (
    <Dialog
      title={words.title(nodeName)}
      shape="wide"
      onClose={onClose}
      footer={
        <>
          <Button {...initialFocus} onClick={onClose}>
            {commonWords.cancel}
          </Button>
          {shown === null || isSame ? (
            <Button busy={inspect.busy} onClick={look}>
              {words.again}
            </Button>
          ) : (
            <Button look="primary" busy={accept.busy} disabled={!isCompared} onClick={trust}>
              {words.accept}
            </Button>
          )}
        </>
      }
    >
      <div className="space-y-4">
        {shown === null && <p className="text-ink-2">{inspect.busy ? words.asking : words.lead}</p>}
        {shown !== null && isSame && <Notice tone="ok">{words.same}</Notice>}
        {shown !== null && !isSame && (
          <>
            <p className="text-ink-2">{words.lead}</p>
            <div className="grid gap-3 sm:grid-cols-2">
              <Side title={words.pinned} certificate={shown.pinned} other={shown.presented} />
              <Side title={words.presented(shown.address)} certificate={shown.presented} other={shown.pinned} />
            </div>
            <div className="space-y-1.5">
              <p className="text-ink-3">{words.compare}</p>
              <Command text={certificateWords.compareCommand} name={words.compare} />
            </div>
            <label className="flex items-start gap-2.5 font-medium">
              <input
                type="checkbox"
                checked={isCompared}
                onChange={(event) => setIsCompared(event.target.checked)}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              {words.compared}
            </label>
          </>
        )}
        <ErrorNotice error={inspect.error ?? accept.error} />
      </div>
    </Dialog>
  );
}

interface SideProps {
  readonly title: string;
  readonly certificate: CertificateView;
  readonly other: CertificateView;
}

function Side({ title, certificate, other }: SideProps) {
  /** What differs stands out. */
  const value = (text: string, otherText: string) => (
    <span className={text === otherText ? "" : "font-semibold"}>{text}</span>
  );
  const names = certificate.names.join(", ");
  return (
    <section aria-label={title} className="space-y-3 rounded-md border border-line p-3">
      <h3 className="font-semibold">{title}</h3>
      <p className="grid grid-cols-8 gap-y-0.5 rounded-sm bg-sunk px-2 py-2 text-center font-mono text-sm select-text">
        {fingerprintBytes(certificate.fingerprintHex).map((byte, index) => (
          // Bytes repeat; the position is their identity.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <span key={index}>{byte}</span>
        ))}
      </p>
      <Facts
        facts={[
          { name: words.from, value: value(formatDate(certificate.notBeforeMs), formatDate(other.notBeforeMs)) },
          { name: words.until, value: value(formatDate(certificate.notAfterMs), formatDate(other.notAfterMs)) },
          { name: certificateWords.names, value: value(names, other.names.join(", ")) },
          { name: certificateWords.issuer, value: value(certificate.issuer, other.issuer) },
        ]}
      />
    </section>
  );
}
