/** Short notices that leave by themselves. */
import { createStore, useStore } from "./createStore";

export interface Toast {
  readonly id: number;
  readonly tone: "ok" | "bad";
  readonly text: string;
}

const visibleForMs = 4_000;
const store = createStore<readonly Toast[]>([]);
let nextId = 1;

/** Good news take the place of older good news; what went wrong stays for its time. */
export function showToast(tone: Toast["tone"], text: string): void {
  const toast: Toast = { id: nextId++, tone, text };
  const others = store.get().filter((shown) => tone === "bad" || shown.tone === "bad");
  store.set([...others.slice(-2), toast]);
  setTimeout(() => store.set(store.get().filter((shown) => shown.id !== toast.id)), visibleForMs);
}

export function useToasts(): readonly Toast[] {
  return useStore(store);
}
