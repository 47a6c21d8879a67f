/** From a pasted text to a paired node: paste, look, connect. */
import { useState } from "react";
import type { PairingReview } from "../../../preload/contract/types";
import { call } from "../../bridge";
import { useSnapshot } from "../../stores/app";
import { goTo } from "../../stores/route";
import { SetupFrame } from "../shell/SetupFrame";
import { PasteStep } from "./PasteStep";
import { ReviewStep } from "./ReviewStep";

export function PairPage({ isSetup = false }: { readonly isSetup?: boolean }) {
  const { node } = useSnapshot();
  const [review, setReview] = useState<PairingReview | null>(null);
  const startOver = () => {
    setReview(null);
    void call("pairing.discard", {}); // A draft that stays behind is replaced by the next one.
  };
  const body =
    review === null ? (
      <PasteStep isFirstNode={node === null} onReview={setReview} onLater={isSetup ? () => goTo("home") : null} />
    ) : (
      <ReviewStep review={review} onStartOver={startOver} onConnected={() => goTo("home")} />
    );
  if (isSetup) {
    return (
      <SetupFrame step="node" wide={review !== null}>
        {body}
      </SetupFrame>
    );
  }
  return <div className={`mx-auto py-2 ${review === null ? "max-w-xl" : "max-w-4xl"}`}>{body}</div>;
}
