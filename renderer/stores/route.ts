/** Which page is open. It stands in the address as well, so that a window that is loaded anew comes back to it. */

import type { OutcomeFilter } from "../features/requests/feedFilter";
import { createStore, useStore } from "./createStore";

const pages = [
  "home",
  "requests",
  "approvals",
  "guard",
  "guard-limits",
  "guard-allowlist",
  "guard-memory",
  "guard-trust",
  "journal",
  "node",
  "pair",
  "kit",
  "migrate",
  "credentials",
  "conf",
  "settings",
  "backup",
  "setup-backup",
  "setup-node",
] as const;
export type Page = (typeof pages)[number];

export interface Route {
  readonly page: Page;
  /** Filter the requests page opens with. */
  readonly outcome: OutcomeFilter;
}

export const routeStore = createStore<Route>({ page: pageIn(location.hash), outcome: "all" });

function pageIn(hash: string): Page {
  return pages.find((page) => hash === `#${page}`) ?? "home";
}

export function goTo(page: Page, outcome: OutcomeFilter = "all"): void {
  history.replaceState(null, "", `#${page}`);
  routeStore.set({ page, outcome });
}

export function useRoute(): Route {
  return useStore(routeStore);
}
