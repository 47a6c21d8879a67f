/** The one button, in four weights. */
import { LoaderCircle } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: "primary" | "plain" | "quiet" | "danger";
  readonly size?: "small" | "medium" | "large";
  /** Shows progress and takes no further clicks; stays focusable. */
  readonly busy?: boolean;
  readonly icon?: ReactNode;
}

const looks = {
  primary: "bg-accent border-accent text-accent-ink enabled:hover:bg-accent-hover enabled:hover:border-accent-hover",
  plain: "bg-raised border-line-strong text-ink enabled:hover:border-control",
  quiet: "bg-transparent border-transparent text-ink-2 enabled:hover:bg-sunk enabled:hover:text-ink",
  danger: "bg-bad border-bad text-bad-ink enabled:hover:bg-bad-hover enabled:hover:border-bad-hover",
};
const sizes = {
  small: "h-7 px-2.5 text-sm gap-1.5",
  medium: "h-9 px-3.5 text-base gap-2",
  large: "h-10 px-5 text-base gap-2",
};

export function Button(props: ButtonProps) {
  const { look = "plain", size = "medium", busy = false, icon, className = "", children, onClick, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy}
      onClick={busy ? undefined : onClick}
      className={`inline-flex shrink-0 items-center justify-center rounded-sm border font-medium whitespace-nowrap transition-colors duration-120 disabled:cursor-not-allowed disabled:opacity-50 ${looks[look]} ${sizes[size]} ${className}`}
    >
      {busy ? <LoaderCircle aria-hidden className="size-4 animate-turn" /> : icon}
      {children}
    </button>
  );
}
