/** What to do about a link that does not come up; what the other side said is folded away. */
import type { LinkView } from "../../../preload/contract/types";
import { goTo } from "../../stores/route";
import { Button } from "../../ui/Button";
import { Command } from "../../ui/Command";
import { linkCauseWords, linkTroubleWords as words } from "../../words/link";
import { certificateChangeWords } from "../../words/pairing";

type Failure = Extract<LinkView, { state: "backing-off" }>["failure"];

interface LinkTroubleProps {
  readonly failure: Failure;
  readonly nodeName: string;
  readonly onCompareCertificates: () => void;
}

/** Causes that a new connection text cures. */
const curedByPairing: ReadonlySet<Failure["cause"]> = new Set([
  "certificate-mismatch",
  "macaroon-refused",
  "macaroon-unknown-root-key",
  "macaroon-expired",
  "certificate-dates",
  "wrong-port",
  "credentials-missing",
  "host-not-found",
]);

export function LinkTrouble({ failure, nodeName, onCompareCertificates }: LinkTroubleProps) {
  const { advice, command } = linkCauseWords[failure.cause];
  return (
    <section
      aria-label={words.label(nodeName)}
      className="animate-arrive space-y-3 rounded-lg border border-line bg-panel px-5 py-4 shadow-lift"
    >
      <div className="flex items-start gap-6">
        <div className="min-w-0 flex-1 space-y-1">
          <h2 className="font-semibold">{words.title}</h2>
          <p className="max-w-3xl text-ink-2">{advice}</p>
        </div>
        {failure.cause === "certificate-mismatch" && (
          <Button look="primary" onClick={onCompareCertificates}>
            {certificateChangeWords.open}
          </Button>
        )}
        {curedByPairing.has(failure.cause) && <Button onClick={() => goTo("pair")}>{words.pairAgain}</Button>}
      </div>
      {command !== undefined && <Command text={command} name={words.command} />}
      {failure.detail !== "" && (
        <details className="text-sm">
          <summary className="w-fit rounded-sm text-ink-3">{words.said}</summary>
          <p className="mt-1.5 font-mono break-words text-ink-2 select-text">{failure.detail}</p>
        </details>
      )}
    </section>
  );
}
