/** Whether somebody asked to quit and waits for an answer. */
import { createStore, useStore } from "./createStore";

export const quitStore = createStore(false);

export function useQuitAsked(): boolean {
  return useStore(quitStore);
}
