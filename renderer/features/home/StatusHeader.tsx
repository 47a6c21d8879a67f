/** Whether signing goes on, for whom, and the one thing to do about it. */
import { useState } from "react";
import type { AppSnapshot, PairedNodeView } from "../../../preload/contract/types";
import { call } from "../../bridge";
import { formatMinute, formatSpan } from "../../format";
import { useSnapshot } from "../../stores/app";
import { goTo } from "../../stores/route";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { useNow } from "../../ui/useNow";
import { homeWords as words } from "../../words/home";
import { linkCauseWords } from "../../words/link";

interface Status {
  readonly look: "signing" | "moving" | "waiting" | "stopped";
  readonly title: string;
  readonly note: string;
}

export function StatusHeader({ node }: { readonly node: PairedNodeView }) {
  const snapshot = useSnapshot();
  const nowMs = useNow();
  const { look, title, note } = statusOf(snapshot, node, nowMs);
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <Pulse look={look} />
      <div className="min-w-60 flex-1">
        <div role="status">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        </div>
        <p className="tabular-nums text-ink-2">{note}</p>
      </div>
      <StatusActions snapshot={snapshot} />
    </header>
  );
}

/** The state in words. A pause outranks the link: it is the person's own doing. */
export function statusOf(snapshot: AppSnapshot, node: PairedNodeView, nowMs: number): Status {
  const { link, pausedUntilMs, totals } = snapshot;
  if (pausedUntilMs !== null && pausedUntilMs > nowMs && link.state === "online") {
    return { look: "waiting", title: words.paused(node.name), note: words.pausedNote(formatMinute(pausedUntilMs)) };
  }
  switch (link.state) {
    case "offline":
      return { look: "stopped", title: words.offline(node.name), note: words.offlineNote };
    case "connecting":
      return {
        look: "moving",
        title: words.connecting(node.name),
        note: `${link.address}, ${words.attempt(link.attempt)}`,
      };
    case "handshaking":
      return {
        look: "moving",
        title: words.handshaking(node.name),
        note: `${link.address}, ${words.attempt(link.attempt)}`,
      };
    case "online": {
      const ping = totals.lastPingAtMs === null ? "" : `, ${words.lastPing(formatSpan(nowMs - totals.lastPingAtMs))}`;
      const note = `${link.address}, ${words.connectedFor(formatSpan(nowMs - link.sinceMs))}${ping}`;
      return { look: "signing", title: words.online(node.name), note };
    }
    case "backing-off": {
      const leftMs = link.retryAtMs - nowMs;
      return {
        look: "stopped",
        title: linkCauseWords[link.failure.cause].title(node.name),
        note: leftMs > 0 ? words.retryIn(formatSpan(leftMs + 999)) : words.retrying,
      };
    }
  }
}

function StatusActions({ snapshot }: { readonly snapshot: AppSnapshot }) {
  const [busy, setBusy] = useState(false);
  const act = async (start: () => ReturnType<typeof call<"link.pause" | "link.resume" | "link.retryNow">>) => {
    setBusy(true);
    const reply = await start();
    setBusy(false);
    if (!reply.ok) showToast("bad", reply.error.message);
  };
  const { link, pausedUntilMs } = snapshot;
  return (
    <div className="flex gap-1">
      {link.state === "online" && pausedUntilMs === null && (
        <Button busy={busy} onClick={() => act(() => call("link.pause", { minutes: words.pauseMinutes }))}>
          {words.pause}
        </Button>
      )}
      {link.state === "online" && pausedUntilMs !== null && (
        <Button look="primary" busy={busy} onClick={() => act(() => call("link.resume", {}))}>
          {words.resume}
        </Button>
      )}
      {(link.state === "backing-off" || link.state === "offline") && (
        <Button look="primary" busy={busy} onClick={() => act(() => call("link.retryNow", {}))}>
          {words.retryNow}
        </Button>
      )}
      <Button look="quiet" onClick={() => goTo("node")}>
        {words.details}
      </Button>
    </div>
  );
}

const rings = {
  signing: "bg-accent-soft",
  moving: "bg-info-soft",
  waiting: "bg-warn-soft",
  stopped: "bg-bad-soft",
};

/** A disc for signing, a turning arc for moving, bars for a pause, a broken ring for stopped: shape and colour. */
function Pulse({ look }: { readonly look: Status["look"] }) {
  return (
    <span aria-hidden className={`grid size-11 shrink-0 place-items-center rounded-full ${rings[look]}`}>
      <svg
        aria-hidden="true"
        width="20"
        height="20"
        viewBox="0 0 20 20"
        fill="none"
        className={look === "moving" ? "animate-turn" : ""}
      >
        {look === "signing" && <circle cx="10" cy="10" r="7" fill="var(--accent)" />}
        {look === "moving" && (
          <path d="M10 3a7 7 0 1 1-7 7" stroke="var(--info)" strokeWidth="2.5" strokeLinecap="round" />
        )}
        {look === "waiting" && (
          <path d="M7 5v10M13 5v10" stroke="var(--warn)" strokeWidth="2.75" strokeLinecap="round" />
        )}
        {look === "stopped" && (
          <path d="M5 5l10 10M15 5L5 15" stroke="var(--bad)" strokeWidth="2.5" strokeLinecap="round" />
        )}
      </svg>
    </span>
  );
}
