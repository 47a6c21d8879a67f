/** Words of the home screen. */
import type { FeedGroup } from "../../preload/contract/types";

export const homeWords = {
  online: (name: string) => `Signing for ${name}`,
  connecting: (name: string) => `Connecting to ${name}`,
  handshaking: (name: string) => `Introducing this signer to ${name}`,
  offline: (name: string) => `Not connected to ${name}`,
  offlineNote: "Signing is at rest. Your node stops without its signer.",
  paused: (name: string) => `Paused for ${name}`,
  pausedNote: (until: string) => `Every request is refused until ${until}. Payments fail; the node stays up.`,
  attempt: (attempt: number) => (attempt > 1 ? `attempt ${attempt}` : "first attempt"),
  connectedFor: (span: string) => `connected for ${span}`,
  lastPing: (span: string) => `last ping ${span} ago`,
  retryIn: (span: string) => `Trying again in ${span}`,
  retrying: "Trying again",
  retryNow: "Retry now",
  pause: "Pause 15 min",
  pauseMinutes: 15,
  resume: "Resume signing",
  details: "Details",

  roundTrip: "Round trip",
  p50: (unit: string) => `${unit} p50`,
  p95: (unit: string) => `${unit} p95`,
  noneYet: "No request yet",
  requests: "Requests since start",
  longest: "Longest answer",
  nodeWaits: (span: string) => `your node waits ${span}`,
  refused: "Refused",
  refusedNone: "Every request was answered",
  refusedSome: "Show them",
  barLabel: "Requests by kind",

  live: "Live",
  perMinute: (count: string) => `${count} a minute`,
  pauseFeed: "Pause feed",
  resumeFeed: "Resume feed",
  feedPaused: (count: string) => `Feed paused, ${count} new`,
  feedRunning: "Feed running",
  feedEmptyOnline: "Nothing asked yet",
  feedEmptyOnlineNote: "Your node is connected. Requests appear here the moment they are answered.",
  feedEmptyOffline: "No requests",
  feedEmptyOfflineNote: "They appear here once the node is connected.",
  feedLoading: "Reading the last requests",
  allRequests: "All requests",

  noNodeTitle: "Your keys are ready",
  noNodeLead: "Pair this signer with your watch-only node and it begins to sign.",
  noNodeAction: "Pair with your node",
  noNodePractice: "Try a practice node first",

  needs: "Needs you",
  needsNothing: "Nothing needs you",
  needsNothingNote: "Warnings about backup, certificate and rights would stand here.",
} as const;

export const groupWords: Record<FeedGroup, string> = {
  channels: "Channels",
  payments: "Payments",
  gossip: "Gossip",
  "on-chain": "On-chain",
  messages: "Messages",
  other: "Other",
};

export const needWords = {
  backupTitle: "Check your backup",
  backupText:
    "You have not shown yet that your copy of the 24 words is right. A slip on paper is found only when it is too late.",
  backupAction: "Check my copy",
  certificateTitle: (away: string) => `The node's certificate ends ${away}`,
  certificateText:
    "lnd makes a new one when it restarts after that day. Countersign will refuse it until you compare it here, so plan it.",
  certificateAction: "Plan the change",
  certificateEndedTitle: (away: string) => `The node's certificate ended ${away}`,
  certificateEndedText:
    "No connection can be made with it. Restart lnd, which makes a new one, then compare it here and take it.",
  macaroonEndTitle: (away: string) => `The macaroon ends ${away}`,
  macaroonEndText:
    "After that the node lets this signer in no more, at the latest when the connection breaks. Bake a new one while it works.",
  macaroonEndedTitle: (away: string) => `The macaroon ended ${away}`,
  macaroonEndedText:
    "The node refuses it at the next connection. Bake a new one on the node and give it to Countersign.",
  macaroonEndAction: "New macaroon",
  macaroonTitle: "The macaroon may do more than it should",
  macaroonText:
    "A thief of this computer could use these rights on your node. Bake one that may only connect a signer.",
  macaroonAction: "See its rights",
  passphraseTitle: "No passphrase guards the seed",
  passphraseText: "Whoever can log in here can reach it. In return your node comes back by itself after a power cut.",
  passphraseAction: "Set a passphrase",
  practiceTitle: "You are practising",
  practiceText:
    "The node, its payments and these keys are made up and vanish when you leave. Look around: pause, lock, open a request.",
  practiceAction: "Leave practice",
  checkedTitle: "Backup checked",
  checkedText: (date: string) => `Your copy of the words was confirmed on ${date}.`,
} as const;
