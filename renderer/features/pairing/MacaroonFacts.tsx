/** What a macaroon allows, in words, with lnd's own names folded away. */
import { Check, TriangleAlert } from "lucide-react";
import type { MacaroonView } from "../../../preload/contract/types";
import { Facts } from "../../ui/Facts";
import { permissionWords, macaroonWords as words } from "../../words/pairing";
import { isSignerPermission } from "./permissions";

export function MacaroonFacts({ macaroon }: { readonly macaroon: MacaroonView }) {
  return (
    <div className="space-y-4">
      <ul aria-label={words.rights} className="space-y-1.5">
        {macaroon.permissions.map(({ entity, action }) => {
          const isExpected = isSignerPermission({ entity, action });
          const Icon = isExpected ? Check : TriangleAlert;
          return (
            <li key={`${entity}:${action}`} className="flex items-start gap-2.5">
              <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isExpected ? "text-accent" : "text-warn"}`} />
              <span className="min-w-0 break-words">{permissionWords(entity, action)}</span>
            </li>
          );
        })}
      </ul>
      <Facts
        facts={[
          {
            name: words.caveats,
            value:
              macaroon.caveats.length === 0 ? (
                words.noCaveats
              ) : (
                <ul>
                  {macaroon.caveats.map((caveat) => (
                    <li key={caveat} className="font-mono break-words">
                      {caveat}
                    </li>
                  ))}
                </ul>
              ),
          },
          { name: words.rootKey, value: macaroon.rootKeyId },
          { name: words.location, value: macaroon.location === "" ? null : macaroon.location },
        ]}
      />
      <details>
        <summary className="w-fit rounded-sm text-sm text-ink-3">{words.rawTitle}</summary>
        <p className="mt-1.5 font-mono text-sm break-words text-ink-2 select-text">
          {macaroon.permissions.map(({ entity, action }) => `${entity}:${action}`).join("  ")}
        </p>
      </details>
    </div>
  );
}
