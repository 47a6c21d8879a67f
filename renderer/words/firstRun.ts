/** Words of the first run: welcome, new seed, restored seed, protection. */

export const welcomeWords = {
  title: "Your node asks.\nThis computer signs.",
  lead: "Countersign keeps the keys of a Lightning node off the node itself. The node runs watch-only; every signature is made here.",
  facts: [
    {
      title: "Keys stay on this computer",
      text: "A node that is broken into can ask for signatures, but it cannot take the seed.",
    },
    {
      title: "You see what is signed",
      text: "Each request appears in words, with its outcome and the time it took.",
    },
    {
      title: "It has to keep running",
      text: "lnd waits for its signer and stops without it. Choose a computer that stays on.",
    },
  ],
  create: "Create a new seed",
  createNote: "24 words for a new node",
  restore: "Restore a seed",
  restoreNote: "lnd words, BIP39 or an extended key",
  practice: "Try it with a practice node",
  practiceNote: "Throw-away keys, nothing is stored",
  begin: "How do you want to begin?",
  pictureNode: "watch-only node",
  pictureNodeNote: "knows every balance, holds no key",
  pictureSigner: "this computer",
  pictureSignerNote: "holds the keys, answers",
  pictureAsks: "asks",
  pictureSigns: "signs",
} as const;

export const stepWords = {
  label: "Progress",
  seed: "Seed",
  protection: "Protection",
  backup: "Backup",
  node: "Node",
} as const;

export const newSeedWords = {
  title: "Create a new seed",
  lead: "A seed is 24 words. They are your node's money: whoever has them has everything, and without them a broken computer is a final loss.",
  network: "Network",
  explain: [
    "The words are in lnd's own format, aezeed, which also remembers the wallet's birthday. lnd itself can restore them.",
    "You will write them on paper in a moment. They never leave this computer.",
  ],
  generate: "Generate 24 words",
} as const;

export const restoreWords = {
  title: "Restore a seed",
  lead: "Take them exactly as they were written down.",
  formatLabel: "What do you have?",
  formats: {
    aezeed: { tab: "lnd words", note: "24 words from lnd or Countersign, in the aezeed format." },
    bip39: { tab: "BIP39 words", note: "12 to 24 words from another wallet. lnd's own words are not BIP39." },
    "extended-key": { tab: "Extended key", note: "The master private key, beginning with xprv or tprv." },
  },
  words: "Your words",
  wordsPlaceholder: "Type the words with a space between them",
  key: "Extended master key",
  keyPlaceholder: "xprv…",
  passphrase: "Seed passphrase",
  passphraseAezeed: "Only if one was set when lnd made the seed.",
  passphraseBip39: "The “25th word”. Leave it empty if there is none.",
  network: "Network",
  count: (count: number, wanted: string) => `${count} of ${wanted} words`,
  wanted: { aezeed: "24", bip39: "12 to 24" },
  restore: "Restore",
  warnHot: "Never run two signers with one seed, and never the old hot node beside this signer.",
} as const;

export const protectionWords = {
  title: "Protect your seed",
  lead: "Decide what guards the seed while it rests on this computer.",
  storeLabel: "Where the seed rests",
  keychain: "This computer's keychain",
  keychainNote: "Opens when you log in. Countersign can start and sign by itself after a reboot.",
  file: "A file sealed with a passphrase",
  fileNote: "For computers without a keychain. You type the passphrase at every start.",
  noKeychain: "No keychain service answers on this computer, so the file is the way to go.",
  passphraseOptional: "Passphrase (optional)",
  passphraseRequired: "Passphrase",
  repeat: "Passphrase once more",
  mismatch: "The two passphrases differ. Type the second one again.",
  withNote:
    "With a passphrase, whoever steals this disk or opens your login still faces a slow lock. After a restart your node waits until you type it.",
  withoutNote:
    "Without a passphrase, any program that runs as you and any person who knows your login can reach the seed. In return your node comes back by itself after a power cut.",
  lost: "Nobody can reset it. If you lose it, your 24 words restore the seed.",
  lostKey: "Nobody can reset it. If you lose it, the key you restored from is the only way back.",
  keep: "Keep this seed",
  discard: "Discard and start over",
  discardTitle: "Discard this seed?",
  discardText:
    "It has not been stored anywhere. A generated seed is gone for good; a restored one can be restored again.",
  discardConfirm: "Discard seed",
  fingerprint: "Fingerprint",
  node: "Node identity",
  network: "Network",
  birthday: "Birthday",
  strength: {
    short: "Too short: use eight characters or more.",
    weak: "Stops a glance, not a thief with time. Five random words are far better.",
    fair: "Would cost a thief real effort.",
    strong: "Strong. Keep a copy where you keep the words.",
  },
} as const;
