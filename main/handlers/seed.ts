/** Making, restoring and keeping a seed. */
import type { SignerSession } from "../session/session";
import type { HandlersOf } from "./handlers";

export function seedHandlers(session: SignerSession): HandlersOf<"seed"> {
  return {
    "seed.generate": async (input) => {
      await session.generateSeed(input);
      return {};
    },
    "seed.restore": async (input) => {
      await session.restoreSeed(input);
      return {};
    },
    "seed.discard": async () => {
      await session.discardSeed();
      return {};
    },
    "seed.keep": async (input) => {
      await session.keepSeed(input);
      return {};
    },
  };
}
