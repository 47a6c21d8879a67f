/** Words of the frame around every page: navigation, banners, ribbon, quit, loading. */
import type { AppSnapshot } from "../../preload/contract/types";

export const shellWords = {
  navigation: "Pages",
  home: "Home",
  approvals: "Approvals",
  guard: "Guard",
  journal: "Journal",
  waiting: (count: number) => `${count} waiting`,
  requests: "Requests",
  node: "Node",
  settings: "Settings",
  lock: "Lock",
  lockHint: "Locks this window.",
  lockInPractice: "Practice keys are thrown away, so there is nothing to lock. Leave practice first.",
  loading: "Opening Countersign",
  loadingSeed: "Looking for your seed",
  loadFailedTitle: "Countersign did not start",
  loadFailedHint: "Your seed is not affected. Try again; if this stays, quit and start the app anew.",
  practiceRibbon: "Practice node: throw-away keys",
  practiceRibbonNote: "Nothing here is real money.",
  leavePractice: "Leave practice",
  crashTitle: "This screen broke",
  crashText: "Signing goes on without the window. Load it again; what you see is read anew from the signer.",
  crashAction: "Load the window again",
} as const;

export const bannersLabel = "About this run";

export const bannerWords: Record<AppSnapshot["banners"][number], { title: string; text: string }> = {
  "no-browser-sandbox": {
    title: "Running without the browser sandbox",
    text: "Countersign was started as root, where the sandbox cannot work. Use an ordinary user for real keys.",
  },
  "development-runtime": {
    title: "Development runtime",
    text: "This Electron is for development and tests. Do not keep real keys here.",
  },
  "no-tray": {
    title: "No tray on this desktop",
    text: "Closing the window only minimises it, so that you can always find the signer again.",
  },
};

export const movedAsideWords = (file: string) => ({
  title: "Pairing and settings could not be read",
  text: `Their file is damaged. It was kept as ${file}, and you begin with an empty one: pair with your node again. Your seed is not in it and not affected.`,
});

export const quitWords = {
  title: "Your node will stop without its signer",
  online:
    "lnd shuts itself down when its signer stays away, and channels stand still until both are back. Close the window instead and signing goes on.",
  offline: "Your node waits for this signer. While Countersign is closed it cannot start or sign anything.",
  practice: "The practice node stops and its throw-away keys are gone. Nothing of value is lost.",
  practiceTitle: "Quit and end the practice?",
  idleTitle: "Quit Countersign?",
  idle: "No node depends on this signer yet.",
  keep: "Keep signing",
  stay: "Stay",
  quit: "Quit anyway",
} as const;
