/** The whole story of one request of the feed. */
import type { FeedEntryView } from "../../../preload/contract/types";
import { formatTook, noBreakSpace } from "../../format";
import { detailWords } from "../../words/requests";
import { RequestPanel } from "./RequestPanel";

export function RequestDetail({ entry, onClose }: { readonly entry: FeedEntryView; readonly onClose: () => void }) {
  const took = formatTook(entry.tookUs);
  return (
    <RequestPanel
      request={entry}
      facts={[{ name: detailWords.took, value: `${took.value}${noBreakSpace}${took.unit}` }]}
      onClose={onClose}
    />
  );
}
