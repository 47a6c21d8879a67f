/** Words of the pages about the node's side: new node, migration, credentials, lnd.conf. */

export const addressWords = {
  address: "How Countersign will reach the node",
  addressOptional: "Where Countersign dials (optional)",
  addressPlaceholder: "node.lan:10019",
  addressHint: "A name, an IP address or an onion address. Without a port it is 10019.",
  timeout: "The node's request timeout",
  timeoutUnit: "seconds",
  timeoutHint: "How long lnd waits for a signature; 5 s is its default.",
  timeoutBad: "Between 1 and 600 seconds.",
} as const;

export const guideWords = {
  where: { node: "On the node", signer: "Here" },
  careful: "Careful",
  save: "Save as text",
  saved: "Saved",
  steps: "Steps",
} as const;

export const kitWords = {
  title: "A new node",
  lead: "Countersign writes down everything lnd needs to become this signer's watch-only node.",
  make: "Make the kit",
  again: "Start over",
  madeFor: (address: string) => `For a node at ${address}`,
  againAsk: "Make another kit?",
  againText:
    "The kit there is, and its macaroon, are thrown away. A node that was made with them needs them to be paired.",
  againConfirm: "Throw it away",
  accountsTitle: "accounts.json",
  accountsOnlyTitle: "Only the public accounts?",
  accountsText: "The public accounts the wallet is made from. No private key inside.",
  rootKeyTitle: "Root key",
  rootKeyUnseen: "Shown once, on a screen of its own. Have the terminal of the node ready first.",
  rootKeyGone: "It was used or given up, and is stored nowhere. For another one make a new kit.",
  rootKeyShow: "Show the root key",
  rootKeyDialog: "Root key of the new node",
  rootKeyNote:
    "Type or paste it at the command's question on the node. Whoever has it can give themselves every right over that node; it is no part of your seed.",
  rootKeyCopy: "Copy for one minute",
  rootKeyCopied: (seconds: number) => `Copied. The clipboard forgets it in ${seconds} seconds.`,
  rootKeyDone: "The wallet is created",
  rootKeyKeep: "It cannot be shown again. Close it when lncli has created the wallet.",
  pairTitle: "The macaroon is here already",
  pairText: "Only the certificate is missing. The next screen asks the node for it, and you compare it.",
  pair: "Pair with the new node",
} as const;

export const migrationWords = {
  title: "Move an existing node here",
  lead: "A node that holds its own keys gives them up to this signer. The way back stays open until the step that purges them.",
  show: "Show the steps",
  preflight: "Pre-flight",
  choose: "Choose hot.json",
  nodeKey: "The node's public key (optional)",
  nodeKeyHint: "identity_pubkey of lncli getinfo.",
  compare: "Compare",
  green: (matching: number) => `Green: all ${matching} accounts are this seed's`,
  mismatch: "Stop",
  counted: (matching: number, expected: number) => `${matching} of ${expected} accounts are the same.`,
  further: (count: number) => `And ${count} more.`,
  fileGone: "The file cannot be read any more. Choose it again.",
  fileTooLong: "This file is far too large for a list of accounts.",
} as const;

export const credentialsWords = {
  title: "Credentials",
  lead: (name: string) => `What lets Countersign and ${name} find and trust each other, and how to change it.`,
  which: "What changes",
  guides: {
    "rotate-macaroon": "Macaroon",
    "rotate-certificate": "Certificate",
    "move-host": "Address",
    "retire-signer": "This computer",
    "retire-node": "The node ends",
  },
  pairAgain: "Pair again",
} as const;

export const confWords = {
  title: "Check my lnd.conf",
  lead: "Paste the node's lnd.conf. It stays on this computer; what keeps lnd or the signer from working is named with its line.",
  text: "lnd.conf",
  placeholder: "[Application Options]\nremotesigner.enable=true\n…",
  check: "Check",
  line: (line: number) => `Line ${line}`,
  missing: "Missing line",
  whole: "The whole file",
  corrected: "Should read",
  results: "What was found",
} as const;

export const kitLinkWords = {
  newTitle: "The node does not exist yet?",
  newText: "A kit with everything a new watch-only lnd is made from.",
  new: "New node",
  moveTitle: "Your node still holds its keys?",
  moveText: "Compare it with this seed, try it out, then let it give them up.",
  move: "Move it here",
  confTitle: "lnd does not start or connect?",
  confText: "Finds wrong, old and missing lines.",
  conf: "Check my lnd.conf",
  credentialsTitle: "Credentials",
  credentialsText: "New macaroon, new certificate, another address, another computer.",
  credentials: "Show how",
} as const;
