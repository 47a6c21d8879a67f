/** What helps when something does not work, in words, and safe to paste into a bug report. */
import os from "node:os";
import type { CallOutput } from "../../preload/contract/types";
import type { ThreadDiagnostics } from "../thread/protocol";
import type { SessionSnapshot } from "./snapshot";

export function diagnosticRows(
  { keystore, link, practice, settings, totals }: SessionSnapshot,
  thread: ThreadDiagnostics,
): CallOutput<"app.diagnostics">["rows"] {
  return [
    { label: "System", value: `${os.type()} ${os.release()} ${process.arch}, Node ${process.versions.node}` },
    { label: "Seed", value: keystore.state === "trouble" ? `trouble: ${keystore.trouble}` : keystore.state },
    { label: "Kept in", value: "store" in keystore ? keystore.store : "-" },
    { label: "Practice node", value: practice ? "running" : "off" },
    { label: "Link", value: link.state === "backing-off" ? `backing-off: ${link.failure.cause}` : link.state },
    { label: "Signs while locked", value: settings.signWhileLocked ? "yes" : "no" },
    { label: "secp256k1", value: `${thread.backend ?? "none"}, self-test ${thread.backendSelfTest}` },
    { label: "Requests since start", value: `${totals.requests}, of them refused ${totals.refused}` },
    { label: "Requests in flight", value: String(thread.inFlight) },
    { label: "Memory", value: `${thread.rssMb} MB` },
    { label: "Signer thread since", value: new Date(thread.startedAtMs).toISOString() },
  ];
}
