/** From a text or files to a paired node: give, look, connect. */
import { useEffect } from "react";
import { call } from "../../bridge";
import { useSnapshot } from "../../stores/app";
import { reviewStore, useReview } from "../../stores/review";
import { goTo } from "../../stores/route";
import { SetupFrame } from "../shell/SetupFrame";
import { PasteStep } from "./PasteStep";
import { ReviewStep } from "./ReviewStep";

export function PairPage({ isSetup = false }: { readonly isSetup?: boolean }) {
  const { node } = useSnapshot();
  const review = useReview();
  // Who leaves the page starts anew; the draft that stays behind in main is replaced by the next one.
  useEffect(() => () => reviewStore.set(null), []);
  const startOver = () => {
    reviewStore.set(null);
    void call("pairing.discard", {});
  };
  const body =
    review === null ? (
      <PasteStep isFirstNode={node === null} onReview={reviewStore.set} onLater={isSetup ? () => goTo("home") : null} />
    ) : (
      <ReviewStep
        key={review.draftId}
        review={review}
        onReview={reviewStore.set}
        onStartOver={startOver}
        onConnected={() => goTo("home")}
      />
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
