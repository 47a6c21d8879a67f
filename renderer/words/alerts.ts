/** What the guard noticed, in words; the signer's own sentence with the numbers follows. */

interface AlertText {
  readonly title: string;
  /** What it means and what to do. */
  readonly advice: string;
}

export const alertTagWords: Readonly<Record<string, AlertText>> = {
  "channel-outflow": {
    title: "Much has flowed out of a channel",
    advice: "If these are not your payments, stop the node and look at its channels.",
  },
  "old-commitment": {
    title: "An old channel state was signed for a close",
    advice:
      "The peer may take the whole channel. See whether your node was restored from an old copy, and stop it if so.",
  },
  "force-close": {
    title: "A channel was closed by force",
    advice: "Its money comes home after the delay. If you did not close it, look at the node's log.",
  },
  justice: {
    title: "A penalty against a peer was signed",
    advice: "The peer published an old state and loses the channel to you. Keep the node running until it confirms.",
  },
  "first-taproot": {
    title: "First use of a taproot channel or joint signature",
    advice: "The node knows the keys of such channels: see the trust page.",
  },
  "unfunded-channel": {
    title: "A channel was funded and never came to be",
    advice: "The coins left, and no channel state followed. Look at pending channels on the node.",
  },
  "rate-spike": {
    title: "Unusually many requests",
    advice: "A busy day, a probe, or somebody who tries things. Look at what was asked.",
  },
};

export const alertWords = {
  unknown: "The guard noticed something",
  dismiss: "Put away",
  waitingTitle: (count: number) => (count === 1 ? "A request waits for you" : `${count} requests wait for you`),
  waitingText: "Your node asks for something only you can judge. Nothing is signed until you say so.",
  waitingAction: "Look at it",
  journal: {
    unavailable: {
      title: "The journal cannot be written",
      text: "Nothing is spent until it can: every send, open and close is refused. Channels go on. Free space on the disk, then see whether this goes away.",
    },
    damaged: {
      title: "The journal does not add up",
      text: "Lines were changed or are missing. Verify it to see where, and keep a copy of the database file.",
    },
  },
  journalAction: "Open the journal",
  memoryTitle: "The signer's memory is new",
  memoryText: "It does not know your channels and amounts yet. Bring them from the computer that signed before.",
  memoryAction: "See memory",
  pendingTitle: (span: string) => `Rules allow more in ${span}`,
  pendingText: "If it was not you who asked for it, cancel it.",
  pendingAction: "See the change",
} as const;

export function wordsForAlert(tag: string): AlertText {
  return alertTagWords[tag] ?? { title: alertWords.unknown, advice: "" };
}
