/** Choices of the first run that more than one of its screens needs. Never words, never a passphrase. */
import { createStore, useStore } from "./createStore";

export interface Setup {
  /** The person chose a sealed file because this computer has no keychain. */
  readonly useFileStore: boolean;
}

export const setupStore = createStore<Setup>({ useFileStore: false });

export function useSetup(): Setup {
  return useStore(setupStore);
}
