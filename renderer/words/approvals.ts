/** Words of what a person is asked. */
import type { ApprovalView, LimitMeasure } from "../../preload/contract/types";

export const askWords = {
  send: (amount: string) => `Send ${amount}`,
  open: (amount: string) => `Open a channel of ${amount}`,
  close: "Close a channel",
  message: "Sign a message",
  family: (family: number) => `Let an app use key family ${family}`,
  someNode: "A node",
  asksSend: (node: string, count: number) =>
    `${node} asks to spend from your wallet, to ${count === 1 ? "1 address" : `${count} addresses`}`,
  asksOpen: (node: string) => `${node} asks to put coins of your wallet into a new channel`,
  asksClose: (node: string, amount: string) => `${node} asks to close it together with the peer; ${amount} come to you`,
  asksMessage: (node: string) => `${node} asks to sign a text with its identity`,
  asksFamily: (node: string) => `${node} asks for keys that lnd itself does not use; Loop, Pool and their like do`,
  asksExact: (node: string) => `${node} asks for this`,
  preApproved: "Announced by you",
  standing: "Allowed by you, again and again",

  reference: "Reference",
  seconds: "s",
  minutes: "min",
  heldTitle: (seconds: string) => `Your node waits ${seconds} s for an answer`,
  heldNote: "After that it is told to repeat, and you decide without hurry.",
  repeatTitle: (span: string) => `Your node was told to repeat: ${span} left to approve`,
  repeatNote: "Approve, then give the command on the node again. It is signed once, at the first try.",

  owners: {
    own: "Own address",
    "own-change": "Own change",
    channel: "Channel",
    unknown: "Unknown",
    allowlisted: "Allowlisted",
  },
  derived: (path: string) => `derived by this signer: ${path}`,
  channelNote: "a channel's script, as far as the node says",
  noAddress: "A script without an address",
  moreOutputs: (count: string) => `${count} more outputs, not shown`,
  fee: "Fee",
  feeUnknown: "not known: the node left out an amount",
  rate: (rate: string) => `${rate} sat/vB`,
  share: (percent: string) => `${percent} % of the amount`,
  inputs: (count: string, total: string) => `${count}, ${total}.`,
  inputCount: (count: number) => (count === 1 ? "1 input" : `${count} inputs`),
  proof: {
    all: "Every amount is proven.",
    some: (claimed: string) => `${claimed} only claimed by the node.`,
    none: "The node did not state every amount.",
  },
  claimedCount: (claimed: number, all: number) =>
    claimed === all ? "The amounts are" : claimed === 1 ? `1 of ${all} amounts is` : `${claimed} of ${all} amounts are`,
  technical: "For those who look",

  refuse: "Refuse",
  hold: "Hold to approve",
  opening: "This opens a channel",
  openingNote: "A repeat may then pay another address: lnd makes a new one for each try. The amount stays.",
  readFirst: "Read first",
  clickFirst: "Click here first",
  scrollFirst: "Scroll to the end first",
  storyLabel: "What is asked",
} as const;

/** "Inside today's limit", by measure and window. */
export const limitWords: Record<LimitMeasure, string> = {
  "onchain-out": "on-chain spending",
  fees: "fees",
  "channel-opens": "channel opens",
};

export const limitLineWords = {
  inside: (measure: string, window: string, after: string, limit: string) =>
    `Inside the limit for ${measure} ${window}: ${after} of ${limit}`,
  over: (measure: string, window: string, after: string, limit: string) =>
    `Over the limit for ${measure} ${window}: ${after} of ${limit}`,
  windows: {
    transaction: "per transaction",
    hour: "in an hour",
    day: "in a day",
    week: "in a week",
  },
} as const;

export const approvalStateWords: Record<ApprovalView["state"], string> = {
  waiting: "waits for you",
  granted: "approved, not used yet",
  "in-use": "being signed",
  used: "approved and signed",
  refused: "refused by you",
  revoked: "taken back",
  expired: "nobody decided in time",
};

export const approvalsPageWords = {
  title: "Nothing waits for you",
  waiting: (count: number) => (count === 1 ? "One request waits for you" : `${count} requests wait for you`),
  nothingNote: "When your node asks for something only you can judge, it stands here and in a window of its own.",
  loading: "Reading what waits",
  open: "Given and not used up",
  history: "Decided before",
  historyEmpty: "Nothing was decided yet.",
  older: "Show older",
  show: "Show",
  hide: "Hide",
  revoke: "Take back",
  until: (span: string) => `${span} left`,
  standingUse: (each: string) => `Up to ${each} each`,
  standingSpent: (spent: string, total: string) => `${spent} of ${total} used`,
  inForce: "in force",
  toMany: (count: number) => `to ${count} addresses`,
  toPayee: (payee: string) => `to ${payee}`,
  granted: "Approved. Repeat the command on your node now.",
  refused: "Refused.",
  announceOpen: "Announce",
  standingOpen: "Set up",
  announce: "Announce a payment",
  announceNote: "You are about to send: say so here, and the node's first try is signed without a question.",
  standingTitle: "Allow one payee again and again",
  standingNote: "Up to an amount each time and an amount in all, until a day you choose.",
} as const;

export const announceWords = {
  payee: "To",
  payeeHint: "An address, or a bitcoin: text from an invoice.",
  amount: "Amount",
  addPayee: "Another payee",
  removePayee: "Remove this payee",
  maxFee: "Fee at most",
  minutes: "Valid for",
  minutesOf: { 15: "15 min", 60: "1 hour", 240: "4 hours", 1440: "1 day" } as Readonly<Record<number, string>>,
  submit: "Announce it",
  done: (ref: string) => `Announced (${ref}). Send it from your node now.`,
  each: "At most, each time",
  total: "At most, in all",
  days: "For how long",
  daysOf: { 7: "7 days", 30: "30 days", 90: "90 days", 365: "1 year" } as Readonly<Record<number, string>>,
  allow: "Allow it",
  allowed: (ref: string) => `Allowed (${ref}).`,
  wholeSat: "Whole satoshi, digits only.",
  totalTooSmall: "Less than one use.",
} as const;

export const approveWindowWords = {
  title: "Countersign asks",
  position: (index: number, count: number) => `${index} of ${count}`,
  previous: "Previous request",
  next: "Next request",
  approvedHeld: "Approved",
  approvedHeldNote: "Your node gets its signature now.",
  approvedRepeat: "Approved: now repeat it",
  approvedRepeatNote: (span: string) =>
    `Give the same command on your node again within ${span}. It is signed once, without another question.`,
  refused: "Refused",
  refusedNote: "Nothing was signed. Your node reads that you refused.",
  done: "Done",
  nothing: "Nothing waits for you",
  nothingNote: "This window opens again when your node asks.",
  loading: "Reading what your node asks",
} as const;
