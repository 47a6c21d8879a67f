/** Words used on many screens. */
import type { NetworkName } from "../../preload/contract/types";

export const commonWords = {
  appName: "Countersign",
  bridgeBroken: "The window lost its connection to the signer. Quit Countersign and start it again.",
  back: "Back",
  cancel: "Cancel",
  close: "Close",
  continue: "Continue",
  copy: "Copy",
  copied: "Copied",
  copyFailed: "Could not copy. Select the text and copy it by hand.",
  retry: "Try again",
  later: "Later",
  working: "Working",
  reference: (ref: string) => `Reference ${ref}, also in the local log.`,
  skipToContent: "Skip to content",
} as const;

export const holdWords = {
  hint: "Keep the pointer or the space bar down for a second.",
} as const;

export const networkWords: Record<NetworkName, { name: string; note: string }> = {
  mainnet: { name: "Mainnet", note: "Real bitcoin. The usual choice." },
  testnet: { name: "Testnet 3", note: "The old public test network." },
  testnet4: { name: "Testnet 4", note: "The current public test network." },
  signet: { name: "Signet", note: "A test network with orderly blocks." },
  regtest: { name: "Regtest", note: "Your own private chain." },
};
