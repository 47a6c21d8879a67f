/** Words of the node page. */

export const nodeWords = {
  lead: (address: string) => `Paired at ${address}`,
  pairing: "Pairing",
  address: "Address",
  network: "Network",
  timeout: "Request timeout",
  pairedAt: "Paired",
  protocol: "Protocol",
  protocols: { watchonlyrpc: "lnd 0.21 and later", walletrpc: "early form, before lnd 0.21" },
  state: "State",
  states: {
    offline: "not connected",
    connecting: "connecting",
    handshaking: "introducing",
    online: "connected",
    "backing-off": "waiting to retry",
  },
  macaroonMissing: "Not stored",
  accountsTitle: "Public accounts",
  accountsText:
    "For creating the watch-only wallet, or to compare with: lncli wallet accounts list. No private key inside.",
  saveAccounts: "Save accounts.json",
  saved: "Saved",
  forgetTitle: "Forget this node",
  forgetText: "Removes the pairing and its macaroon. The seed stays.",
  forget: "Forget",
  forgetAsk: (name: string) => `Forget ${name}?`,
  forgetConsequences: [
    "Countersign disconnects at once, and your node stops until a signer is back.",
    "Certificate and macaroon are removed from this computer. To pair again you need the connection text.",
    "The seed and your backup are not touched.",
  ],
  forgetAfter: "On the node, revoke the macaroon:",
  forgetConfirm: "Forget node",
  practiceForget: "Leave practice to end this node.",
} as const;
