/** A certificate as a person compares it: fingerprint first. */
import type { CertificateView } from "../../../preload/contract/types";
import { daysUntil, fingerprintBytes, formatDate, formatDaysAway } from "../../format";
import { Command } from "../../ui/Command";
import { CopyButton } from "../../ui/CopyButton";
import { Facts } from "../../ui/Facts";
import { certificateWords as words } from "../../words/pairing";

export function CertificateFacts({ certificate }: { readonly certificate: CertificateView }) {
  const bytes = fingerprintBytes(certificate.fingerprintHex);
  const days = daysUntil(certificate.notAfterMs, Date.now());
  const isSelfSigned = certificate.subject === certificate.issuer;
  return (
    <div className="space-y-4">
      <div className="space-y-1.5">
        <div className="flex items-center justify-between">
          <p className="text-ink-3">{words.fingerprint}</p>
          <CopyButton text={bytes.join(":")} name={words.fingerprint} />
        </div>
        <p className="grid grid-cols-8 gap-y-0.5 rounded-sm bg-sunk px-3 py-2 text-center font-mono select-text">
          {bytes.map((byte, index) => (
            // Bytes repeat; the position is their identity.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <span key={index}>{byte}</span>
          ))}
        </p>
      </div>
      <Facts
        facts={[
          {
            name: words.valid,
            value: (
              <>
                {words.span(formatDate(certificate.notBeforeMs), formatDate(certificate.notAfterMs))}
                <span className={days < 0 ? "text-bad" : days < 60 ? "text-warn" : "text-ink-3"}>
                  {" "}
                  ({days < 0 ? words.ended(formatDaysAway(days)) : words.ends(formatDaysAway(days))})
                </span>
              </>
            ),
          },
          { name: words.names, value: certificate.names.join(", ") },
          { name: words.subject, value: certificate.subject },
          { name: words.issuer, value: isSelfSigned ? words.selfSigned : certificate.issuer },
        ]}
      />
      <div className="space-y-1.5">
        <p className="text-ink-3">{words.compare}</p>
        <Command text={words.compareCommand} name={words.compare} />
      </div>
    </div>
  );
}
