/** A ring that empties until the deadline, with the time left in it. */
import type { Quantity } from "../../format";
import { askWords as words } from "../../words/approvals";
import type { Deadline } from "./deadline";

const size = 48;
const radius = 20;
const round = 2 * Math.PI * radius;

export function DeadlineRing({ deadline }: { readonly deadline: Deadline }) {
  const { share } = deadline;
  const { value, unit } = timeLeft(deadline);
  return (
    <span className="relative block size-12 shrink-0">
      <svg aria-hidden="true" width={size} height={size} viewBox={`0 0 ${size} ${size}`} className="-rotate-90">
        <circle cx="24" cy="24" r={radius} fill="none" stroke="var(--line)" strokeWidth="4" />
        <circle
          cx="24"
          cy="24"
          r={radius}
          fill="none"
          stroke="var(--warn)"
          strokeWidth="4"
          strokeLinecap="round"
          strokeDasharray={`${(share * round).toFixed(1)} ${round.toFixed(1)}`}
          visibility={share > 0 ? "visible" : "hidden"}
        />
      </svg>
      <span className="absolute inset-0 flex flex-col items-center justify-center text-sm leading-none font-semibold tabular-nums">
        {value}
        <span className="mt-0.5 text-[0.5625rem] font-medium text-ink-2">{unit}</span>
      </span>
    </span>
  );
}

/** One unit is enough inside a ring; the sentence beside it has both. */
function timeLeft({ phase, leftMs }: Deadline): Quantity {
  if (phase === "held") return { value: (leftMs / 1_000).toFixed(1), unit: words.seconds };
  if (leftMs < 60_000) return { value: String(Math.ceil(leftMs / 1_000)), unit: words.seconds };
  return { value: String(Math.ceil(leftMs / 60_000)), unit: words.minutes };
}
