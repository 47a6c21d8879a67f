/** What a stolen node could still do, sentence by sentence. The signer works out which ones hold; here are the words. */
import type { TrustSentence } from "../../preload/contract/types";

export const trustPageWords = {
  title: (node: string | null) => `If ${node ?? "the node"} were stolen today`,
  lead: "Worked out from your rules, your channels and the pairing. It changes when they do.",
  levels: { bad: "Exposed", warn: "Open", info: "Good to know", ok: "Closed" } satisfies Record<
    TrustSentence["level"],
    string
  >,
  empty: "Nothing to say yet",
  emptyNote: "Pair a node, and what it could do without you stands here.",
  loading: "Working it out",
  tag: "Tag",
} as const;

type Values = TrustSentence["values"];

export interface TrustWords {
  readonly title: string;
  readonly text: string;
}

const sentences: Readonly<Record<string, (values: Values) => TrustWords>> = {};

/** A sentence this window has no words for shows its tag and values: nothing is kept back. */
export function wordsForTrust({ tag, values }: TrustSentence): TrustWords {
  const known = sentences[tag];
  if (known !== undefined) return known(values);
  const text = Object.entries(values)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
  return { title: tag, text };
}
