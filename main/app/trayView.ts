/** What the tray shows for a state of the app: icon, state line, menu. Pure. */
import type { AppSnapshot, LinkCause } from "../../preload/contract/types";
import { credentialEnds } from "./credentialEnds";

export const trayIcons = ["connected", "waiting", "connecting", "action", "paused", "locked"] as const;
export type TrayIcon = (typeof trayIcons)[number];

export type TrayAction = "open" | "approvals" | "lock" | "pause" | "resume" | "quit";

export interface TrayView {
  readonly icon: TrayIcon;
  /** One line; also the tooltip. */
  readonly stateLine: string;
  readonly actions: readonly { readonly action: TrayAction; readonly label: string; readonly enabled: boolean }[];
}

/** A person must do something before these end. */
const causesForPeople: ReadonlySet<LinkCause> = new Set<LinkCause>([
  "certificate-mismatch",
  "macaroon-refused",
  "macaroon-unknown-root-key",
  "macaroon-expired",
  "certificate-dates",
  "proxy-failed",
  "another-signer-connected",
  "wrong-port",
  "handshake-refused",
  "credentials-missing",
]);

export function trayView(snapshot: AppSnapshot, nowMs: number): TrayView {
  const { keystore, windowLocked, pausedUntilMs, practice } = snapshot;
  const { waiting } = snapshot.guard;
  const isOpen = keystore.state === "open";
  const pause = { action: "pause", label: "Pause 15 minutes", enabled: isOpen && !windowLocked } as const;
  const resume = { action: "resume", label: "Resume", enabled: isOpen && !windowLocked } as const;
  return {
    ...state(snapshot, nowMs),
    actions: [
      { action: "open", label: "Open Countersign", enabled: true },
      ...(waiting > 0 ? [{ action: "approvals", label: `Approvals (${waiting})`, enabled: true } as const] : []),
      { action: "lock", label: "Lock", enabled: isOpen && !windowLocked && !practice },
      pausedUntilMs === null ? pause : resume,
      { action: "quit", label: "Quit", enabled: true },
    ],
  };
}

function state(snapshot: AppSnapshot, nowMs: number): Pick<TrayView, "icon" | "stateLine"> {
  const { keystore, link, pausedUntilMs, node, guard } = snapshot;
  if (keystore.state === "sealed") return { icon: "locked", stateLine: "Locked: open Countersign to unlock" };
  if (keystore.state === "checking") return { icon: "connecting", stateLine: "Looking for the keys" };
  if (keystore.state === "trouble") return { icon: "action", stateLine: "The keychain needs attention" };
  if (keystore.state !== "open") return { icon: "action", stateLine: "Not set up yet" };
  if (pausedUntilMs !== null) return { icon: "paused", stateLine: "Paused: every request is refused" };
  if (node === null) return { icon: "action", stateLine: "No node paired" };
  const { name } = node;
  if (guard.waiting > 0) {
    const what = guard.waiting === 1 ? "A request waits" : `${guard.waiting} requests wait`;
    return { icon: "waiting", stateLine: `${what} for your approval` };
  }
  if (guard.journal === "unavailable") {
    return { icon: "action", stateLine: "Nothing is spent: the journal cannot be written" };
  }
  switch (link.state) {
    case "online": {
      // The stream goes on for as long as it holds; the next one will not begin.
      const [end] = credentialEnds(snapshot, nowMs);
      if (end === undefined) return { icon: "connected", stateLine: `Signing for ${name}` };
      const what = `its ${end.what} ${end.isOver ? "has ended" : "ends soon"}`;
      return { icon: end.isOver ? "action" : "connected", stateLine: `Signing for ${name}, but ${what}` };
    }
    case "connecting":
    case "handshaking":
      return { icon: "connecting", stateLine: `Connecting to ${name}` };
    case "backing-off":
      return causesForPeople.has(link.failure.cause)
        ? { icon: "action", stateLine: `Not signing: ${name} needs attention` }
        : { icon: "connecting", stateLine: `Reconnecting to ${name}` };
    case "offline":
      return { icon: "action", stateLine: `Not connected to ${name}` };
  }
}
