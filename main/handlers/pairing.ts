/** Pairing with a watch-only node, and the practice node that stands in for one. */
import type { SignerSession } from "../session/session";
import type { HandlersOf } from "./handlers";

export function pairingHandlers(session: SignerSession): HandlersOf<"pairing" | "practice"> {
  return {
    "pairing.review": (input) => session.reviewPairing(input),
    "pairing.confirm": async (input) => {
      await session.confirmPairing(input);
      return {};
    },
    "pairing.discard": async () => {
      await session.discardPairing();
      return {};
    },
    "pairing.forget": async () => {
      await session.forgetPairing();
      return {};
    },
    "practice.start": async () => {
      await session.startPractice();
      return {};
    },
    "practice.stop": async () => {
      await session.stopPractice();
      return {};
    },
  };
}
