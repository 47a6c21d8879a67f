/** Words of the guard: presets, rules, limits, allowlist. The rules bring their own title and reason. */
import type { LimitMeasure, Preset, RuleAction } from "../../preload/contract/types";

export const guardWords = {
  title: "Guard",
  leads: {
    blind: "Blind: whatever lnd itself would sign is signed. A stolen node may take everything.",
    standard: "Standard: channels run by themselves, theft is blocked, money to strangers waits for you.",
    strict: "Strict: as standard, and closes, messages and large sums need you as well.",
  } satisfies Record<Preset, string>,
  tabs: {
    guard: "Rules",
    "guard-limits": "Limits",
    "guard-allowlist": "Allowlist",
    "guard-memory": "Memory",
    "guard-trust": "Trust",
  },
  tabsLabel: "Parts of the guard",
  loading: "Reading the rules",

  presetLegend: "Preset",
  presets: {
    blind: { title: "Blind, as lnd", note: "No rules. Only for comparison." },
    standard: { title: "Standard", note: "Theft is blocked, strangers are asked about." },
    strict: { title: "Strict", note: "Closes, messages and limits too." },
  } satisfies Record<Preset, { title: string; note: string }>,
  deviations: (count: number) =>
    count === 1 ? "1 rule differs from the preset" : `${count} rules differ from the preset`,
  toPreset: "Back to the preset",
  fixed: "Always",
  fixedNote: "Part of the signer itself.",
  differs: (action: string) => `the preset says ${action.toLowerCase()}`,
  actionLabel: (title: string) => `What happens: ${title}`,
  actions: { off: "Off", warn: "Warn", ask: "Ask", block: "Block" } satisfies Record<RuleAction, string>,

  draft: (count: number) => (count === 1 ? "1 change, not in force yet" : `${count} changes, not in force yet`),
  draftNote: (delay: string | null) =>
    delay === null
      ? "It takes effect at once."
      : `What allows less takes effect at once, what allows more after ${delay}.`,
  discard: "Discard",
  test: "Test on my history",
  apply: "Put in force",
  appliedNow: "In force.",
  appliedLater: (at: string) => `What allows more takes effect ${at}.`,

  pendingTitle: (span: string) => `A change takes effect in ${span}`,
  pendingDue: "A change takes effect now",
  pendingNote: "If it was not you who asked for it, cancel it and lock this computer.",
  cancelPending: "Cancel it",
  cancelled: "Cancelled. What was in force stays.",
} as const;

/** "1 day", for what waits before it allows more. */
export function delayText(delayMs: number): string {
  return limitsPageWords.delays[delayMs] ?? `${Math.round(delayMs / 3_600_000)} h`;
}

/** Headings of the rules' areas, in this order; an area without words stands under its own name. */
export const areaWords: Readonly<Record<string, { readonly title: string; readonly note: string }>> = {
  messages: { title: "Messages", note: "Texts, invoices and gossip, and transactions that pose as such." },
  keys: { title: "Keys and signatures", note: "Which keys sign what, and in which way." },
  wallet: { title: "On-chain wallet", note: "Where its money goes, at what fee, in what shape." },
  channels: { title: "Channels", note: "Their traffic is never held up by a guess: only proven theft is blocked." },
  payments: { title: "Payments in flight", note: "What secures each payment until it settles." },
  closing: { title: "Closing channels", note: "Where your side of a channel goes." },
  sweeps: { title: "Coming home from channels", note: "Sweeps, claims and penalties must pay you." },
  limits: { title: "Limits", note: "How much may leave in a time; the sums are on the next page." },
  apps: { title: "Apps beside lnd", note: "Loop, Pool and others, with keys of their own." },
};

export const familyWords = {
  title: "Key families of apps",
  note: "Loop, Pool and others use key families of their own. Those listed here are signed for without a question.",
  empty: "None. You are asked once for each family that turns up.",
  add: "Add",
  label: "Key family",
  remove: (family: number) => `Remove key family ${family}`,
  known: { 99: "Loop", 210: "Pool accounts", 220: "Pool", 212: "Taproot Assets" } as Readonly<Record<number, string>>,
  wrong: "A number from 10 to 255: lnd's own families are not for apps.",
} as const;

export const replayWords = {
  title: "On your history",
  running: "Going through your journal",
  nothingExamined: "There is nothing in the journal yet to test on.",
  verdict: (examined: string, since: string) => `${examined} requests since ${since}`,
  clean: "None would have been refused or asked about.",
  blocked: (count: string) => `${count} would have been refused`,
  asked: (count: string) => `${count} would have waited for you`,
  looser: "It allows something that is not allowed now, so that part waits for the delay.",
  more: (count: string) => `The first ${count} are listed.`,
  actions: { ask: "asked", block: "refused" },
  close: "Close the test",
} as const;

export const limitsPageWords = {
  lead: "Counted over rolling hours, days and weeks, by what was signed. Empty means no limit.",
  measures: {
    "onchain-out": { title: "Out of the wallet", note: "To addresses that are not yours; channel opens count apart." },
    fees: { title: "On-chain fees", note: "Of sends, opens, closes and sweeps alike." },
    "channel-opens": { title: "Into new channels", note: "The value of channels you open." },
  } satisfies Record<LimitMeasure, { title: string; note: string }>,
  fields: {
    perTransactionSat: "Per transaction",
    perHourSat: "Per hour",
    perDaySat: "Per day",
    perWeekSat: "Per week",
  },
  noLimit: "no limit",
  spent: (amount: string) => `${amount} so far`,
  delayTitle: "Before more is allowed",
  delayNote:
    "Somebody who gets at this computer while it is unlocked cannot lift a limit and use it in the same hour. Shortening this time waits as well.",
  delays: { 0: "at once", 3600000: "1 hour", 86400000: "1 day", 604800000: "1 week" } as Readonly<
    Record<number, string>
  >,
} as const;

export const allowlistWords = {
  lead: "Money to these goes without a question, within your limits.",
  empty: "Nobody is on the list",
  emptyNote: "Add your cold storage or an exchange, and sends to them are signed at once.",
  add: "Add to the list",
  text: "Address, bitcoin: text or descriptor",
  textHint: "A descriptor stands for every address of a wallet, xpub included. Its checksum is checked.",
  label: "Name",
  labelHint: "What you call it.",
  check: "Add",
  remove: (label: string) => `Remove ${label}`,
  unnamed: "without a name",
  kinds: { address: "address", descriptor: "descriptor" },
  known: "It is on the list already.",
  isNew: "not in force yet",
} as const;

export const memoryWords = {
  lead: "What this signer learned: amounts, channels, and the nonces it used.",
  newTitle: "This memory is new",
  newText:
    "The seed is older than what is remembered here. Until the signer has seen your channels again it cannot tell an old state from a new one. Import the memory of the computer that signed before, if there is one.",
  why: "An amount, once proven, is never taken for another. A channel's number only grows. A nonce is used once. All of that needs memory, so take it along when the signer moves.",
  exportTitle: "Take it along",
  exportNote:
    "A file for the computer that will sign from then on. It holds no key, but tells what your channels hold.",
  exportAction: "Export",
  exported: "Saved.",
  importTitle: "Bring it here",
  importNote:
    "From the computer that signed before. It adds to what is known here. A file that contradicts it is refused whole.",
  importAction: "Import",
  imported: (channels: string, amounts: string, nonces: string) =>
    `${channels} channels, ${amounts} amounts and ${nonces} nonces were added.`,
} as const;
