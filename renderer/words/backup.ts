/** Words of the backup: showing the 24 words and checking what was written down. */

export const backupWords = {
  title: "Write down your words",
  lead: "24 words on paper, in order. They are the only way back if this computer is lost.",
  rules: [
    "Use paper or metal. No photo, no cloud, no file.",
    "Number the words. The order matters as much as the words.",
    "Stay alone: no camera, no shared screen.",
  ],
  unlockPassphrase: "Type your passphrase again to see them.",
  unlockAlone: "I am alone, and no camera or shared screen sees this window.",
  passphrase: "Passphrase",
  show: "Show my words",
  hide: "Hide the words",
  hidden: "Hidden. They can be shown again until you have checked your copy.",
  gridLabel: "Your 24 words, in order",
  wordsTitle: "Your 24 words",
  wordsLead: "Write them down, then compare each one. They hide after five minutes.",
  toCheck: "I have written them down",
  checkTitle: "Check my copy",
  checkLead: "Type these words from your paper. This finds slips before they matter.",
  wordLabel: (position: number) => `Word ${position}`,
  wrongWord: "Does not match",
  wrong: (count: number) =>
    count === 1
      ? "One word does not match. Look at your paper again, including the neighbours: swapped words are the usual slip."
      : `${count} words do not match. Look at your paper again, including the neighbours: swapped words are the usual slip.`,
  check: "Check",
  showAgain: "Show my words again",
  later: "Later",
  laterNote: "Home reminds you until it is done.",
  doneTitle: "Your copy is right",
  doneText: "The words cannot be shown again. Keep the paper where neither fire nor a curious person finds it.",
  done: "Continue",
  toHome: "Back to Home",
  nothingTitle: "There are no words to check",
  nothingText: "This seed came from a key, or its words were checked and then forgotten on purpose.",
} as const;
