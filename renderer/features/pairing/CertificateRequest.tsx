/** No certificate was given: the node may show its own, for the person to compare. */
import { ScanSearch } from "lucide-react";
import type { PairingReview } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { certificateWords as words } from "../../words/pairing";
import type { SocksProxy } from "./reviewForm";

interface CertificateRequestProps {
  readonly review: PairingReview;
  /** Null while the port field holds none. */
  readonly port: number | null;
  /** Undefined while the proxy field holds none. */
  readonly proxy: SocksProxy | null | undefined;
  readonly onReview: (review: PairingReview) => void;
}

export function CertificateRequest({ review, port, proxy, onReview }: CertificateRequestProps) {
  const fetchCertificate = useCall("pairing.fetchCertificate");
  if (!review.canFetchCertificate) return <p className="text-ink-2">{words.missing}</p>;
  const run = async () => {
    if (port === null || proxy === undefined) return;
    const reply = await fetchCertificate.run({ draftId: review.draftId, port, proxy });
    if (reply.ok) onReview(reply.value);
  };
  return (
    <div className="space-y-3">
      <p className="text-ink-2">{words.fetchNote}</p>
      <Button
        look="primary"
        busy={fetchCertificate.busy}
        disabled={port === null || proxy === undefined}
        onClick={run}
        icon={<ScanSearch aria-hidden className="size-4" />}
      >
        {words.fetch}
      </Button>
      <ErrorNotice error={fetchCertificate.error} />
    </div>
  );
}
