/** Short notices at the lower edge. */
import { CircleAlert, CircleCheck } from "lucide-react";
import { useToasts } from "../stores/toasts";

export function Toasts() {
  const toasts = useToasts();
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-6 z-20 flex flex-col items-center gap-2">
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className="flex animate-arrive items-center gap-2 rounded-md bg-ink px-3.5 py-2.5 font-medium text-bg shadow-float"
        >
          {toast.tone === "ok" ? (
            <CircleCheck aria-hidden className="size-4" />
          ) : (
            <CircleAlert aria-hidden className="size-4" />
          )}
          {toast.text}
        </div>
      ))}
    </div>
  );
}
