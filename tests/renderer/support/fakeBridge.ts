/** A bridge without a main process: answers from a table, records calls, pushes events when told. */
import type { Reply, WireError } from "../../../preload/contract/errors";
import type {
  ApprovalView,
  AppSnapshot,
  Bridge,
  CallInput,
  CallName,
  CallOutput,
  EventName,
  EventPayload,
  FeedEntryView,
} from "../../../preload/contract/types";

type Answers = { [N in CallName]?: (input: CallInput<N>) => Reply<CallOutput<N>> | Promise<Reply<CallOutput<N>>> };

interface RecordedCall {
  readonly name: CallName;
  readonly input: unknown;
}

export interface FakeBridge extends Bridge {
  readonly calls: readonly RecordedCall[];
  /** Inputs of the calls by this name, oldest first. */
  inputsOf<N extends CallName>(name: N): CallInput<N>[];
  answer<N extends CallName>(name: N, answer: NonNullable<Answers[N]>): void;
  push(snapshot: AppSnapshot): void;
  append(entries: readonly FeedEntryView[], seq?: number): void;
  /** Says that these are open now; `approvals.list` says so as well. */
  setOpen(open: readonly ApprovalView[]): void;
  askQuit(): void;
}

export const ok = <T>(value: T): Reply<T> => ({ ok: true, value });
export const no = (error: WireError): { ok: false; error: WireError } => ({ ok: false, error });

export function createFakeBridge(
  snapshot: AppSnapshot,
  entries: readonly FeedEntryView[] = [],
  given: Answers = {},
): FakeBridge {
  let current = snapshot;
  let feedSeq = 0;
  const calls: RecordedCall[] = [];
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const emit = <N extends EventName>(name: N, payload: EventPayload<N>) => {
    for (const listener of listeners.get(name) ?? []) (listener as (payload: EventPayload<N>) => void)(payload);
  };
  const push = (next: AppSnapshot) => {
    current = next;
    emit("app.changed", { seq: 0, snapshot: next });
  };
  const answers: Answers = {
    "app.snapshot": () => ok(current),
    "settings.update": (change) => {
      push({ ...current, settings: { ...current.settings, ...(change as Partial<AppSnapshot["settings"]>) } });
      return ok({});
    },
    "keystore.lock": () => {
      push({ ...current, windowLocked: true });
      return ok({});
    },
    "kit.view": () => ok({ kit: null }),
    "approvals.list": () => ok({ open: [] }),
    "approvals.history": () => ok({ records: [] }),
    "alerts.list": () => ok({ alerts: [] }),
    "feed.page": ({ beforeSeq, limit }) =>
      ok({ entries: entries.filter((entry) => beforeSeq === undefined || entry.seq < beforeSeq).slice(0, limit) }),
    ...given,
  };
  return {
    calls,
    inputsOf: (name) => calls.filter((made) => made.name === name).map((made) => made.input as never),
    answer(name, answer) {
      (answers as Record<string, unknown>)[name] = answer;
    },
    push,
    append(appended, seq) {
      feedSeq = seq ?? feedSeq + 1;
      emit("feed.appended", { seq: feedSeq, entries: [...appended] });
    },
    setOpen(open) {
      answers["approvals.list"] = () => ok({ open: [...open] });
      emit("approvals.changed", { seq: 1, open: [...open] });
    },
    askQuit: () => emit("quit.asked", { seq: 1 }),
    async call<N extends CallName>(name: N, input: CallInput<N>): Promise<Reply<CallOutput<N>>> {
      calls.push({ name, input });
      const answer = answers[name];
      if (answer === undefined) return ok({} as CallOutput<N>);
      return answer(input);
    },
    on(name, listener) {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener as (payload: never) => void));
      return () => known.delete(listener as (payload: never) => void);
    },
  };
}
