/** Rules about messages: what may be signed as one, and with which key. */
import { firstAppFamily } from "./classes";
import { allActions, type Fired, type Rule } from "./rule";
import type { RequestSummary } from "./summary";

const messageClasses = ["unknown-message", "user-message", "invoice"];
const lastChannelFamily = 5;
const nodeKeyFamily = 6;

export const messageRules: readonly Rule[] = [
  {
    tag: "msg-not-a-sighash",
    area: "messages",
    title: "No transaction signed as a message",
    why: "The digest of a transaction can be handed over as a message to sign; the answer then spends coins nobody saw.",
    actions: allActions,
    looksAt: ["message"],
    defaults: { blind: "off", standard: "block", strict: "block" },
    check: ({ class: requestClass, facts }) => {
      if (requestClass !== "disguised-sighash" || facts.kind !== "message") return null;
      return `the message is what a transaction signature is made of (${facts.disguise ?? "unknown form"})`;
    },
  },
  {
    tag: "msg-key-family",
    area: "messages",
    title: "Messages are signed by the node's key",
    why: "A channel's keys guard money. lnd signs one kind of message with them: the announcement that names the key.",
    actions: allActions,
    looksAt: ["message"],
    defaults: { blind: "off", standard: "block", strict: "block" },
    check: messageKey,
  },
  {
    tag: "msg-user",
    area: "messages",
    title: "Messages signed by hand",
    why: "A text signed by the node's identity is a statement in your name.",
    actions: allActions,
    looksAt: ["message"],
    defaults: { blind: "off", standard: "warn", strict: "ask" },
    check: ({ class: requestClass }) =>
      requestClass === "user-message" ? "somebody has the node sign a text with its identity" : null,
  },
  {
    tag: "msg-unknown",
    area: "messages",
    title: "Messages of no known kind",
    why: "lnd by itself signs gossip and invoices. Anything else comes from an application, or from a thief.",
    actions: allActions,
    looksAt: ["message"],
    defaults: { blind: "off", standard: "ask", strict: "ask" },
    check: ({ class: requestClass, keyFamily }) =>
      requestClass === "unknown-message" && keyFamily !== null && keyFamily < firstAppFamily
        ? "the message is neither gossip nor an invoice nor a text signed by hand"
        : null,
  },
  {
    tag: "policy-invoice-not-expired",
    area: "payments",
    title: "Invoices that can still be paid",
    why: "lnd signs an invoice when it is made. One that is already over was made by something else.",
    actions: allActions,
    looksAt: ["message"],
    defaults: { blind: "off", standard: "warn", strict: "warn" },
    check: ({ class: requestClass, facts }, { nowMs }) => {
      if (requestClass !== "invoice" || facts.kind !== "message" || facts.invoiceExpiresAtMs === null) return null;
      return facts.invoiceExpiresAtMs < nowMs
        ? `the invoice ran out ${Math.round((nowMs - facts.invoiceExpiresAtMs) / 60_000)} minutes ago`
        : null;
    },
  },
];

function messageKey({ class: requestClass, keyFamily, keyIndex }: RequestSummary): Fired | null {
  if (!messageClasses.includes(requestClass) || keyFamily === null) return null;
  if (keyFamily === nodeKeyFamily && keyIndex === 0) return null;
  if (keyFamily >= firstAppFamily) return null;
  const detail = `a message is to be signed by key ${keyIndex} of family ${keyFamily}, not by the node's key`;
  return keyFamily > lastChannelFamily ? { detail, atMost: "ask" } : detail;
}
