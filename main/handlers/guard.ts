/** Rules, approvals, journal and memory. */
import type { SignerSession } from "../session/session";
import type { HandlersOf } from "./handlers";
import type { Shell } from "./shell";

export function guardHandlers(
  { guard }: SignerSession,
  shell: Shell,
): HandlersOf<"guard" | "allowlist" | "trust" | "alerts" | "approvals" | "journal" | "memory"> {
  return {
    "guard.read": () => guard.read(),
    "guard.change": (input) => guard.change(input),
    "guard.cancelPending": async () => {
      await guard.cancelPending();
      return {};
    },
    "guard.replay": (input) => guard.replay(input),
    "allowlist.check": (input) => guard.checkAllowlistText(input),
    "trust.read": () => guard.trust(),
    "alerts.list": () => guard.alerts(),
    "alerts.dismiss": async (input) => {
      await guard.dismissAlert(input);
      return {};
    },
    "approvals.list": async () => ({ open: await guard.approvals() }),
    "approvals.history": (input) => guard.approvalHistory(input),
    "approvals.decide": async (input) => {
      await guard.decide(input);
      return {};
    },
    "approvals.preApprove": (input) => guard.preApprove(input),
    "approvals.standing": (input) => guard.standing(input),
    "approvals.putAway": () => {
      shell.putAwayApprovals();
      return {};
    },
    "approvals.revoke": async (input) => {
      await guard.revoke(input);
      return {};
    },
    "journal.page": (input) => guard.journalPage(input),
    "journal.verify": () => guard.verifyJournal(),
    "journal.export": async ({ format }) => ({
      saved: await shell.saveStream(`journal.${format}`, guard.exportJournal(format)),
    }),
    "memory.export": async () => ({ saved: await shell.saveStream("countersign-memory.json", guard.exportMemory()) }),
    "memory.import": async () => {
      const bytes = await shell.openFile("json");
      return { imported: bytes === null ? null : await guard.importMemory(bytes) };
    },
  };
}
