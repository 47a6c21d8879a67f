/** The first thing anybody sees: what this is, three facts, three ways to begin. */
import { ChevronRight, FlaskConical, KeyRound, type LucideIcon, RotateCcw } from "lucide-react";
import { useCall } from "../../bridge";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { welcomeWords as words } from "../../words/firstRun";
import { SetupFrame } from "../shell/SetupFrame";
import { WelcomePicture } from "./WelcomePicture";

interface WelcomeProps {
  readonly onCreate: () => void;
  readonly onRestore: () => void;
}

export function Welcome({ onCreate, onRestore }: WelcomeProps) {
  const practice = useCall("practice.start");
  return (
    <SetupFrame wide>
      <div className="grid gap-x-14 gap-y-8 md:grid-cols-[1fr_21rem]">
        <div className="space-y-6">
          <div className="space-y-3">
            <h1 className="text-2xl font-semibold tracking-tight whitespace-pre-line">{words.title}</h1>
            <p className="text-lg text-ink-2">{words.lead}</p>
          </div>
          <WelcomePicture />
          <ul className="space-y-3.5">
            {words.facts.map((fact) => (
              <li key={fact.title} className="border-l-2 border-accent pl-3.5">
                <p className="font-semibold">{fact.title}</p>
                <p className="text-ink-2">{fact.text}</p>
              </li>
            ))}
          </ul>
        </div>
        <div className="space-y-3 self-center">
          <h2 className="font-semibold">{words.begin}</h2>
          <Way Icon={KeyRound} title={words.create} note={words.createNote} onClick={onCreate} isMain />
          <Way Icon={RotateCcw} title={words.restore} note={words.restoreNote} onClick={onRestore} />
          <Way
            Icon={FlaskConical}
            title={words.practice}
            note={words.practiceNote}
            busy={practice.busy}
            onClick={() => practice.run({})}
          />
          <ErrorNotice error={practice.error} />
        </div>
      </div>
    </SetupFrame>
  );
}

interface WayProps {
  readonly Icon: LucideIcon;
  readonly title: string;
  readonly note: string;
  readonly onClick: () => void;
  readonly isMain?: boolean;
  readonly busy?: boolean;
}

function Way({ Icon, title, note, onClick, isMain = false, busy = false }: WayProps) {
  return (
    <button
      type="button"
      disabled={busy}
      aria-busy={busy}
      onClick={onClick}
      className={`group flex w-full items-center gap-3.5 rounded-lg border px-4 py-3.5 text-left transition-colors duration-120 disabled:cursor-progress disabled:opacity-70 ${
        isMain
          ? "border-accent bg-accent text-accent-ink hover:bg-accent-hover"
          : "border-line bg-panel shadow-lift hover:border-control"
      }`}
    >
      <Icon aria-hidden className={`size-5 shrink-0 ${isMain ? "" : "text-accent"}`} strokeWidth={1.75} />
      <span className="min-w-0 flex-1">
        <span className="block font-semibold">{title}</span>
        <span className={`block text-sm ${isMain ? "" : "text-ink-2"}`}>{note}</span>
      </span>
      <ChevronRight
        aria-hidden
        className="size-4 opacity-70 transition-transform duration-150 group-hover:translate-x-0.5"
      />
    </button>
  );
}
