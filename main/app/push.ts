/** The only user of webContents.send: numbered events to a window. */
import type { WebContents } from "electron";
import { wirePrefix } from "../../preload/contract/names";
import { events } from "../../preload/contract/schemas";
import type { EventName, EventPayload } from "../../preload/contract/types";

type Unnumbered<N extends EventName> = Omit<EventPayload<N>, "seq">;
export type Push = <N extends EventName>(name: N, payload: Unnumbered<N>) => void;

/**
 * Returns the function that sends. Events are numbered from 1 per name, also those that no window is there to receive,
 * so that a page which missed some can tell.
 *
 * @throws ZodError for a payload the contract does not know: nothing else may reach the page
 */
export function createPush(target: () => WebContents | null): Push {
  const sent: Record<EventName, number> = {
    "app.changed": 0,
    "feed.appended": 0,
    "approvals.changed": 0,
    "quit.asked": 0,
  };
  return (name, payload) => {
    sent[name] += 1;
    const contents = target();
    if (contents === null || contents.isDestroyed() || contents.isCrashed()) return;
    contents.send(wirePrefix + name, events[name].parse({ seq: sent[name], ...payload }));
  };
}
