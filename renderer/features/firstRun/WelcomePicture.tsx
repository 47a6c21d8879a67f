/** The idea in one picture: the node asks, this computer signs. */
import { KeyRound, Server } from "lucide-react";
import type { ReactNode } from "react";
import { welcomeWords as words } from "../../words/firstRun";

export function WelcomePicture() {
  return (
    <div aria-hidden className="flex items-start rounded-lg border border-line bg-panel p-4 shadow-lift">
      <Party
        icon={<Server className="size-5" strokeWidth={1.6} />}
        name={words.pictureNode}
        note={words.pictureNodeNote}
      />
      <div className="w-24 shrink-0 space-y-1.5 px-2 pt-0.5 text-center text-xs font-medium text-ink-3">
        <div>
          {words.pictureAsks}
          <svg
            aria-hidden="true"
            viewBox="0 0 80 8"
            className="block h-2 w-full"
            fill="none"
            strokeWidth="1.5"
            strokeLinecap="round"
          >
            <path d="M2 4h74M72 1l4 3-4 3" stroke="var(--control)" />
          </svg>
        </div>
        <div className="text-accent">
          <svg
            aria-hidden="true"
            viewBox="0 0 80 8"
            className="block h-2 w-full"
            fill="none"
            strokeWidth="1.5"
            strokeLinecap="round"
          >
            <path d="M78 4H4M8 1L4 4l4 3" stroke="var(--accent)" />
          </svg>
          {words.pictureSigns}
        </div>
      </div>
      <Party
        icon={<KeyRound className="size-5" strokeWidth={1.6} />}
        name={words.pictureSigner}
        note={words.pictureSignerNote}
        isOurs
      />
    </div>
  );
}

interface PartyProps {
  readonly icon: ReactNode;
  readonly name: string;
  readonly note: string;
  readonly isOurs?: boolean;
}

function Party({ icon, name, note, isOurs = false }: PartyProps) {
  return (
    <div className="flex-1 space-y-1.5 text-center">
      <span
        className={`mx-auto grid size-11 place-items-center rounded-full ${isOurs ? "bg-accent-soft text-accent" : "bg-sunk text-ink-3"}`}
      >
        {icon}
      </span>
      <p className="font-medium">{name}</p>
      <p className="text-sm leading-snug text-ink-3">{note}</p>
    </div>
  );
}
