/** Words of pairing: paste, review, and what the node's operator does. */

export const pairingWords = {
  title: "Pair with your node",
  lead: "Paste the connection text of your watch-only lnd. Nothing connects before you have looked at it.",
  titleAgain: "Pair again",
  leadAgain: "Paste the node's new connection text. The pairing you have stays until you connect with the new one.",
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
  newNodeTitle: "The node does not exist yet?",
  newNode: "lnd builds a watch-only wallet from this signer's public accounts. The file holds no private key.",
  saveAccounts: "Save accounts.json",
  saved: "Saved. Create the node with: lncli createwatchonly accounts.json",
  practiceTitle: "No node at hand?",
  practiceNote: "A practice node runs inside Countersign with throw-away keys.",
  practice: "Try the practice node",
  guide: "Read the guide",

  reviewTitle: (host: string) => `Pair with ${host}?`,
  reviewLead: "Compare this with your node. Nothing has connected so far.",
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
  connect: "Connect",
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
  missing: "The text holds no certificate.",
} as const;

export const macaroonWords = {
  title: "Macaroon",
  rights: "What it allows",
  caveats: "Its limits",
  noCaveats: "No limits on time or address",
  rootKey: "Root key",
  location: "Location",
  missing: "The text holds no macaroon.",
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

export const findingLevelWords = { ok: "Good", info: "Note", warn: "Careful", block: "Stop" } as const;
