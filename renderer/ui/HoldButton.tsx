/** A button for what cannot be taken back: held for 0.8 s by pointer or space bar, never a click, never Enter. */
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useId, useRef, useState } from "react";
import { holdWords as words } from "../words/common";

interface HoldButtonProps {
  readonly title: string;
  /** May be held. While false it says why in `waiting`. */
  readonly armed: boolean;
  readonly waiting: string;
  readonly busy?: boolean;
  readonly onHeld: () => void;
  readonly className?: string;
}

const holdMs = 800;
const tickMs = 25;

export function HoldButton({ title, armed, waiting, busy = false, onHeld, className = "" }: HoldButtonProps) {
  const [share, setShare] = useState(0);
  const timer = useRef<ReturnType<typeof setInterval> | undefined>(undefined);
  const hintId = useId();
  const isReady = armed && !busy;

  const letGo = useCallback(() => {
    clearInterval(timer.current);
    timer.current = undefined;
    setShare(0);
  }, []);
  const press = () => {
    if (!isReady || timer.current !== undefined) return;
    const startedAtMs = performance.now();
    timer.current = setInterval(() => {
      const held = (performance.now() - startedAtMs) / holdMs;
      if (held < 1) return setShare(held);
      letGo();
      onHeld();
    }, tickMs);
  };
  // What changes while it is pressed ends the press.
  useEffect(() => {
    if (!isReady) letGo();
    return letGo;
  }, [isReady, letGo]);

  return (
    <button
      type="button"
      aria-disabled={!isReady}
      aria-describedby={hintId}
      aria-busy={busy}
      onPointerDown={(event: PointerEvent) => event.button === 0 && press()}
      onPointerUp={letGo}
      onPointerLeave={letGo}
      onPointerCancel={letGo}
      onBlur={letGo}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === "Enter") event.preventDefault();
        if (event.key !== " ") return;
        event.preventDefault();
        if (!event.repeat) press();
      }}
      onKeyUp={letGo}
      onContextMenu={(event) => event.preventDefault()}
      className={`relative inline-flex h-11 touch-none items-center justify-center overflow-hidden rounded-sm border border-accent bg-raised px-4 font-medium text-ink select-none aria-disabled:cursor-not-allowed aria-disabled:border-line-strong aria-disabled:text-ink-3 ${className}`}
    >
      <span aria-hidden className="absolute inset-y-0 left-0 bg-accent-soft" style={{ width: `${share * 100}%` }} />
      <span className="relative">{isReady || busy ? title : waiting}</span>
      <span id={hintId} className="sr-only">
        {words.hint}
      </span>
    </button>
  );
}
