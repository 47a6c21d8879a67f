/** Checks a pasted lnd.conf: every finding with its line, what it means, and how the line should read. */
import { useEffect, useRef, useState } from "react";
import type { ConfFinding } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { useSnapshot } from "../../stores/app";
import { Badge, type Tone } from "../../ui/Badge";
import { Card } from "../../ui/Card";
import { Command } from "../../ui/Command";
import { inputLook } from "../../ui/Field";
import { PageHeader } from "../../ui/PageHeader";
import { confWords as words } from "../../words/kit";
import { findingLevelWords } from "../../words/pairing";
import { AddressForm } from "./AddressForm";

const tones: Record<ConfFinding["level"], Tone> = { ok: "ok", info: "info", warn: "warn", block: "bad" };

export function ConfPage() {
  const { node } = useSnapshot();
  const text = useRef<HTMLTextAreaElement>(null);
  const results = useRef<HTMLDivElement>(null);
  const [findings, setFindings] = useState<readonly ConfFinding[] | null>(null);
  const check = useCall("conf.check");
  useEffect(() => {
    if (findings !== null) results.current?.focus();
  }, [findings]);
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <PageHeader title={words.title} lead={words.lead} />
      <Card>
        <div className="space-y-4 p-5">
          <label htmlFor="conf-text" className="sr-only">
            {words.text}
          </label>
          <textarea
            ref={text}
            id="conf-text"
            rows={10}
            placeholder={words.placeholder}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className={`${inputLook} resize-y py-2 font-mono text-sm leading-relaxed`}
          />
          <AddressForm
            start={{ host: node?.address ?? "", requestTimeoutMs: node?.requestTimeoutMs ?? 5_000 }}
            isAddressOptional
            submit={words.check}
            busy={check.busy}
            error={check.error}
            onSubmit={async (given) => {
              const reply = await check.run({ text: text.current?.value ?? "", ...given });
              setFindings(reply.ok ? reply.value.findings : null);
            }}
          />
        </div>
      </Card>
      {findings !== null && (
        <div ref={results} tabIndex={-1} className="outline-none">
          <Card title={words.results}>
            <ul className="divide-y divide-line px-4">
              {findings.map((finding) => (
                <Row key={`${finding.tag} ${finding.line} ${finding.corrected}`} finding={finding} />
              ))}
            </ul>
          </Card>
        </div>
      )}
    </div>
  );
}

function Row({ finding: { level, tag, line, text, corrected } }: { readonly finding: ConfFinding }) {
  const place = line !== null ? words.line(line) : corrected === null ? words.whole : words.missing;
  return (
    <li className="space-y-2 py-3.5">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={tones[level]}>{findingLevelWords[level]}</Badge>
        <span className="font-medium">{place}</span>
        <span className="font-mono text-xs text-ink-3">{tag}</span>
      </div>
      <p>{text}</p>
      {corrected !== null && <Command text={corrected} name={words.corrected} />}
    </li>
  );
}
