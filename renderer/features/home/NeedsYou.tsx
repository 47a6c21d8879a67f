/** The column of things that wait for the person. */
import { CircleCheck, Info, TriangleAlert } from "lucide-react";
import { call } from "../../bridge";
import { useSnapshot } from "../../stores/app";
import { goTo } from "../../stores/route";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { useNow } from "../../ui/useNow";
import { homeWords, needWords as words } from "../../words/home";
import { type Need, needsOf } from "./needs";

const looks = {
  warn: { Icon: TriangleAlert, color: "text-warn" },
  info: { Icon: Info, color: "text-info" },
  ok: { Icon: CircleCheck, color: "text-accent" },
};

export function NeedsYou() {
  const snapshot = useSnapshot();
  const nowMs = useNow(60_000);
  const needs = needsOf(snapshot, nowMs);
  return (
    <Card title={homeWords.needs} className="flex min-h-0 flex-col overflow-hidden">
      {needs.length === 0 ? (
        <Empty icon={CircleCheck} title={homeWords.needsNothing} note={homeWords.needsNothingNote} />
      ) : (
        <ul className="min-h-0 flex-1 divide-y divide-line overflow-y-auto">
          {needs.map((need) => (
            <NeedItem key={need.key} need={need} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function NeedItem({ need }: { readonly need: Need }) {
  const { Icon, color } = looks[need.tone];
  const action = actionFor(need.key);
  return (
    <li className="flex gap-3 px-4 py-3.5">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${color}`} />
      <div className="min-w-0 space-y-1">
        <h3 className="font-semibold">{need.title}</h3>
        <p className="text-ink-2">{need.text}</p>
        {action !== null && (
          <div className="pt-1.5">
            <Button look={need.key === "backup" ? "primary" : "plain"} size="small" onClick={action.run}>
              {action.title}
            </Button>
          </div>
        )}
      </div>
    </li>
  );
}

function actionFor(key: Need["key"]): { readonly title: string; readonly run: () => void } | null {
  switch (key) {
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
