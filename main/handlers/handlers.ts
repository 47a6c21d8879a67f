/** The shape of everything behind the bridge: one function per call of the contract. */
import type { calls } from "../../preload/contract/schemas";
import type { CallName, CallOutput } from "../../preload/contract/types";

/** What a handler gets: the input as the schema hands it on, e.g. trimmed. */
type ParsedInput<N extends CallName> = ReturnType<(typeof calls)[N]["input"]["parse"]>;

/** Expected refusals are thrown as AppError; anything else that is thrown counts as a bug. */
export type Handlers = {
  readonly [N in CallName]: (input: ParsedInput<N>) => Promise<CallOutput<N>> | CallOutput<N>;
};

/** The handlers of one area, e.g. "seed": all calls whose name begins with it. */
export type HandlersOf<Area extends string> = Pick<Handlers, Extract<CallName, `${Area}.${string}`>>;
