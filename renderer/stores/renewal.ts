/** Words or a seed were on this page or typed into it, and the person went on: the page goes, and its memory with it. */
import { useLayoutEffect, useRef } from "react";
import { call } from "../bridge";
import { createStore, useStore } from "./createStore";

/** The page is about to go: nothing may be typed or clicked that would be lost. */
export const renewalStore = createStore(false);

export function useIsRenewing(): boolean {
  return useStore(renewalStore);
}

/** Returns a function to call once a secret is on the screen or typed; from then on leaving renews the page. */
export function useRenewalOnLeave(): () => void {
  const isNeeded = useRef(false);
  // Before the next screen is painted.
  useLayoutEffect(
    () => () => {
      if (isNeeded.current) void renewPage();
    },
    [],
  );
  return () => {
    isNeeded.current = true;
  };
}

export async function renewPage(): Promise<void> {
  renewalStore.set(true);
  await call("app.renewPage", {});
  // Only if it failed is there a page left that comes here.
  renewalStore.set(false);
}
