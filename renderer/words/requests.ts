/** Every class of request in a node runner's words, and the words around them. */
import type { FeedGroup } from "../../preload/contract/types";

export interface RequestWords {
  readonly title: string;
  /** What it means, for the details. */
  readonly meaning: string;
  readonly group: FeedGroup;
}

/** Keyed by request class. */
export const requestWords: Readonly<Record<string, RequestWords>> = {
  "node-ecdh": {
    title: "Handshakes and onions",
    meaning: "A shared key with a peer, or for one layer of a routed payment. It moves no money.",
    group: "payments",
  },
  "revocation-root-ecdh": {
    title: "Revocation secrets for a new channel",
    meaning: "The root from which a channel's revocation secrets grow, asked once per channel.",
    group: "channels",
  },
  "tower-ecdh": {
    title: "Watchtower session",
    meaning: "A shared key with a watchtower that guards your channels while the node is away.",
    group: "channels",
  },
  "other-ecdh": {
    title: "Shared key",
    meaning: "A shared key with another party, for a purpose this signer does not recognise.",
    group: "other",
  },
  "channel-update": {
    title: "Routing fees announced",
    meaning: "Your node tells the network what it charges on one channel.",
    group: "gossip",
  },
  "channel-announcement": {
    title: "Channel announced",
    meaning: "Your node tells the network that a channel exists.",
    group: "gossip",
  },
  "node-announcement": {
    title: "Node announced",
    meaning: "Your node tells the network its name and addresses.",
    group: "gossip",
  },
  invoice: { title: "Invoice", meaning: "A request for payment that your node hands out.", group: "payments" },
  "user-message": {
    title: "Message signed by hand",
    meaning: "Somebody asked the node to sign a text with its identity.",
    group: "messages",
  },
  "unknown-message": {
    title: "Message of an unknown kind",
    meaning: "Bytes this signer cannot read as anything lnd signs in the ordinary course.",
    group: "messages",
  },
  "disguised-sighash": {
    title: "Message that is a transaction in disguise",
    meaning: "Signing it could authorise a transaction nobody sees. An honest node does not ask this.",
    group: "messages",
  },
  "remote-commitment": {
    title: "Channel update",
    meaning: "A new state of a channel, for the other side to hold. It happens at every payment.",
    group: "channels",
  },
  "own-commitment": {
    title: "Our state of a channel",
    meaning: "Your node signs its own side of a channel: when it opens, and to close it without the peer.",
    group: "on-chain",
  },
  "htlc-second-level": {
    title: "Payment in flight secured",
    meaning: "The exit of one payment in flight, should the channel close before it settles.",
    group: "channels",
  },
  "htlc-claim": {
    title: "Payment claimed on chain",
    meaning: "A payment in flight is taken from a closed channel.",
    group: "on-chain",
  },
  "second-level-sweep": {
    title: "Settled payment brought home",
    meaning: "What a claimed payment left behind goes to your wallet.",
    group: "on-chain",
  },
  "to-local-sweep": {
    title: "Channel balance brought home",
    meaning: "Your side of a channel that your node closed alone goes to your wallet.",
    group: "on-chain",
  },
  "to-remote-sweep": {
    title: "Balance from the peer's close brought home",
    meaning: "Your side of a channel that the peer closed alone goes to your wallet.",
    group: "on-chain",
  },
  justice: {
    title: "Penalty against a cheating peer",
    meaning: "The peer published an old state. Your node takes the whole channel.",
    group: "on-chain",
  },
  "anchor-sweep": {
    title: "Fee raised for a closing channel",
    meaning: "A small anchor output is spent to help a transaction into a block.",
    group: "on-chain",
  },
  "sweep-fee": {
    title: "Fee of a sweep paid",
    meaning: "Wallet coins are spent beside a channel's outputs to pay the fee. Nothing else leaves the wallet.",
    group: "on-chain",
  },
  "cooperative-close": {
    title: "Channel closed together",
    meaning: "Both sides agree on the final balances and close.",
    group: "on-chain",
  },
  funding: { title: "Channel opened", meaning: "Wallet coins go into a new channel.", group: "on-chain" },
  "wallet-send": { title: "Send from wallet", meaning: "Coins leave the on-chain wallet.", group: "on-chain" },
  consolidation: {
    title: "Wallet coins merged",
    meaning: "Coins move within your own wallet; only the fee leaves.",
    group: "on-chain",
  },
  "musig2-session": {
    title: "Joint signature begun",
    meaning: "A taproot channel prepares a signature made by both sides.",
    group: "channels",
  },
  "musig2-app-session": {
    title: "Joint signature for an app",
    meaning: "An application beside the node prepares a signature made by several parties.",
    group: "other",
  },
  "musig2-nonces": {
    title: "Joint signature, numbers exchanged",
    meaning: "Both sides exchange the one-time numbers of a joint signature.",
    group: "channels",
  },
  "musig2-sign": {
    title: "Joint signature, our half",
    meaning: "This signer gives its half of a joint signature.",
    group: "channels",
  },
  "musig2-combine": {
    title: "Joint signature completed",
    meaning: "The halves become one signature.",
    group: "channels",
  },
  "musig2-cleanup": {
    title: "Joint signature put away",
    meaning: "A session that is no longer needed is forgotten.",
    group: "channels",
  },
  "unknown-psbt": {
    title: "Transaction of an unknown kind",
    meaning: "It fits none of the shapes a Lightning node is known to sign.",
    group: "on-chain",
  },
  "mixed-psbt": {
    title: "Transaction with mixed inputs",
    meaning: "Keys of different kinds are to sign in one request. No node asks like this.",
    group: "on-chain",
  },
  malformed: { title: "Unreadable request", meaning: "The request could not be decoded.", group: "other" },
};

const unheardOf: RequestWords = {
  title: "Request of an unheard-of kind",
  meaning: "This window does not know this class of request.",
  group: "other",
};

export function wordsForClass(requestClass: string): RequestWords {
  return requestWords[requestClass] ?? unheardOf;
}

export const outcomeWords = {
  signed: "signed",
  answered: "answered",
  denied: "refused",
  expired: "too late",
  failed: "could not sign",
  bug: "our mistake",
} as const;

export const feedRowWords = {
  inThisMinute: (count: string) => `${count} this minute`,
  inMinute: (count: string, minute: string) => `${count} at ${minute}`,
  payee: (address: string) => `to ${address}`,
  keyFamily: (family: number) => `key family ${family}`,
  quoted: (text: string) => `“${text}”`,
  opens: "Open details",
  expands: "Show each one",
} as const;

export const requestsPageWords = {
  title: "Requests",
  lead: "What your node asked since this signer started, newest first.",
  kind: "Kind",
  all: "All",
  outcome: "Outcome",
  outcomes: { all: "All", signed: "Signed", refused: "Refused" },
  older: "Show older",
  loading: "Reading",
  begin: "That is everything since the signer started.",
  noOlder: "Older requests are no longer kept here. See the journal.",
  empty: "No request yet",
  emptyNote: "As soon as your node asks for something it stands here.",
  emptyFiltered: "Nothing matches",
  emptyFilteredNote: "No request among those read so far fits this filter.",
  clearFilter: "Show all",
  failed: "The list could not be read",
  count: (count: string) => `${count} shown`,
} as const;

export const detailWords = {
  close: "Close details",
  what: "What it is",
  asked: "Asked",
  took: "Answered in",
  outcome: "Outcome",
  amount: "To others",
  amountOf: {
    invoice: "Asked for",
    "htlc-second-level": "Payment",
    "htlc-claim": "Payment",
  } as Readonly<Record<string, string>>,
  fee: "Fee",
  feeClaimed: "as the node claims",
  findings: "What the rules said",
  alerts: "What was noticed",
  inputs: "Inputs",
  moreInputs: (count: string) => `${count} more inputs`,
  inputSigned: "signed here",
  inputOther: "not signed here",
  proofs: {
    "previous-transaction": "proven by its transaction",
    signature: "proven by the signature",
    memory: "proven before",
    claimed: "claimed by the node",
    unknown: "not stated",
  },
  text: "Text",
  key: "Key",
  keyFamily: "Key family and index",
  channel: "Channel",
  outpoint: "Outpoint",
  channelOutpoint: "Channel's funding outpoint",
  otherNetwork: "Belongs to network",
  txid: "Transaction",
  sighash: "Sighash type",
  network: "Network",
  outputs: "Outputs",
  moreOutputs: (count: string) => `${count} more outputs`,
  outputNoAddress: "Script without an address",
  derived: (path: string) => `derived by this signer: ${path}`,
  owners: { own: "yours", "own-change": "your change", channel: "channel", unknown: "not yours" },
  ownerNotes: {
    own: "Yours.",
    "own-change": "Yours.",
    channel: "Belongs to a channel, as far as the node says.",
    unknown: "Not derived by this signer: somebody else's, or not provably yours.",
  },
  technical: "For those who look",
  requestId: "Request id",
  requestClass: "Class",
  requestKind: "Call",
  tag: "Tag",
  code: "Code",
  deniedTitle: "Refused",
  expiredTitle: "Answered too late to sign",
  expiredText: "The node had stopped waiting. It asks again by itself where that is safe.",
  failedTitle: "Could not be signed",
  failedText: "lnd's own signer would refuse this as well. If it keeps happening, look at the node's log.",
  bugTitle: "A mistake in Countersign",
  bugText: "The request was refused and everything else went on. Please report it with this reference:",
  tagAdvice: {
    locked: "The keys were locked. Unlock Countersign; your node asks again.",
    paused: "Signing was paused by you.",
    deadline: "The node waits only as long as its request timeout.",
  } as Readonly<Record<string, string>>,
} as const;
