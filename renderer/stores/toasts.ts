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

export function showToast(tone: Toast["tone"], text: string): void {
  const toast: Toast = { id: nextId++, tone, text };
  store.set([...store.get().slice(-2), toast]);
  setTimeout(() => store.set(store.get().filter((shown) => shown.id !== toast.id)), visibleForMs);
}

export function useToasts(): readonly Toast[] {
  return useStore(store);
}
