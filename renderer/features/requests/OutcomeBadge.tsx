/** How a request ended, as a word on its colour. */
import type { FeedEntryView } from "../../../preload/contract/types";
import { Badge, type Tone } from "../../ui/Badge";
import { outcomeWords } from "../../words/requests";

const tones: Record<FeedEntryView["outcome"]["kind"], Tone> = {
  signed: "ok",
  denied: "bad",
  expired: "warn",
  failed: "bad",
  bug: "bad",
};

interface OutcomeBadgeProps extends Pick<FeedEntryView, "outcome"> {
  readonly requestClass: string;
}

export function OutcomeBadge({ outcome: { kind }, requestClass }: OutcomeBadgeProps) {
  const isSharedKey = requestClass.endsWith("-ecdh");
  return (
    <Badge tone={tones[kind]}>{kind === "signed" && isSharedKey ? outcomeWords.answered : outcomeWords[kind]}</Badge>
  );
}
