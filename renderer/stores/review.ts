/** The pairing that waits to be looked at: from a text, from files, or from a link the system opened. */
import type { PairingReview } from "../../preload/contract/types";
import { createStore, useStore } from "./createStore";

export const reviewStore = createStore<PairingReview | null>(null);

export function useReview(): PairingReview | null {
  return useStore(reviewStore);
}
