/** Which page is open. Pages are few and need no addresses. */

import type { OutcomeFilter } from "../features/requests/feedFilter";
import { createStore, useStore } from "./createStore";

export type Page =
  | "home"
  | "requests"
  | "node"
  | "pair"
  | "kit"
  | "migrate"
  | "credentials"
  | "conf"
  | "settings"
  | "backup"
  | "setup-backup"
  | "setup-node";

export interface Route {
  readonly page: Page;
  /** Filter the requests page opens with. */
  readonly outcome: OutcomeFilter;
}

export const routeStore = createStore<Route>({ page: "home", outcome: "all" });

export function goTo(page: Page, outcome: OutcomeFilter = "all"): void {
  routeStore.set({ page, outcome });
}

export function useRoute(): Route {
  return useStore(routeStore);
}
