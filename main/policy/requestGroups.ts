/** Which group a class of requests belongs to: bars of the home screen, filters of the feed and the journal. */
import type { RequestClass } from "./summary";

export const requestGroups = ["channels", "payments", "gossip", "on-chain", "messages", "other"] as const;
export type RequestGroup = (typeof requestGroups)[number];

/** Group of each class. The journal keeps it with each entry: a class that moves takes a migration. */
export const requestGroupOf: Readonly<Record<RequestClass, RequestGroup>> = {
  "node-ecdh": "payments",
  "revocation-root-ecdh": "channels",
  "tower-ecdh": "channels",
  "other-ecdh": "other",
  "channel-update": "gossip",
  "channel-announcement": "gossip",
  "node-announcement": "gossip",
  invoice: "payments",
  "user-message": "messages",
  "unknown-message": "messages",
  "disguised-sighash": "messages",
  "remote-commitment": "channels",
  "own-commitment": "on-chain",
  "htlc-second-level": "channels",
  "htlc-claim": "on-chain",
  "second-level-sweep": "on-chain",
  "to-local-sweep": "on-chain",
  "to-remote-sweep": "on-chain",
  justice: "on-chain",
  "anchor-sweep": "on-chain",
  "sweep-fee": "on-chain",
  "cooperative-close": "on-chain",
  funding: "on-chain",
  "wallet-send": "on-chain",
  consolidation: "on-chain",
  "musig2-session": "channels",
  "musig2-app-session": "other",
  "musig2-nonces": "channels",
  "musig2-sign": "channels",
  "musig2-combine": "channels",
  "musig2-cleanup": "channels",
  "unknown-psbt": "on-chain",
  "mixed-psbt": "on-chain",
  malformed: "other",
};
