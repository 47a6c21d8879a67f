/** Words of the closed doors: lock screen, sealed seed, keychain trouble. */

export const lockWords = {
  title: "Locked",
  signing: (name: string) => `Still signing for ${name}`,
  notSigning: (name: string) => `Not connected to ${name}`,
  refusing: "Keys are wiped from memory. Every request is refused until you unlock.",
  idle: "No node is paired.",
  passphrase: "Passphrase",
  unlock: "Unlock",
  noPassphrase: "No passphrase is set: anybody here can unlock.",
} as const;

export const sealedWords = {
  title: "Unlock your seed",
  lead: "It is sealed with your passphrase. Your node waits for its signer until you type it.",
  store: { keychain: "Kept in this computer's keychain", file: "Kept in a sealed file" },
  passphrase: "Passphrase",
  unlock: "Unlock",
  working: "Opening",
} as const;

export const eraseUnopenedWords = {
  action: {
    forgotten: "Forgotten? Erase and restore from your words",
    lost: "Restore from your words",
  },
  consequences: {
    forgotten: [
      "Nobody can reset a passphrase. The sealed seed leaves this computer, and only your written words bring it back.",
      "The pairing and its macaroon go too: pair again after you restored the seed.",
      "Your node waits, and cannot start, until a signer with this seed is back.",
    ],
    lost: [
      "What this computer still remembers of the seed is erased, so that you can type its words.",
      "The pairing and its macaroon go too: pair again after you restored the seed.",
    ],
  },
  warning: {
    forgotten: "Have your words before you: without them the money is lost.",
    lost: null,
  },
  label: "Type ERASE to confirm",
  confirmation: "ERASE",
} as const;

export const waitWords = (seconds: number) =>
  `Too many attempts. Wait ${seconds} second${seconds === 1 ? "" : "s"} and try again.`;

export const troubleWords = {
  absent: {
    title: "No keychain on this computer",
    lead: "Countersign keeps the seed in the system's keychain, and no keychain service answers here.",
    steps: [
      "If you had a seed before, it is still in the keychain. Log in to the desktop you used then, or start its keychain service.",
      "On Linux this is the Secret Service: GNOME Keyring, KWallet or KeePassXC.",
      "Setting up a new seed? It can rest in a file sealed with a passphrase instead.",
    ],
    useFile: "Use a sealed file instead",
  },
  locked: {
    title: "The keychain is locked",
    lead: "Your seed is safe inside. Unlock the system's keychain and Countersign goes on.",
    steps: [
      "The system may be showing a password window behind this one.",
      "Or open your password manager (Passwords and Keys, KWallet) and unlock the login keyring.",
    ],
  },
  hanging: {
    title: "The keychain does not answer",
    lead: "It was asked and stays silent. Your seed has not been touched.",
    steps: [
      "Look for a password window of the system, perhaps on another screen.",
      "If there is none, log out and in again; that restarts the keychain service.",
    ],
  },
  failed: {
    title: "The keychain reported an error",
    lead: "Countersign could not read it. That says nothing about your seed, which stays where it is.",
    steps: ["Try again first.", "If it stays, the message below helps to find the cause."],
  },
  lost: {
    title: "The seed is no longer where it was kept",
    lead: "The store answers, and your seed is not in it. Another program or person may have removed it.",
    steps: [
      "Is it another keychain than before, say of another user? Open the one you used and try again.",
      "Otherwise your written words bring the seed back. Your node waits for it.",
    ],
  },
  said: "What the system said",
  retry: "Try again",
  retrying: "Asking",
} as const;
