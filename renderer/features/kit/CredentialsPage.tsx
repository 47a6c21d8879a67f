/** How to change macaroon, certificate, address or computer, without leaving the node alone. */
import { useEffect, useState } from "react";
import type { CallInput, Guide, PairedNodeView } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { daysUntil } from "../../format";
import { goTo } from "../../stores/route";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { PageHeader } from "../../ui/PageHeader";
import { Segments } from "../../ui/Segments";
import { credentialsWords as words } from "../../words/kit";
import { GuideSteps } from "./GuideSteps";
import { SaveGuide } from "./SaveGuide";

type Change = keyof typeof words.guides;

/** From here on the end of the certificate is what people come for, unless the macaroon ends first. */
const certificateDays = 60;

function changeAtHand({ certificate, macaroon }: PairedNodeView, nowMs: number): Change {
  const { notAfterMs } = certificate;
  const isFirst = notAfterMs < (macaroon?.expiresAtMs ?? Number.POSITIVE_INFINITY);
  return isFirst && daysUntil(notAfterMs, nowMs) <= certificateDays ? "rotate-certificate" : "rotate-macaroon";
}

const options = Object.entries(words.guides).map(([value, title]) => ({ value: value as Change, title }));

export function CredentialsPage({ node }: { readonly node: PairedNodeView }) {
  const [change, setChange] = useState(() => changeAtHand(node, Date.now()));
  const [guide, setGuide] = useState<Guide | null>(null);
  const read = useCall("guide.read");
  const { address: host, requestTimeoutMs } = node;
  const input: CallInput<"guide.read"> = { guide: change, host, requestTimeoutMs };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read.run is made anew at each render
  useEffect(() => {
    let isCurrent = true;
    void read.run({ guide: change, host, requestTimeoutMs }).then((reply) => {
      if (isCurrent) setGuide(reply.ok ? reply.value.guide : null);
    });
    return () => {
      isCurrent = false;
    };
  }, [change, host, requestTimeoutMs]);
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <PageHeader title={words.title} lead={words.lead(node.name)} aside={<SaveGuide of={input} />} />
      <Segments label={words.which} options={options} value={change} onChange={setChange} />
      <ErrorNotice error={read.error} />
      {guide !== null && (
        <>
          <p className="text-lg text-ink-2">{guide.lead}</p>
          <GuideSteps
            guide={guide}
            extras={{
              "pair-again": (
                <div className="flex justify-end">
                  <Button look="primary" onClick={() => goTo("pair")}>
                    {words.pairAgain}
                  </Button>
                </div>
              ),
            }}
          />
        </>
      )}
    </div>
  );
}
