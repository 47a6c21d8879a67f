/** Words of pairing: paste, review, and what the node's operator does. */

export const pairingWords = {
  title: "Pair with your node",
  lead: "Paste the connection text of your watch-only lnd. Nothing connects before you have looked at it.",
  titleAgain: "New credentials",
  leadAgain:
    "Paste the new connection text, or only the new macaroon or certificate. What you have stays until the new one has worked.",
  paste: "Connection text",
  pastePlaceholder: "lndconnect://your-node:10019?cert=…&macaroon=…",
  review: "Review",
  later: "Later",
  howTitle: "How do I get this text?",
  how: "Run these three lines on the node. They make a key that may do nothing but connect a signer, and print the text to paste.",
  command: [
    "lncli bakemacaroon --root_key_id 77 --save_to ~/signer.macaroon remotesigner:generate",
    "b() { base64 -w0 | tr '+/' '-_' | tr -d '='; }",
    'echo "lndconnect://$(hostname -f):10019?cert=$(openssl x509 -in ~/.lnd/tls.cert -outform DER | b)&macaroon=$(b <~/signer.macaroon)"',
  ].join("\n"),
  practiceTitle: "No node at hand?",
  practiceNote: "A practice node runs inside Countersign with throw-away keys.",
  practice: "Try the practice node",
  guide: "Read the guide",

  reviewTitle: (host: string) => `Pair with ${host}?`,
  reviewLead: "Compare this with your node. Nothing has connected so far.",
  updateTitle: (name: string) => `Update ${name}?`,
  updateLead: "What is new is tried on the node before it takes the place of the old. Name and history stay.",
  updateNote: "Signing stops for a few seconds.",
  compareTitle: "Is this your node?",
  compareLead: "Only its certificate is missing. Let the node show it, and compare.",
  blockedTitle: "This cannot connect yet",
  blockedLead: "Something has to be mended first; it is marked below.",
  findings: "What was found",
  address: "Address",
  port: "Port",
  portAssumed: "The text named no port; this is lnd's default for signers.",
  usePort: "Use 10019",
  portBad: "A port is a number from 1 to 65535.",
  name: "Name for this node",
  nameHint: "Only for you.",
  nameBad: "Give the node a name of 1 to 40 characters.",
  timeout: "The node's request timeout",
  timeoutUnit: "seconds",
  timeoutHint: "Its experimentalrequesttimeout; 5 s unless you changed it. lnd does not tell it.",
  timeoutBad: "Between 1 and 600 seconds.",
  proxyTitle: "Through a proxy",
  proxy: "SOCKS5 proxy",
  proxyHint: "Empty: onion addresses go through Tor on 127.0.0.1:9050, all others directly.",
  proxyBad: "Host and port, like 127.0.0.1:9050.",
  connect: "Connect",
  update: "Try and update",
  consentNote: "Tick what is asked above first.",
  otherAddresses: "Then",
  secretCleared: "Field and clipboard were cleared.",
  startOver: "Paste another text",
} as const;

export const certificateWords = {
  title: "Certificate",
  fingerprint: "SHA-256 fingerprint",
  compare: "Compare with the node:",
  compareCommand: "openssl x509 -in ~/.lnd/tls.cert -noout -fingerprint -sha256",
  subject: "Subject",
  issuer: "Issuer",
  selfSigned: "itself, as usual for lnd",
  names: "Made out to",
  valid: "Valid",
  span: (from: string, to: string) => `${from} to ${to}`,
  ends: (away: string) => `ends ${away}`,
  ended: (away: string) => `ended ${away}`,
  missing: "There is no certificate.",
  fetchNote:
    "The node can show its certificate now: a TLS handshake, nothing else is sent. Whether it is your node's, only comparing tells.",
  fetch: "Show the node's certificate",
} as const;

export const macaroonWords = {
  title: "Macaroon",
  rights: "What it allows",
  caveats: "Its limits",
  noCaveats: "No limits on time or address",
  rootKey: "Root key",
  location: "Location",
  missing: "There is no macaroon.",
  limit: "Limit this copy",
  limits: { none: "Leave as it is", "30": "30 days", "90": "90 days", "365": "1 year" },
  limitNote: "Adds an end to the macaroon kept here. You will need a new one then.",
  connectAsSigner: "Connect as the signer",
  rawTitle: "As lnd names them",
} as const;

const entityWords: Record<string, string> = {
  onchain: "the on-chain wallet",
  offchain: "channels and payments",
  address: "addresses",
  message: "messages",
  peers: "peers",
  info: "node information",
  invoices: "invoices",
  signer: "its signing calls",
  macaroon: "macaroons",
  remotesigner: "the signer's connection",
};

const actionWords: Record<string, string> = { read: "See", write: "Change", generate: "Create and use" };

/** One macaroon permission in words: "Change channels and payments". */
export function permissionWords(entity: string, action: string): string {
  if (entity === "remotesigner" && action === "generate") return macaroonWords.connectAsSigner;
  if (entity === "macaroon" && action === "generate") return "Make new macaroons with any right";
  if (entity === "uri") return `Call ${action}`;
  return `${actionWords[action] ?? action} ${entityWords[entity] ?? entity}`;
}

export const filesWords = {
  drop: "Or drop files here: tls.cert, a macaroon, a ZIP of both, a picture of the QR code.",
  choose: "Choose files",
  given: "Files to review",
  remove: (name: string) => `Remove ${name}`,
  address: "The node's address, if the files do not hold it",
  addressPlaceholder: "node.lan:10019",
  leftOut: "At most eight files of 12 MB each, and no empty ones. The others were left out.",
  gone: "A file can no longer be read. Choose it again.",
} as const;

const consents: Record<string, string> = {
  "certificate-unproven": "I compared this fingerprint with the node's, and it is the same.",
  "certificate-other-host": "Accept this certificate for this address.",
  "admin-macaroon": "Use the admin macaroon all the same.",
  "may-create-macaroons": "Use this macaroon all the same.",
};

/** What a person says yes to. */
export function consentWords(tag: string): string {
  return consents[tag] ?? "I accept this.";
}

export const certificateChangeWords = {
  title: (name: string) => `${name} shows another certificate`,
  lead: "lnd makes a new one when the old has expired, or when its files were removed. If nobody did that, somebody may stand in between: cancel.",
  asking: "Asking the node for its certificate.",
  same: "The node shows the certificate you trust. The link will come back by itself.",
  pinned: "Trusted so far",
  presented: (address: string) => `Shown by ${address}`,
  from: "From",
  until: "Until",
  compare: "On the node itself, this prints the fingerprint of the right one:",
  compared: "I compared: the node prints the fingerprint on the right.",
  accept: "Trust the new one",
  accepted: (name: string) => `The new certificate of ${name} is pinned.`,
  again: "Ask again",
  open: "Compare certificates",
} as const;

export const linkWords = {
  title: "A pairing link was opened",
  text: "A program or web page on this computer handed over a link to pair with a node. Nothing connects before you have looked at it. If you did not expect it, discard it.",
  look: "Look at it",
  discard: "Discard",
} as const;

export const findingLevelWords = { ok: "Good", info: "Note", warn: "Careful", block: "Stop" } as const;
