/** Screens of the guard: what waits, what is checked, what was written down. */
import type { Page } from "@playwright/test";
import type { AppSnapshot } from "../../../preload/contract/types";
import { no, ok } from "../support/fakeBridge";
import { aLivelyFeed, anOpenKeystore, aSigningSnapshot, aSnapshot } from "../support/fixtures";
import {
  aChannelOpen,
  aGrant,
  aGuard,
  aMessageApproval,
  anApproval,
  aRepeatable,
  aReplay,
  aStanding,
  aWorryingSend,
  someAlerts,
} from "../support/guardFixtures";
import type { Scene } from "./scene";

const small = { width: 940, height: 640 };
const approveWindow = { width: 460, height: 660 };

function guarded(guard: Partial<AppSnapshot["guard"]>): AppSnapshot {
  const snapshot = aSigningSnapshot();
  return { ...snapshot, guard: { ...snapshot.guard, ...guard } };
}

const click = (name: string | RegExp) => (page: Page) =>
  page
    .getByRole("button", { name, exact: typeof name === "string" })
    .first()
    .click();
const to =
  (...names: (string | RegExp)[]) =>
  async (page: Page) => {
    for (const name of names) await click(name)(page);
  };
const check = (group: string, option: string) => (page: Page) =>
  page.getByRole("group", { name: group }).getByRole("radio", { name: option }).check();
const inOrder =
  (...acts: ((page: Page) => Promise<void>)[]) =>
  async (page: Page) => {
    for (const act of acts) await act(page);
  };

const approve = (name: string, open: Scene["open"], act?: Scene["act"]): Scene => ({
  name: `approve-${name}`,
  snapshot: aSnapshot({ keystore: anOpenKeystore() }),
  document: "approve",
  size: approveWindow,
  ...(open === undefined ? {} : { open }),
  ...(act === undefined ? {} : { act }),
});
const wait = (ms: number) => (page: Page) => page.waitForTimeout(ms);

export const guardScenes: readonly Scene[] = [
  approve("held", () => [anApproval({ heldUntilMs: Date.now() + 9_000 })]),
  approve("armed", () => [anApproval({ heldUntilMs: Date.now() + 9_000 })], wait(1_700)),
  approve(
    "holding",
    () => [aRepeatable()],
    async (page) => {
      await page.waitForTimeout(1_700);
      await page.getByRole("button", { name: "Hold to approve" }).hover();
      await page.mouse.down();
      await page.waitForTimeout(300);
    },
  ),
  approve("repeat", () => [aRepeatable()], wait(1_700)),
  approve("worrying", () => [aWorryingSend(), aRepeatable()], wait(1_700)),
  approve("open", () => [aChannelOpen()], wait(1_700)),
  approve("open-taproot", () => [aRepeatable({ mayBeOpen: true })], wait(1_700)),
  approve("message", () => [aMessageApproval()], wait(1_700)),
  approve("refused", () => [aRepeatable()], click("Refuse")),
  approve(
    "granted",
    () => [aRepeatable()],
    async (page) => {
      await page.waitForTimeout(1_700);
      await page.getByRole("button", { name: "Hold to approve" }).hover();
      await page.mouse.down();
      await page.waitForTimeout(1_000);
      await page.mouse.up();
    },
  ),
  {
    ...approve("error", undefined),
    answers: { "approvals.list": no({ code: "KEYS_LOCKED", message: "The window is locked. Unlock it first." }) },
  },
  approve("nothing", undefined),

  {
    name: "home-waiting",
    snapshot: guarded({ waiting: 2, alerts: 1, memoryIsNew: true, pendingChangeAtMs: Date.now() + 5 * 3_600_000 }),
    feed: aLivelyFeed(),
    open: () => [aChannelOpen(), aRepeatable()],
    answers: { "alerts.list": ok({ alerts: someAlerts() }) },
  },
  { name: "home-journal-unavailable", snapshot: guarded({ journal: "unavailable" }), feed: aLivelyFeed() },
  {
    name: "approvals",
    snapshot: guarded({ waiting: 2 }),
    open: () => [anApproval({ heldUntilMs: Date.now() + 9_000 }), aChannelOpen(), aGrant(), aStanding()],
    act: click(/^Approvals/),
  },
  {
    name: "approvals-small",
    snapshot: guarded({ waiting: 1 }),
    open: () => [aWorryingSend()],
    act: click(/^Approvals/),
    size: small,
  },
  {
    name: "approvals-none",
    snapshot: guarded({}),
    act: click("Approvals"),
    answers: { "approvals.history": ok({ records: [] }) },
  },
  { name: "approvals-granted", snapshot: guarded({}), open: () => [aGrant(), aStanding()], act: click("Approvals") },
  {
    name: "approvals-error",
    snapshot: guarded({}),
    act: click("Approvals"),
    answers: {
      "approvals.list": no({ code: "INTERNAL", message: "Something went wrong here (reference 7f3a).", ref: "7f3a" }),
    },
  },
  {
    name: "approvals-announce",
    snapshot: guarded({}),
    act: inOrder(to("Approvals", "Announce"), async (page) => {
      await page.getByLabel("To", { exact: true }).fill("bc1q9x4f6w0e3h8s5tla2mjuq7ndkz0ry4cv7k2e");
      await page.getByLabel("Amount").fill("1 500 000");
      await click("Announce it")(page);
    }),
    answers: {
      "approvals.preApprove": no({
        code: "ADDRESS_UNREADABLE",
        message: "This is no address of the bitcoin network: its checksum does not fit.",
        at: 1,
      }),
    },
  },
  {
    name: "approvals-standing",
    snapshot: guarded({}),
    act: inOrder(to("Approvals", "Set up"), async (page) => {
      await page.getByLabel("At most, each time").fill("500000");
      await page.getByLabel("At most, in all").fill("400000");
    }),
  },

  { name: "guard-rules", snapshot: guarded({}), act: click("Guard") },
  { name: "guard-rules-small", snapshot: guarded({}), act: click("Guard"), size: small },
  {
    name: "guard-rules-draft",
    snapshot: guarded({}),
    act: inOrder(
      click("Guard"),
      async (page) => {
        await page.getByRole("radio", { name: /^Strict/ }).check();
      },
      check("What happens: A fee out of proportion", "Warn"),
    ),
  },
  {
    name: "guard-replay",
    snapshot: guarded({}),
    act: inOrder(
      click("Guard"),
      async (page) => {
        await page.getByRole("radio", { name: /^Strict/ }).check();
      },
      click("Test on my history"),
    ),
  },
  {
    name: "guard-replay-clean",
    snapshot: guarded({}),
    act: inOrder(
      click("Guard"),
      async (page) => {
        await page.getByRole("radio", { name: /^Blind/ }).check();
      },
      click("Test on my history"),
    ),
    answers: { "guard.replay": ok(aReplay({ blockedCount: 0, askedCount: 0, hits: [], isLooser: true })) },
  },
  {
    name: "guard-pending",
    snapshot: guarded({ preset: "strict", pendingChangeAtMs: Date.now() + 5 * 3_600_000 }),
    act: click("Guard"),
    answers: {
      "guard.read": ok(
        aGuard({
          preset: "strict",
          pendingChange: {
            effectiveAtMs: Date.now() + 5 * 3_600_000,
            lines: ["Preset: strict to standard", "On-chain spending per day: 1 000 000 to 5 000 000 sat"],
          },
        }),
      ),
    },
  },
  {
    name: "guard-error",
    snapshot: guarded({}),
    act: click("Guard"),
    answers: {
      "guard.read": no({ code: "INTERNAL", message: "Something went wrong here (reference 7f3a).", ref: "7f3a" }),
    },
  },
  { name: "guard-limits", snapshot: guarded({}), act: to("Guard", "Limits") },
  {
    name: "guard-limits-draft",
    snapshot: guarded({}),
    act: inOrder(to("Guard", "Limits"), async (page) => {
      await page.getByLabel("Per hour").first().fill("1 000 000");
      await page.getByLabel("Per week").nth(1).fill("many");
      await page.getByLabel("Per week").nth(1).blur();
    }),
  },
  { name: "guard-allowlist", snapshot: guarded({}), act: to("Guard", "Allowlist") },
  {
    name: "guard-allowlist-empty",
    snapshot: guarded({}),
    act: to("Guard", "Allowlist"),
    answers: { "guard.read": ok(aGuard({ allowlist: [] })) },
  },
  {
    name: "guard-allowlist-add",
    snapshot: guarded({}),
    act: inOrder(to("Guard", "Allowlist"), async (page) => {
      const text = page.getByLabel("Address, bitcoin: text or descriptor");
      await text.fill("bc1qnewnewnewnewnewnewnewnewnewnewnewnewnew");
      await page.getByLabel("Name").fill("landlord");
      await click("Add")(page);
      await text.fill("1BoatSLRHtKNngkdXEeobR76b53LETtpyU");
      await click("Add")(page);
    }),
  },
  { name: "guard-memory", snapshot: guarded({ memoryIsNew: true }), act: to("Guard", "Memory") },
  { name: "guard-trust", snapshot: guarded({}), act: to("Guard", "Trust") },
  {
    name: "guard-trust-none",
    snapshot: guarded({}),
    act: to("Guard", "Trust"),
    answers: { "trust.read": ok({ nodeName: null, sentences: [] }) },
  },

  { name: "journal", snapshot: guarded({}), act: click("Journal") },
  { name: "journal-verified", snapshot: guarded({}), act: to("Journal", "Verify") },
  {
    name: "journal-broken",
    snapshot: guarded({ journal: "damaged" }),
    act: to("Journal", "Verify"),
    answers: {
      "journal.verify": ok({ ok: false, seq: 4_117, reason: "The hash of this entry is not that of its text." }),
    },
  },
  { name: "journal-detail", snapshot: guarded({}), act: to("Journal", /Send from wallet/) },
  {
    name: "journal-empty",
    snapshot: guarded({}),
    act: click("Journal"),
    answers: { "journal.page": ok({ rows: [], total: 0, nextBeforeSeq: null }) },
  },
  {
    name: "journal-filtered",
    snapshot: guarded({}),
    act: inOrder(click("Journal"), async (page) => {
      await page.getByRole("searchbox").fill("no-such-tag");
      await page.waitForTimeout(500);
    }),
    answers: { "journal.page": ok({ rows: [], total: 12_304, nextBeforeSeq: null }) },
  },
];
