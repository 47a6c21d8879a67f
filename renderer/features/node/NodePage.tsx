/** The paired node: where it is, what it showed, what its macaroon allows, and how to part. */
import { useState } from "react";
import type { PairedNodeView } from "../../../preload/contract/types";
import { formatDate, formatSpan } from "../../format";
import { useSnapshot } from "../../stores/app";
import { goTo } from "../../stores/route";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Facts } from "../../ui/Facts";
import { PageHeader } from "../../ui/PageHeader";
import { networkWords } from "../../words/common";
import { nodeWords as words } from "../../words/node";
import { certificateWords, macaroonWords } from "../../words/pairing";
import { KitLinks } from "../kit/KitLinks";
import { CertificateFacts } from "../pairing/CertificateFacts";
import { MacaroonFacts } from "../pairing/MacaroonFacts";
import { ForgetDialog } from "./ForgetDialog";
import { SaveAccounts } from "./SaveAccounts";

export function NodePage({ node }: { readonly node: PairedNodeView }) {
  const { link, practice } = useSnapshot();
  const [isForgetting, setIsForgetting] = useState(false);
  return (
    <div className="space-y-5">
      <PageHeader title={node.name} lead={words.lead(node.address)} />
      <div className="grid items-start gap-4 mid:grid-cols-2">
        <div className="space-y-4">
          <Card title={words.pairing} className="overflow-hidden">
            <div className="p-4">
              <Facts
                facts={[
                  { name: words.state, value: words.states[link.state] },
                  { name: words.address, value: <span className="font-mono select-text">{node.address}</span> },
                  { name: words.network, value: networkWords[node.network].name },
                  { name: words.timeout, value: formatSpan(node.requestTimeoutMs) },
                  { name: words.protocol, value: link.state === "online" ? words.protocols[link.protocol] : null },
                  { name: words.pairedAt, value: formatDate(node.pairedAtMs) },
                ]}
              />
            </div>
          </Card>
          <Card title={macaroonWords.title}>
            <div className="p-4">
              {node.macaroon === null ? (
                <p className="text-ink-2">{words.macaroonMissing}</p>
              ) : (
                <MacaroonFacts macaroon={node.macaroon} />
              )}
            </div>
          </Card>
          <Card>
            <div className="divide-y divide-line px-4">
              <SaveAccounts title={words.accountsTitle} text={words.accountsText} />
              {!practice && (
                <div className="flex items-center gap-4 py-4">
                  <div className="min-w-0 flex-1">
                    <h2 className="font-semibold">{words.againTitle}</h2>
                    <p className="text-ink-2">{words.againText}</p>
                  </div>
                  <Button onClick={() => goTo("pair")}>{words.again}</Button>
                </div>
              )}
              {!practice && <KitLinks pages={["credentials", "conf"]} />}
              <div className="flex items-center gap-4 py-4">
                <div className="min-w-0 flex-1">
                  <h2 className="font-semibold">{words.forgetTitle}</h2>
                  <p className="text-ink-2">{practice ? words.practiceForget : words.forgetText}</p>
                </div>
                {!practice && <Button onClick={() => setIsForgetting(true)}>{words.forget}</Button>}
              </div>
            </div>
          </Card>
        </div>
        <div className="space-y-4">
          <Card title={certificateWords.title}>
            <div className="p-4">
              <CertificateFacts certificate={node.certificate} />
            </div>
          </Card>
        </div>
      </div>
      {isForgetting && <ForgetDialog node={node} onClose={() => setIsForgetting(false)} />}
    </div>
  );
}
