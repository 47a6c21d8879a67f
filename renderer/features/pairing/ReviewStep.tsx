/** Everything the pasted text says, before anything connects. */
import { useState } from "react";
import type { PairingReview } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Field } from "../../ui/Field";
import { certificateWords, macaroonWords, pairingWords as words } from "../../words/pairing";
import { CertificateFacts } from "./CertificateFacts";
import { Findings } from "./Findings";
import { MacaroonFacts } from "./MacaroonFacts";
import { parsePort, parseTimeoutMs } from "./reviewForm";

interface ReviewStepProps {
  readonly review: PairingReview;
  readonly onStartOver: () => void;
  readonly onConnected: () => void;
}

/** lnd's default for remotesigner.experimentalrpclisten. */
const signerPort = 10_019;
const defaultTimeoutSeconds = 5;

export function ReviewStep({ review, onStartOver, onConnected }: ReviewStepProps) {
  const [name, setName] = useState(review.suggestedName);
  const [portText, setPortText] = useState(String(review.port));
  const [timeoutText, setTimeoutText] = useState(String(defaultTimeoutSeconds));
  const confirm = useCall("pairing.confirm");
  const port = parsePort(portText);
  const requestTimeoutMs = parseTimeoutMs(timeoutText);
  const trimmedName = name.trim();
  const isOtherService = review.findings.some((finding) => finding.tag.startsWith("port-is-"));
  const canConnect = review.canConnect && port !== null && requestTimeoutMs !== null && trimmedName !== "";

  const connect = async () => {
    if (port === null || requestTimeoutMs === null) return;
    const reply = await confirm.run({ draftId: review.draftId, name: trimmedName, port, requestTimeoutMs });
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
        <h1 className="text-2xl font-semibold tracking-tight">
          {review.canConnect ? words.reviewTitle(review.host) : words.blockedTitle}
        </h1>
        <p className="text-lg text-ink-2">{review.canConnect ? words.reviewLead : words.blockedLead}</p>
      </div>
      <div className="grid items-start gap-4 md:grid-cols-[1.2fr_1fr]">
        <div className="space-y-4">
          <Card title={words.findings}>
            <Findings findings={review.findings} />
          </Card>
          <Card title={certificateWords.title}>
            <div className="p-4">
              {review.certificate === null ? (
                <p className="text-ink-2">{certificateWords.missing}</p>
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
                <MacaroonFacts macaroon={review.macaroon} />
              )}
            </div>
          </Card>
        </div>
        <div className="space-y-4 md:sticky md:top-0">
          <Card className="space-y-4 p-5">
            <div className="space-y-1.5">
              <p className="font-medium">{words.address}</p>
              <p className="font-mono break-all select-text">{review.host}</p>
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
          </Card>
          <ErrorNotice error={confirm.error} />
          <div className="flex flex-wrap justify-between gap-2">
            <Button size="large" onClick={onStartOver}>
              {words.startOver}
            </Button>
            <Button look="primary" size="large" type="submit" busy={confirm.busy} disabled={!canConnect}>
              {words.connect}
            </Button>
          </div>
        </div>
      </div>
    </form>
  );
}
