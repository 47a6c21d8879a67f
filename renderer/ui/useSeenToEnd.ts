/** Whether the end of a scrolled region has been on the screen since its content was last changed. */
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

const toleratedPx = 8;

/** @returns the ref and the handler for the region, and whether its end was seen */
export function useSeenToEnd(contentKey: string): {
  readonly region: RefObject<HTMLElement | null>;
  readonly onScroll: () => void;
  readonly isSeen: boolean;
} {
  const region = useRef<HTMLElement>(null);
  const [seenKey, setSeenKey] = useState<string | null>(null);
  const look = useCallback(() => {
    const element = region.current;
    if (element === null) return;
    const leftPx = element.scrollHeight - element.clientHeight - element.scrollTop;
    if (leftPx <= toleratedPx) setSeenKey(contentKey);
  }, [contentKey]);
  useEffect(() => {
    const element = region.current;
    if (element === null) return;
    element.scrollTop = 0;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [look]);
  return { region, onScroll: look, isSeen: seenKey === contentKey };
}
