/** A statement that needs to be seen: icon, words and, if there is something to do, the way to do it. */
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

interface NoticeProps {
  readonly tone: "ok" | "info" | "warn" | "bad";
  readonly title?: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** Announce it when it appears. */
  readonly live?: boolean;
}

const looks = {
  ok: { box: "bg-accent-soft", icon: "text-accent", Icon: CircleCheck },
  info: { box: "bg-info-soft", icon: "text-info", Icon: Info },
  warn: { box: "bg-warn-soft", icon: "text-warn", Icon: TriangleAlert },
  bad: { box: "bg-bad-soft", icon: "text-bad", Icon: CircleAlert },
};

export function Notice({ tone, title, children, action, live = false }: NoticeProps) {
  const { box, icon, Icon } = looks[tone];
  return (
    <div role={live ? "alert" : undefined} className={`flex gap-3 rounded-md px-3.5 py-3 ${box}`}>
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${icon}`} />
      <div className="min-w-0 flex-1 space-y-0.5">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        {children !== undefined && <div className="text-ink">{children}</div>}
      </div>
      {action !== undefined && <div className="self-center">{action}</div>}
    </div>
  );
}
