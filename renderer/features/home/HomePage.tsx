/** The instrument: state in one sentence, four numbers, the live feed, and what waits for the person. */
import { Waypoints } from "lucide-react";
import { useState } from "react";
import { useCall } from "../../bridge";
import { useSnapshot } from "../../stores/app";
import { goTo } from "../../stores/route";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { homeWords as words } from "../../words/home";
import { CertificateChangeDialog } from "../pairing/CertificateChangeDialog";
import { LinkTrouble } from "./LinkTrouble";
import { LiveFeed } from "./LiveFeed";
import { NeedsYou } from "./NeedsYou";
import { StatusHeader } from "./StatusHeader";
import { Tiles } from "./Tiles";

export function HomePage() {
  const { node, link, totals } = useSnapshot();
  // Here and not with the trouble, which comes and goes with every attempt of the link.
  const [isComparing, setIsComparing] = useState(false);
  if (node === null) return <NoNode />;
  return (
    <div className="flex min-h-full flex-col gap-4 mid:h-full">
      <StatusHeader node={node} />
      {link.state === "backing-off" && (
        <LinkTrouble failure={link.failure} nodeName={node.name} onCompareCertificates={() => setIsComparing(true)} />
      )}
      {isComparing && <CertificateChangeDialog nodeName={node.name} onClose={() => setIsComparing(false)} />}
      <Tiles totals={totals} requestTimeoutMs={node.requestTimeoutMs} />
      <div className="grid min-h-0 flex-1 gap-4 mid:grid-cols-[1fr_17rem] wide:grid-cols-[1fr_19.5rem]">
        <LiveFeed />
        <NeedsYou />
      </div>
    </div>
  );
}

function NoNode() {
  const practice = useCall("practice.start");
  return (
    <div className="grid min-h-full gap-4 mid:grid-cols-[1fr_17rem] wide:grid-cols-[1fr_19.5rem]">
      <section className="flex flex-col items-center justify-center gap-3 rounded-lg border border-line bg-panel px-8 py-16 text-center shadow-lift">
        <span className="grid size-14 place-items-center rounded-full bg-accent-soft text-accent">
          <Waypoints aria-hidden className="size-6" strokeWidth={1.75} />
        </span>
        <h1 className="text-2xl font-semibold tracking-tight">{words.noNodeTitle}</h1>
        <p className="max-w-sm text-lg text-ink-2">{words.noNodeLead}</p>
        <div className="mt-3 flex flex-wrap justify-center gap-2">
          <Button look="primary" size="large" onClick={() => goTo("node")}>
            {words.noNodeAction}
          </Button>
          <Button look="quiet" size="large" busy={practice.busy} onClick={() => practice.run({})}>
            {words.noNodePractice}
          </Button>
        </div>
        <ErrorNotice error={practice.error} />
      </section>
      <NeedsYou />
    </div>
  );
}
