/** Which bar of the home screen a class of requests belongs to. */
import type { RequestClass } from "../policy/summary";
import type { FeedGroup } from "./feed";

/** Group of each class. */
export const feedGroupOf: Readonly<Record<RequestClass, FeedGroup>> = {
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
  commitment: "channels",
  "htlc-second-level": "channels",
  "htlc-claim": "on-chain",
  "second-level-sweep": "on-chain",
  "to-local-sweep": "on-chain",
  "to-remote-sweep": "on-chain",
  justice: "on-chain",
  "anchor-sweep": "on-chain",
  "cooperative-close": "on-chain",
  funding: "on-chain",
  "wallet-send": "on-chain",
  consolidation: "on-chain",
  "musig2-session": "channels",
  "musig2-nonces": "channels",
  "musig2-sign": "channels",
  "musig2-combine": "channels",
  "musig2-cleanup": "channels",
  "unknown-psbt": "on-chain",
  malformed: "other",
};
