/** Navigation at the left, the page at the right. */
import {
  Hand,
  House,
  ListOrdered,
  Lock,
  type LucideIcon,
  NotebookText,
  Settings,
  ShieldCheck,
  Waypoints,
} from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { call } from "../../bridge";
import { useSnapshot } from "../../stores/app";
import { goTo, type Page } from "../../stores/route";
import { showToast } from "../../stores/toasts";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Mark } from "../../ui/Mark";
import { commonWords, networkWords } from "../../words/common";
import { shellWords } from "../../words/shell";
import { PracticeRibbon } from "./PracticeRibbon";
import { WaitingAlarm } from "./WaitingAlarm";

const places: readonly { readonly page: Page; readonly title: string; readonly Icon: LucideIcon }[] = [
  { page: "home", title: shellWords.home, Icon: House },
  { page: "requests", title: shellWords.requests, Icon: ListOrdered },
  { page: "approvals", title: shellWords.approvals, Icon: Hand },
  { page: "guard", title: shellWords.guard, Icon: ShieldCheck },
  { page: "journal", title: shellWords.journal, Icon: NotebookText },
  { page: "node", title: shellWords.node, Icon: Waypoints },
  { page: "settings", title: shellWords.settings, Icon: Settings },
];

const nodePages: ReadonlySet<Page> = new Set<Page>(["pair", "kit", "migrate", "credentials", "conf"]);

/** The entry of the navigation a page belongs to. */
function placeOf(page: Page): Page {
  if (nodePages.has(page)) return "node";
  if (page.startsWith("guard-")) return "guard";
  return page === "backup" ? "home" : page;
}

export function Shell({ page, children }: { readonly page: Page; readonly children: ReactNode }) {
  const { keystore, practice, guard } = useSnapshot();
  const main = useRef<HTMLElement>(null);
  // A new page begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs because the page changed
  useEffect(() => {
    if (main.current !== null) main.current.scrollTop = 0;
  }, [page]);
  const lock = async () => {
    const reply = await call("keystore.lock", {});
    if (!reply.ok) showToast("bad", reply.error.message);
  };
  return (
    <div className="grid h-full grid-cols-[3.75rem_1fr] wide:grid-cols-[13.25rem_1fr]">
      <button
        type="button"
        className="absolute top-2 left-2 z-10 -translate-y-20 rounded-sm bg-accent px-3 py-2 font-medium text-accent-ink focus-visible:translate-y-0"
        onClick={() => main.current?.focus()}
      >
        {commonWords.skipToContent}
      </button>
      <nav
        aria-label={shellWords.navigation}
        className="flex flex-col gap-0.5 border-r border-line bg-sunk px-2.5 py-4 wide:px-3"
      >
        <div className="flex items-center justify-center gap-2.5 px-2 pt-0.5 pb-4 text-lg font-semibold tracking-tight wide:justify-start">
          <Mark />
          <span className="max-wide:sr-only">{commonWords.appName}</span>
        </div>
        {places.map(({ page: target, title, Icon }) => {
          const isCurrent = target === placeOf(page);
          return (
            <button
              key={target}
              type="button"
              aria-current={isCurrent ? "page" : undefined}
              onClick={() => goTo(target)}
              className="flex items-center justify-center gap-2.5 rounded-sm border border-transparent px-2.5 py-2 text-left font-medium text-ink-2 transition-colors duration-120 hover:text-ink aria-[current=page]:border-line aria-[current=page]:bg-panel aria-[current=page]:text-ink wide:justify-start"
              title={title}
            >
              <Icon aria-hidden className="size-4" strokeWidth={1.75} />
              <span className="max-wide:sr-only">{title}</span>
              {target === "approvals" && guard.waiting > 0 && (
                <span className="grid h-5 min-w-5 place-items-center rounded-full bg-warn-soft px-1.5 text-xs font-semibold text-warn tabular-nums wide:ml-auto">
                  <span aria-hidden>{guard.waiting}</span>
                  <span className="sr-only">, {shellWords.waiting(guard.waiting)}</span>
                </span>
              )}
            </button>
          );
        })}
        <div className="mt-auto flex flex-col items-center gap-2 wide:flex-row wide:justify-between wide:pl-2">
          {keystore.state === "open" && (
            <Badge tone={keystore.network === "mainnet" ? "raised" : "info"}>
              {networkWords[keystore.network].name}
            </Badge>
          )}
          <Button
            look="quiet"
            size="small"
            icon={<Lock aria-hidden className="size-3.5" />}
            onClick={lock}
            disabled={practice}
            title={practice ? shellWords.lockInPractice : shellWords.lockHint}
          >
            <span className="max-wide:sr-only">{shellWords.lock}</span>
          </Button>
        </div>
      </nav>
      <div className="flex min-h-0 min-w-0 flex-col">
        {practice && <PracticeRibbon />}
        <WaitingAlarm />
        <main
          ref={main}
          id="content"
          tabIndex={-1}
          className="relative min-h-0 flex-1 overflow-y-auto [scrollbar-gutter:stable] px-5 py-6 outline-none mid:px-7"
        >
          {children}
        </main>
      </div>
    </div>
  );
}
