/** Says on every page that this is practice, and leads out of it. */
import { FlaskConical } from "lucide-react";
import { useCall } from "../../bridge";
import { goTo } from "../../stores/route";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { shellWords } from "../../words/shell";

export function PracticeRibbon() {
  const stop = useCall("practice.stop");
  const leave = async () => {
    const reply = await stop.run({});
    if (reply.ok) goTo("home");
    else showToast("bad", reply.error.message);
  };
  return (
    <aside
      aria-label={shellWords.practiceRibbon}
      className="flex items-center gap-2.5 border-b border-line bg-info-soft px-7 py-1.5 text-sm"
    >
      <FlaskConical aria-hidden className="size-4 text-info" />
      <p className="flex-1">
        <span className="font-semibold text-info">{shellWords.practiceRibbon}</span>{" "}
        <span className="text-ink-2">{shellWords.practiceRibbonNote}</span>
      </p>
      <Button size="small" busy={stop.busy} onClick={leave}>
        {shellWords.leavePractice}
      </Button>
    </aside>
  );
}
