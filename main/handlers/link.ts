/** The link to the node: retry, pause, resume. */
import type { SignerSession } from "../session/session";
import type { HandlersOf } from "./handlers";

export function linkHandlers(session: SignerSession): HandlersOf<"link"> {
  return {
    "link.retryNow": async () => {
      await session.retryNow();
      return {};
    },
    "link.pause": async ({ minutes }) => {
      await session.pause(minutes);
      return {};
    },
    "link.resume": async () => {
      await session.resume();
      return {};
    },
  };
}
