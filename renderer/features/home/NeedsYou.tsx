/** The column of things that wait for the person. */
import { CircleAlert, CircleCheck, Hand, Info, TriangleAlert } from "lucide-react";
import { call } from "../../bridge";
import { useAlerts } from "../../stores/alerts";
import { useSettings, useSnapshot } from "../../stores/app";
import { useApprovals, waitingOf } from "../../stores/approvals";
import { goTo } from "../../stores/route";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { useNow } from "../../ui/useNow";
import { alertWords } from "../../words/alerts";
import { homeWords, needWords as words } from "../../words/home";
import { headlineOf } from "../approvals/approvalText";
import { type Need, needsOf } from "./needs";

const looks = {
  bad: { Icon: CircleAlert, color: "text-bad" },
  warn: { Icon: TriangleAlert, color: "text-warn" },
  info: { Icon: Info, color: "text-info" },
  ok: { Icon: CircleCheck, color: "text-accent" },
};

export function NeedsYou() {
  const snapshot = useSnapshot();
  const nowMs = useNow(60_000);
  const needs = needsOf(snapshot, useAlerts(), nowMs);
  const { open } = useApprovals();
  const { amountUnit } = useSettings();
  const waiting = waitingOf(open ?? []);
  return (
    <Card title={homeWords.needs} className="flex min-h-0 flex-col overflow-hidden">
      {needs.length === 0 ? (
        <Empty icon={CircleCheck} title={homeWords.needsNothing} note={homeWords.needsNothingNote} />
      ) : (
        <ul className="min-h-0 flex-1 divide-y divide-line overflow-y-auto">
          {needs.map((need) =>
            need.key === "waiting" && waiting.length > 0 ? (
              waiting.map((approval) => {
                const { title, note } = headlineOf(approval, amountUnit);
                return <NeedItem key={approval.ref} need={{ ...need, title, text: `${note}.` }} />;
              })
            ) : (
              <NeedItem key={need.alertId ?? need.key} need={need} />
            ),
          )}
        </ul>
      )}
    </Card>
  );
}

function NeedItem({ need }: { readonly need: Need }) {
  const { color } = looks[need.tone];
  const Icon = need.key === "waiting" ? Hand : looks[need.tone].Icon;
  const action = actionFor(need);
  return (
    <li className="flex gap-3 px-4 py-3.5">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${color}`} />
      <div className="min-w-0 space-y-1">
        <h3 className="font-semibold">{need.title}</h3>
        <p className="text-ink-2">{need.text}</p>
        {action !== null && (
          <div className="pt-1.5">
            <Button
              look={need.key === "backup" || need.key === "waiting" ? "primary" : "plain"}
              size="small"
              onClick={action.run}
            >
              {action.title}
            </Button>
          </div>
        )}
      </div>
    </li>
  );
}

function actionFor({ key, alertId }: Need): { readonly title: string; readonly run: () => void } | null {
  switch (key) {
    case "waiting":
      return { title: alertWords.waitingAction, run: () => goTo("approvals") };
    case "journal":
      return { title: alertWords.journalAction, run: () => goTo("journal") };
    case "alert":
      return { title: alertWords.dismiss, run: () => void dismiss(alertId ?? "") };
    case "pending":
      return { title: alertWords.pendingAction, run: () => goTo("guard") };
    case "memory":
      return { title: alertWords.memoryAction, run: () => goTo("guard-memory") };
    case "backup":
      return { title: words.backupAction, run: () => goTo("backup") };
    case "macaroon":
      return { title: words.macaroonAction, run: () => goTo("node") };
    case "passphrase":
      return { title: words.passphraseAction, run: () => goTo("settings") };
    case "practice":
      return { title: words.practiceAction, run: () => void leavePractice() };
    case "macaroon-end":
      return { title: words.macaroonEndAction, run: () => goTo("credentials") };
    case "certificate":
      return { title: words.certificateAction, run: () => goTo("credentials") };
    case "checked":
      return null;
  }
}

async function leavePractice(): Promise<void> {
  const reply = await call("practice.stop", {});
  if (!reply.ok) showToast("bad", reply.error.message);
}

/** The list is read anew when the snapshot counts one less. */
async function dismiss(id: string): Promise<void> {
  const reply = await call("alerts.dismiss", { id });
  if (!reply.ok) showToast("bad", reply.error.message);
}
