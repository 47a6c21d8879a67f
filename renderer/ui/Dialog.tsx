/**
 * A modal on the native dialog element: focus is kept inside, Escape closes, the page behind is inert. Clicking
 * outside does nothing, so that nothing is lost by a slip.
 */
import { type ReactNode, useEffect, useId, useRef } from "react";
import { focusInitial } from "./focus";

interface DialogProps {
  readonly title: string;
  /** The dialog stands in the middle, wide for two columns; the panel at the right edge. */
  readonly shape?: "dialog" | "wide" | "panel";
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** In the heading's row, at its right. */
  readonly aside?: ReactNode;
  readonly icon?: ReactNode;
}

const shapes = {
  dialog: "m-auto w-[min(30rem,calc(100vw-3rem))] max-h-[calc(100vh-3rem)] rounded-lg animate-open",
  wide: "m-auto w-[min(48rem,calc(100vw-3rem))] max-h-[calc(100vh-3rem)] rounded-lg animate-open",
  panel: "m-0 ml-auto h-screen max-h-none w-[min(28rem,100vw)] rounded-l-lg animate-slide",
};

export function Dialog({ title, shape = "dialog", onClose, children, footer, aside, icon }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null || dialog.open) return;
    const opener = document.activeElement;
    dialog.showModal();
    focusInitial(dialog);
    return () => {
      dialog.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className={`overflow-hidden border border-line bg-panel p-0 text-ink shadow-float ${shapes[shape]}`}
    >
      <div className="flex max-h-[inherit] flex-col" style={shape === "panel" ? { height: "100%" } : undefined}>
        <header
          className={`flex items-start gap-3 px-5 ${shape === "panel" ? "border-b border-line py-4" : "pt-5 pb-2"}`}
        >
          {icon}
          <h2 id={titleId} className="flex-1 text-lg font-semibold">
            {title}
          </h2>
          {aside}
        </header>
        <div className={`min-h-0 flex-1 overflow-y-auto px-5 ${shape === "panel" ? "py-4" : "pb-5"}`}>{children}</div>
        {footer !== undefined && (
          <footer className="flex flex-wrap justify-end gap-2 border-t border-line bg-sunk px-5 py-3.5">
            {footer}
          </footer>
        )}
      </div>
    </dialog>
  );
}
