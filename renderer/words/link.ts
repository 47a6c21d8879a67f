/** What went wrong with the link to the node, in words, and what to do about it. */
import type { LinkCause } from "../../preload/contract/types";

export interface CauseWords {
  /** Follows the node's name: "aurora refused the macaroon". */
  readonly title: (name: string) => string;
  readonly advice: string;
  /** To run on the node. */
  readonly command?: string;
}

const bakeCommand = "lncli bakemacaroon --root_key_id 77 --save_to ~/signer.macaroon remotesigner:generate";

export const linkCauseWords: Record<LinkCause, CauseWords> = {
  "refused-connection": {
    title: (name) => `${name} is not listening`,
    advice:
      "Nothing answers on this port. Start lnd; it waits five minutes for its signer. If it runs, look for remotesigner.experimentalrpclisten in lnd.conf and at the port.",
    command: "systemctl status lnd",
  },
  unreachable: {
    title: (name) => `${name} cannot be reached`,
    advice: "The network does not lead there. Is the node switched on, and do both computers share the network or VPN?",
  },
  "host-not-found": {
    title: (name) => `No computer answers to ${name}'s address`,
    advice: "The host name is unknown here. Check it for slips, or pair again with the node's IP address.",
  },
  "certificate-mismatch": {
    title: (name) => `${name} showed another certificate`,
    advice:
      "It is not the one you approved, so nothing was sent. lnd makes a new one after it expired; if you expected that, compare the two. If not, leave it as it is and look for who stands in between.",
    command: "openssl x509 -in ~/.lnd/tls.cert -noout -fingerprint -sha256",
  },
  "proxy-failed": {
    title: () => "The proxy does not answer",
    advice:
      "Connections to this node go through a SOCKS5 proxy. Is it running? Tor's own listens on 127.0.0.1:9050, Tor Browser's on 127.0.0.1:9150.",
    command: "systemctl status tor",
  },
  "certificate-dates": {
    title: (name) => `${name}'s certificate is not valid today`,
    advice:
      "Compare both dates below. If this computer's clock is wrong, set it. If the certificate has run out, restart lnd with tlsautorefresh=true, compare the new fingerprint and pair again.",
    command: "date -u; openssl x509 -in ~/.lnd/tls.cert -noout -dates",
  },
  "tls-failed": {
    title: (name) => `No secure connection to ${name}`,
    advice: "Something answers, but it does not speak TLS as lnd does. Check host and port, and any proxy in between.",
  },
  "macaroon-refused": {
    title: (name) => `${name} refused the macaroon`,
    advice: "It lacks the right to connect a signer, or its limits forbid it. Bake one like this and pair again.",
    command: bakeCommand,
  },
  "macaroon-unknown-root-key": {
    title: (name) => `${name} does not know this macaroon`,
    advice: "It was revoked, or belongs to another node. Bake a new one and pair again.",
    command: bakeCommand,
  },
  "macaroon-expired": {
    title: (name) => `${name} says the macaroon has expired`,
    advice:
      "Compare both times below: if they say it is still good, one of the two clocks is wrong. If it has run out, bake a new one and pair again.",
    command: bakeCommand,
  },
  "another-signer-connected": {
    title: (name) => `Another signer is connected to ${name}`,
    advice: "lnd takes one signer at a time. Stop the other one; Countersign takes its place by itself.",
  },
  "wrong-port": {
    title: () => "This port is not for signers",
    advice:
      "The node answers there, but not with its signer service. Use the port of remotesigner.experimentalrpclisten, 10019 by default, and lnd 0.21 or later.",
  },
  "handshake-timeout": {
    title: (name) => `${name} did not answer in time`,
    advice:
      "It accepted the connection, then said nothing. It may be busy starting or waiting for its wallet password.",
    command: "lncli state",
  },
  "handshake-refused": {
    title: (name) => `${name} did not accept this signer`,
    advice: "Node and signer could not agree. The node's log says why.",
    command: "tail -n 50 ~/.lnd/logs/bitcoin/mainnet/lnd.log",
  },
  "node-starting": {
    title: (name) => `${name} is still starting`,
    advice:
      "This is its general RPC port, and it is not ready: the wallet may wait for its password. Unlock it, and use the port of remotesigner.experimentalrpclisten, 10019 by default.",
    command: "lncli state",
  },
  "node-stopping": {
    title: (name) => `${name} is shutting down`,
    advice: "Countersign reconnects as soon as it is back.",
  },
  "connection-lost": {
    title: (name) => `The connection to ${name} broke`,
    advice: "Usually a short network failure. Countersign reconnects by itself.",
  },
  "credentials-missing": {
    title: (name) => `The macaroon for ${name} is missing`,
    advice: "The keychain no longer has it. Paste the node's connection text again.",
  },
  unknown: {
    title: (name) => `Something stopped the link to ${name}`,
    advice: "The details below are what the other side said. Countersign keeps trying.",
  },
};

export const linkTroubleWords = {
  label: (name: string) => `The link to ${name}`,
  title: "What to do",
  pairAgain: "Pair again",
  command: "the command",
  said: "What the other side said",
} as const;
