/** Moving a hot node to this signer: the steps, with the pre-flight among them. */
import { useState } from "react";
import type { Guide } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { useSnapshot } from "../../stores/app";
import { goTo } from "../../stores/route";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { PageHeader } from "../../ui/PageHeader";
import { credentialsWords, migrationWords as words } from "../../words/kit";
import { AddressForm, type GivenAddress } from "./AddressForm";
import { GuideSteps } from "./GuideSteps";
import { PreflightForm } from "./PreflightForm";
import { SaveGuide } from "./SaveGuide";

export function MigrationPage() {
  const { node } = useSnapshot();
  const [shown, setShown] = useState<{ readonly guide: Guide; readonly given: GivenAddress } | null>(null);
  const read = useCall("guide.read");
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <PageHeader
        title={words.title}
        lead={words.lead}
        aside={shown !== null && <SaveGuide of={{ guide: "migration", ...shown.given }} />}
      />
      <Card>
        <div className="p-5">
          <AddressForm
            start={{ host: node?.address ?? "", requestTimeoutMs: node?.requestTimeoutMs ?? 5_000 }}
            submit={words.show}
            busy={read.busy}
            error={read.error}
            onSubmit={async (given) => {
              const reply = await read.run({ guide: "migration", ...given });
              if (reply.ok) setShown({ guide: reply.value.guide, given });
            }}
          />
        </div>
      </Card>
      {shown !== null && (
        <GuideSteps
          guide={shown.guide}
          extras={{
            preflight: <PreflightForm />,
            pair: (
              <div className="flex justify-end">
                <Button onClick={() => goTo("pair")}>{credentialsWords.pairAgain}</Button>
              </div>
            ),
          }}
        />
      )}
    </div>
  );
}
