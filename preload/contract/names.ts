/** Channel names, kept free of zod so that the preload bundle stays tiny. */
import type { CallName, EventName } from "./types";

/** Every call and event travels on its own channel with this prefix. */
export const wirePrefix = "countersign:";

const callTable: Record<CallName, true> = {
  "app.snapshot": true,
  "app.quit": true,
  "app.quitHeard": true,
  "app.renewPage": true,
  "app.diagnostics": true,
  "settings.update": true,
  "clipboard.copy": true,
  "help.open": true,
  "seed.generate": true,
  "seed.restore": true,
  "seed.discard": true,
  "seed.keep": true,
  "backup.reveal": true,
  "backup.hide": true,
  "backup.challenge": true,
  "backup.check": true,
  "keystore.retry": true,
  "keystore.lock": true,
  "keystore.unlock": true,
  "keystore.changePassphrase": true,
  "keystore.saveAccounts": true,
  "keystore.erase": true,
  "pairing.review": true,
  "pairing.reviewFiles": true,
  "pairing.reviewLink": true,
  "pairing.fetchCertificate": true,
  "pairing.confirm": true,
  "pairing.inspectCertificate": true,
  "pairing.acceptCertificate": true,
  "pairing.discard": true,
  "pairing.forget": true,
  "guard.read": true,
  "guard.change": true,
  "guard.cancelPending": true,
  "guard.replay": true,
  "allowlist.check": true,
  "trust.read": true,
  "alerts.list": true,
  "alerts.dismiss": true,
  "approvals.list": true,
  "approvals.history": true,
  "approvals.decide": true,
  "approvals.putAway": true,
  "approvals.preApprove": true,
  "approvals.standing": true,
  "approvals.revoke": true,
  "journal.page": true,
  "journal.verify": true,
  "journal.export": true,
  "memory.export": true,
  "memory.import": true,
  "kit.view": true,
  "kit.prepare": true,
  "kit.revealRootKey": true,
  "kit.copyRootKey": true,
  "kit.forgetRootKey": true,
  "kit.review": true,
  "kit.discard": true,
  "kit.save": true,
  "guide.read": true,
  "guide.save": true,
  "migration.preflight": true,
  "conf.check": true,
  "practice.start": true,
  "practice.stop": true,
  "link.retryNow": true,
  "link.pause": true,
  "link.resume": true,
  "feed.page": true,
};
const eventTable: Record<EventName, true> = {
  "app.changed": true,
  "feed.appended": true,
  "approvals.changed": true,
  "quit.asked": true,
};

export const callNames: ReadonlySet<string> = new Set(Object.keys(callTable));
export const eventNames: ReadonlySet<string> = new Set(Object.keys(eventTable));

/** The approval window is a document of its own, and this is all it may do: see what waits, say yes or no, and go. */
const approveCallTable = {
  "approvals.list": true,
  "approvals.decide": true,
  "approvals.putAway": true,
} satisfies Partial<Record<CallName, true>>;
const approveEventTable = { "approvals.changed": true } satisfies Partial<Record<EventName, true>>;

export const approveCallNames: ReadonlySet<string> = new Set(Object.keys(approveCallTable));
export const approveEventNames: ReadonlySet<string> = new Set(Object.keys(approveEventTable));
