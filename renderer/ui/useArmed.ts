/** When a dangerous button may be used: the same content was before the person for a while, in a focused window. */
import { useEffect, useState, useSyncExternalStore } from "react";

const armsAfterMs = 1_500;

/** True while the window is visible and has the keyboard. */
export function useIsWatched(): boolean {
  return useSyncExternalStore(listen, isWatched);
}

/**
 * True once `contentKey` has been the same for 1.5 s in a watched window. Whatever changes starts the time anew, so that
 * nothing that appears under a finger is pressed.
 */
export function useArmed(contentKey: string): boolean {
  const watched = useIsWatched();
  const [armedKey, setArmedKey] = useState<string | null>(null);
  useEffect(() => {
    setArmedKey(null);
    if (!watched) return;
    const timer = setTimeout(() => setArmedKey(contentKey), armsAfterMs);
    return () => clearTimeout(timer);
  }, [contentKey, watched]);
  return watched && armedKey === contentKey;
}

function isWatched(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

function listen(changed: () => void): () => void {
  window.addEventListener("focus", changed);
  window.addEventListener("blur", changed);
  document.addEventListener("visibilitychange", changed);
  return () => {
    window.removeEventListener("focus", changed);
    window.removeEventListener("blur", changed);
    document.removeEventListener("visibilitychange", changed);
  };
}
