/** What a seed is, which network it is for, and the button that makes one. */
import { useState } from "react";
import type { NetworkName } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { commonWords } from "../../words/common";
import { newSeedWords as words } from "../../words/firstRun";
import { SetupFrame } from "../shell/SetupFrame";
import { NetworkChoice } from "./NetworkChoice";

export function NewSeed({ onBack }: { readonly onBack: () => void }) {
  const [network, setNetwork] = useState<NetworkName>("mainnet");
  const generate = useCall("seed.generate");
  return (
    <SetupFrame step="seed">
      <div className="space-y-6">
        <div className="space-y-2">
          <h1 className="text-2xl font-semibold tracking-tight">{words.title}</h1>
          <p className="text-lg text-ink-2">{words.lead}</p>
        </div>
        <div className="space-y-5 rounded-lg border border-line bg-panel p-5 shadow-lift">
          <div className="space-y-2 text-ink-2">
            {words.explain.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
          <NetworkChoice value={network} onChange={setNetwork} />
        </div>
        <ErrorNotice error={generate.error} />
        <div className="flex justify-between">
          <Button size="large" onClick={onBack}>
            {commonWords.back}
          </Button>
          <Button look="primary" size="large" busy={generate.busy} onClick={() => generate.run({ network })}>
            {words.generate}
          </Button>
        </div>
      </div>
    </SetupFrame>
  );
}
