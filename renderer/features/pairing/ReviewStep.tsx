/** Everything the given text and files say, before anything connects. */
import { useState } from "react";
import type { PairingReview } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Field } from "../../ui/Field";
import { Segments } from "../../ui/Segments";
import { certificateWords, macaroonWords, pairingWords as words } from "../../words/pairing";
import { CertificateFacts } from "./CertificateFacts";
import { CertificateRequest } from "./CertificateRequest";
import { Findings } from "./Findings";
import { MacaroonFacts } from "./MacaroonFacts";
import { parsePort, parseProxy, parseTimeoutMs, proxyText } from "./reviewForm";

interface ReviewStepProps {
  readonly review: PairingReview;
  /** The same draft, reviewed again. */
  readonly onReview: (review: PairingReview) => void;
  readonly onStartOver: () => void;
  readonly onConnected: () => void;
}

/** lnd's default for remotesigner.experimentalrpclisten. */
const signerPort = 10_019;
const defaultTimeoutMs = 5_000;

const limits = ["none", "30", "90", "365"] as const;
type MacaroonLimit = (typeof limits)[number];

export function ReviewStep({ review, onReview, onStartOver, onConnected }: ReviewStepProps) {
  const [name, setName] = useState(review.suggestedName);
  const [portText, setPortText] = useState(String(review.port));
  const [timeoutText, setTimeoutText] = useState(String((review.requestTimeoutMs ?? defaultTimeoutMs) / 1_000));
  const [proxyField, setProxyField] = useState(proxyText(review.proxy));
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set());
  const [limit, setLimit] = useState<MacaroonLimit>("none");
  const confirm = useCall("pairing.confirm");
  const port = parsePort(portText);
  const requestTimeoutMs = parseTimeoutMs(timeoutText);
  const proxy = parseProxy(proxyField);
  const trimmedName = name.trim();
  const isOtherService = review.findings.some((finding) => finding.tag.startsWith("port-is-"));
  const needed = review.findings.filter(({ consent }) => consent).map(({ tag }) => tag);
  const isAgreed = needed.every((tag) => accepted.has(tag));
  const canConnect =
    review.canConnect &&
    isAgreed &&
    port !== null &&
    requestTimeoutMs !== null &&
    proxy !== undefined &&
    trimmedName !== "";

  const connect = async () => {
    if (port === null || requestTimeoutMs === null || proxy === undefined) return;
    const reply = await confirm.run({
      draftId: review.draftId,
      name: trimmedName,
      port,
      requestTimeoutMs,
      proxy,
      accepted: needed,
      limitDays: limit === "none" ? null : Number(limit),
    });
    if (reply.ok) onConnected();
  };

  return (
    <form
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (canConnect) void connect();
      }}
    >
      <div className="space-y-1">
        <h1 className="text-2xl font-semibold tracking-tight">{titleOf(review)}</h1>
        <p className="text-lg text-ink-2">{leadOf(review)}</p>
      </div>
      <div className="grid items-start gap-4 md:grid-cols-[1.2fr_1fr]">
        <div className="space-y-4">
          <Card title={words.findings} className="overflow-hidden">
            <Findings
              findings={review.findings}
              accepted={accepted}
              onAccept={(tag, isAccepted) => setAccepted(withTag(accepted, tag, isAccepted))}
            />
          </Card>
          <Card title={certificateWords.title}>
            <div className="p-4">
              {review.certificate === null ? (
                <CertificateRequest review={review} port={port} proxy={proxy} onReview={onReview} />
              ) : (
                <CertificateFacts certificate={review.certificate} />
              )}
            </div>
          </Card>
          <Card title={macaroonWords.title}>
            <div className="p-4">
              {review.macaroon === null ? (
                <p className="text-ink-2">{macaroonWords.missing}</p>
              ) : (
                <div className="space-y-4">
                  <MacaroonFacts macaroon={review.macaroon} />
                  {review.canConnect && (
                    <div className="space-y-1.5 border-t border-line pt-4">
                      <p className="font-medium">{macaroonWords.limit}</p>
                      <Segments
                        label={macaroonWords.limit}
                        value={limit}
                        onChange={setLimit}
                        options={limits.map((value) => ({ value, title: macaroonWords.limits[value] }))}
                      />
                      <p className="text-sm text-ink-3">{macaroonWords.limitNote}</p>
                    </div>
                  )}
                </div>
              )}
            </div>
          </Card>
        </div>
        <div className="space-y-4 md:sticky md:top-0">
          <Card className="space-y-4 p-5">
            <div className="space-y-1.5">
              <p className="font-medium">{words.address}</p>
              <p className="font-mono break-all select-text">{review.host}</p>
              {review.otherAddresses.length > 0 && (
                <p className="text-sm text-ink-3">
                  {words.otherAddresses} <span className="font-mono">{review.otherAddresses.join(", ")}</span>
                </p>
              )}
            </div>
            <div className="flex items-end gap-2">
              <Field
                className="flex-1"
                label={words.port}
                inputMode="numeric"
                value={portText}
                onChange={(event) => setPortText(event.target.value)}
                error={port === null ? words.portBad : undefined}
                hint={review.portAssumed ? words.portAssumed : undefined}
              />
              {isOtherService && port !== signerPort && (
                <Button onClick={() => setPortText(String(signerPort))}>{words.usePort}</Button>
              )}
            </div>
            <Field
              label={words.name}
              value={name}
              maxLength={40}
              onChange={(event) => setName(event.target.value)}
              error={trimmedName === "" ? words.nameBad : undefined}
              hint={words.nameHint}
            />
            <Field
              label={words.timeout}
              inputMode="decimal"
              suffix={words.timeoutUnit}
              value={timeoutText}
              onChange={(event) => setTimeoutText(event.target.value)}
              error={requestTimeoutMs === null ? words.timeoutBad : undefined}
              hint={words.timeoutHint}
            />
            <details open={review.proxy !== null || review.host.endsWith(".onion")}>
              <summary className="w-fit rounded-sm text-ink-3">{words.proxyTitle}</summary>
              <Field
                className="mt-2"
                label={words.proxy}
                value={proxyField}
                placeholder="127.0.0.1:9050"
                onChange={(event) => setProxyField(event.target.value)}
                error={proxy === undefined ? words.proxyBad : undefined}
                hint={words.proxyHint}
              />
            </details>
          </Card>
          <ErrorNotice error={confirm.error} />
          <div className="flex flex-wrap justify-between gap-2">
            <Button size="large" onClick={onStartOver}>
              {words.startOver}
            </Button>
            <Button look="primary" size="large" type="submit" busy={confirm.busy} disabled={!canConnect}>
              {review.updates === null ? words.connect : words.update}
            </Button>
          </div>
          {review.updates !== null && <p className="text-right text-sm text-ink-3">{words.updateNote}</p>}
          {review.canConnect && !isAgreed && <p className="text-right text-sm text-ink-3">{words.consentNote}</p>}
        </div>
      </div>
    </form>
  );
}

function titleOf({ canConnect, canFetchCertificate, host, updates }: PairingReview): string {
  if (canFetchCertificate) return words.compareTitle;
  if (!canConnect) return words.blockedTitle;
  return updates === null ? words.reviewTitle(host) : words.updateTitle(updates);
}

function leadOf({ canConnect, canFetchCertificate, updates }: PairingReview): string {
  if (canFetchCertificate) return words.compareLead;
  if (!canConnect) return words.blockedLead;
  return updates === null ? words.reviewLead : words.updateLead;
}

function withTag(tags: ReadonlySet<string>, tag: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(tags);
  if (isIn) next.add(tag);
  else next.delete(tag);
  return next;
}
