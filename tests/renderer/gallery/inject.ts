/** Runs in the page before the app: puts the fake bridge where the preload puts the real one. */
import type {
  ApprovalView,
  AppSnapshot,
  Bridge,
  CallName,
  CallOutput,
  FeedEntryView,
} from "../../../preload/contract/types";
import { createFakeBridge, no, ok } from "../support/fakeBridge";
import {
  aBlockedReview,
  anInspectedCertificate,
  anOpenKeystore,
  aRefusedText,
  aReview,
  aReviewToCompare,
  aReviewWithoutCertificate,
  aSnapshot,
  aWorryingReview,
  sampleWords,
} from "../support/fixtures";
import { aGuard, aReplay, aTrust, aVerification, someHistory, someJournalRows } from "../support/guardFixtures";
import {
  aGreenPreflight,
  aKit,
  aMigrationGuide,
  aMismatch,
  aRotationGuide,
  confFindings,
  sampleRootKeyHex,
} from "../support/kitFixtures";

interface GalleryScene {
  readonly snapshot: AppSnapshot | null;
  readonly feed: readonly FeedEntryView[];
  readonly open: readonly ApprovalView[];
  readonly answers: Readonly<Record<string, never>>;
  readonly theme: "light" | "dark";
}

declare global {
  interface Window {
    galleryScene: GalleryScene;
  }
}

const { snapshot, feed, open, answers, theme } = window.galleryScene;
const themed = (given: AppSnapshot): AppSnapshot => ({ ...given, settings: { ...given.settings, theme } });

const bridge = createFakeBridge(themed(snapshot ?? aSnapshot()), feed, {
  ...(snapshot === null ? { "app.snapshot": () => new Promise<never>(() => undefined) } : {}),
  "seed.restore": () =>
    no({
      code: "SEED_UNKNOWN_WORD",
      message: "Word 3, “banan”, is not in the word list. Did you mean “banana”?",
      at: 3,
    }),
  "seed.keep": () => {
    const open = anOpenKeystore({ backup: "unchecked", backupCheckedAtMs: null, hasPassphrase: false });
    bridge.push(themed(aSnapshot({ keystore: open })));
    return ok({});
  },
  "backup.reveal": () => ok({ words: [...sampleWords] }),
  "backup.challenge": () => ok({ positions: [2, 7, 11, 16, 19, 23] }),
  "backup.check": ({ words }): { ok: true; value: CallOutput<"backup.check"> } => {
    const wrong = words.filter(({ word }) => word !== "right").map(({ position }) => position);
    return { ok: true, value: { correct: wrong.length === 0, wrongPositions: wrong.slice(0, 2) } };
  },
  "pairing.reviewFiles": () => ok(aReview()),
  "pairing.fetchCertificate": () => ok(aReviewToCompare()),
  "pairing.inspectCertificate": () => ok(anInspectedCertificate()),
  "pairing.review": ({ text }) => {
    if (text.includes("nocert")) return ok(aReviewWithoutCertificate());
    if (text.includes("update")) return ok(aReview({ updates: "aurora" }));
    if (text.includes("admin")) return ok(aWorryingReview());
    if (text.includes("blocked")) return ok(aBlockedReview());
    if (text.startsWith("lndconnect://")) return ok(aReview());
    return ok(aRefusedText());
  },
  "keystore.unlock": () =>
    no({ code: "WRONG_PASSPHRASE", message: "That is not the passphrase. Two more attempts, then a wait." }),
  "kit.prepare": () => ok({ kit: aKit() }),
  "kit.revealRootKey": () => ok({ rootKeyHex: sampleRootKeyHex }),
  "kit.review": () => ok(aReviewWithoutCertificate()),
  "guide.read": ({ guide }) => ok({ guide: guide === "migration" ? aMigrationGuide() : aRotationGuide() }),
  "migration.preflight": ({ nodePubkeyHex }) => ok(nodePubkeyHex === "" ? aMismatch() : aGreenPreflight()),
  "conf.check": ({ text }) => ok({ findings: confFindings(text) }),
  "guard.read": () => ok(aGuard()),
  "guard.replay": () => ok(aReplay()),
  "guard.change": () => ok({ applied: "later", effectiveAtMs: Date.now() + 86_400_000 }),
  "allowlist.check": ({ text }) =>
    text.startsWith("bc1")
      ? ok({ ok: true, kind: "address", text, label: null, amountSat: null })
      : ok({ ok: false, error: "This is no address of the bitcoin network: its checksum does not fit." }),
  "approvals.history": () => ok({ records: someHistory() }),
  "journal.page": () => ok({ rows: someJournalRows(), total: 12_304, nextBeforeSeq: 12_204 }),
  "journal.verify": () => ok(aVerification()),
  "trust.read": () => ok(aTrust()),
  "app.diagnostics": () =>
    ok({
      rows: [
        { label: "Countersign", value: "0.1.0" },
        { label: "Electron", value: "45.4.1" },
        { label: "Keychain", value: "secret-service, answered in 4 ms" },
        { label: "Signing", value: "native, self-test passed" },
        { label: "Stream", value: "online, watchonlyrpc" },
      ],
    }),
});
bridge.setOpen(open);
for (const [name, reply] of Object.entries(answers)) bridge.answer(name as CallName, () => reply);
window.addEventListener("gallery-quit", () => bridge.askQuit());
Object.defineProperty(window, "countersign", { value: bridge satisfies Bridge });
