import { beforeEach, describe, expect, test } from "vitest";
import { createHandlers } from "../../../main/handlers";
import type { Shell } from "../../../main/handlers/shell";
import type { SignerSession } from "../../../main/session/session";
import { callNames } from "../../../preload/contract/names";
import type { CallName } from "../../../preload/contract/types";
import { samples } from "../../contract/samples";
import { aSnapshot } from "../../support/snapshots";

/** What each call asks of session and shell, in this order. */
const reaches: Record<CallName, readonly string[]> = {
  "app.snapshot": ["shell.snapshot"],
  "app.quit": ["shell.quit"],
  "app.quitHeard": ["shell.quitHeard"],
  "app.renewPage": ["shell.renewPage"],
  "app.diagnostics": ["session.diagnostics"],
  "settings.update": ["session.updateSettings"],
  "clipboard.copy": ["shell.copyText 02ab"],
  "help.open": ["shell.openHelp remote-signing"],
  "seed.generate": ["session.generateSeed"],
  "seed.restore": ["session.restoreSeed"],
  "seed.discard": ["session.discardSeed"],
  "seed.keep": ["session.keepSeed"],
  "backup.reveal": ["session.revealBackup", "shell.protectContent true"],
  "backup.hide": ["shell.protectContent false"],
  "backup.challenge": ["session.backupChallenge", "shell.protectContent false"],
  "backup.check": ["session.checkBackup"],
  "keystore.retry": ["session.retryKeystore"],
  "keystore.lock": ["session.lock", "shell.protectContent false"],
  "keystore.unlock": ["session.unlock"],
  "keystore.changePassphrase": ["session.changePassphrase"],
  "keystore.saveAccounts": ["session.accountsJson", "shell.saveText accounts.json"],
  "keystore.erase": ["session.eraseKeystore"],
  "pairing.review": ["session.reviewPairing"],
  "pairing.reviewFiles": ["session.reviewPairingFiles"],
  "pairing.reviewLink": ["session.reviewPairingLink"],
  "pairing.fetchCertificate": ["session.fetchPairingCertificate"],
  "pairing.confirm": ["session.confirmPairing"],
  "pairing.inspectCertificate": ["session.inspectCertificate"],
  "pairing.acceptCertificate": ["session.acceptCertificate"],
  "pairing.discard": ["session.discardPairing"],
  "pairing.forget": ["session.forgetPairing"],
  "kit.view": ["kit.view"],
  "kit.prepare": ["kit.prepare"],
  "kit.revealRootKey": ["kit.revealRootKey", "shell.protectContent true"],
  "kit.copyRootKey": ["kit.shownRootKey", "shell.copySecret abab"],
  "kit.forgetRootKey": ["kit.forgetRootKey", "shell.protectContent false", "shell.forgetSecret"],
  "kit.review": ["kit.reviewPairing"],
  "kit.discard": ["kit.discard"],
  "kit.save": ["kit.text", "shell.saveText new-node.txt"],
  "guide.read": ["kit.guide"],
  "guide.save": ["kit.guideText", "shell.saveText retire-node.txt"],
  "migration.preflight": ["kit.preflight"],
  "conf.check": ["kit.checkConf"],
  "practice.start": ["session.startPractice"],
  "practice.stop": ["session.stopPractice"],
  "link.retryNow": ["session.retryNow"],
  "link.pause": ["session.pause"],
  "link.resume": ["session.resume"],
  "feed.page": ["session.feedPage"],
  "guard.read": ["guard.read"],
  "guard.change": ["guard.change"],
  "guard.cancelPending": ["guard.cancelPending"],
  "guard.replay": ["guard.replay"],
  "allowlist.check": ["guard.checkAllowlistText"],
  "trust.read": ["guard.trust"],
  "alerts.list": ["guard.alerts"],
  "alerts.dismiss": ["guard.dismissAlert"],
  "approvals.list": ["guard.approvals"],
  "approvals.history": ["guard.approvalHistory"],
  "approvals.decide": ["guard.decide"],
  "approvals.putAway": ["shell.putAwayApprovals"],
  "approvals.preApprove": ["guard.preApprove"],
  "approvals.standing": ["guard.standing"],
  "approvals.revoke": ["guard.revoke"],
  "journal.page": ["guard.journalPage"],
  "journal.verify": ["guard.verifyJournal"],
  "journal.export": ["guard.exportJournal", "shell.saveStream journal.csv"],
  "memory.export": ["guard.exportMemory", "shell.saveStream countersign-memory.json"],
  "memory.import": ["shell.openFile json", "guard.importMemory"],
};

const whileLocked: ReadonlySet<CallName> = new Set<CallName>([
  "app.snapshot",
  "app.quit",
  "app.quitHeard",
  "app.renewPage",
  "backup.hide",
  "help.open",
  "keystore.lock",
  "keystore.unlock",
  "keystore.retry",
  "link.retryNow",
  "feed.page",
]);

let windowLocked: boolean;
let foundTag: string;
let called: string[];
let handlers: Record<CallName, (input: unknown) => unknown>;

/** Has every method and writes down which was called; arguments of the shell's only where they are plain. */
function recorder(owner: "session" | "kit" | "guard" | "shell"): unknown {
  return new Proxy(
    {},
    {
      get: (_target, method: string) => async (first: unknown) => {
        const isPlain = typeof first === "string" || typeof first === "boolean";
        called.push(`${owner}.${method}${owner === "shell" && isPlain ? ` ${first}` : ""}`);
      },
    },
  );
}

beforeEach(() => {
  windowLocked = false;
  foundTag = "wrong-scheme";
  called = [];
  const session = Object.assign(Object.create(recorder("session") as object), {
    snapshot: () => aSnapshot({ windowLocked }),
    kit: Object.assign(Object.create(recorder("kit") as object), {
      shownRootKey: async () => {
        called.push("kit.shownRootKey");
        return { rootKeyHex: "abab" };
      },
    }),
    guard: recorder("guard"),
    reviewPairing: async () => {
      called.push("session.reviewPairing");
      return { ...samples["pairing.review"].output, findings: [{ level: "block", tag: foundTag, message: "" }] };
    },
  });
  handlers = createHandlers(session as SignerSession, recorder("shell") as Shell) as never;
});

test("every call of the contract has its handler", () => {
  expect(Object.keys(handlers).sort()).toEqual([...callNames].sort());
});

describe.each(Object.keys(reaches) as CallName[])("%s", (name) => {
  const { input } = samples[name];

  test(`asks ${reaches[name].join(", then ")}`, async () => {
    await handlers[name](input);
    expect(called).toEqual(reaches[name]);
  });

  if (whileLocked.has(name)) {
    test("works while the window is locked", async () => {
      windowLocked = true;
      await handlers[name](input);
      expect(called).toEqual(reaches[name]);
    });
  } else {
    test("is refused while the window is locked", async () => {
      windowLocked = true;
      await expect(async () => handlers[name](input)).rejects.toMatchObject({ code: "KEYS_LOCKED" });
      expect(called).toEqual([]);
    });
  }
});

test.each(["looks-like-a-seed", "certificate-is-private-key"])(
  "a pasted secret (%s) leaves the clipboard",
  async (tag) => {
    foundTag = tag;
    await handlers["pairing.review"]({ text: "abandon" });
    expect(called).toEqual(["session.reviewPairing", "shell.forgetCopied abandon"]);
  },
);
