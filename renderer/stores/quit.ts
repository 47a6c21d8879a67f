/** Whether somebody asked to quit and waits for an answer. */
import { createStore, useStore } from "./createStore";

/** How often the question was asked since it was last answered; 0 when nobody waits. */
export const quitStore = createStore(0);

export function useQuitAsked(): number {
  return useStore(quitStore);
}
