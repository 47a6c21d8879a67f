/** Pairing with a watch-only node, and the practice node that stands in for one. */
import type { SignerSession } from "../session/session";
import type { HandlersOf } from "./handlers";
import type { Shell } from "./shell";

/** Findings about a text that nobody should have copied: the clipboard forgets it too. */
const secretTags: ReadonlySet<string> = new Set(["looks-like-a-seed", "certificate-is-private-key"]);

export function pairingHandlers(session: SignerSession, shell: Shell): HandlersOf<"pairing" | "practice"> {
  return {
    "pairing.review": async (input) => {
      const review = await session.reviewPairing(input);
      if (review.findings.some(({ tag }) => secretTags.has(tag))) await shell.forgetCopied(input.text);
      return review;
    },
    "pairing.reviewFiles": (input) => session.reviewPairingFiles(input),
    "pairing.reviewLink": () => session.reviewPairingLink(),
    "pairing.fetchCertificate": (input) => session.fetchPairingCertificate(input),
    "pairing.confirm": async (input) => {
      await session.confirmPairing(input);
      return {};
    },
    "pairing.inspectCertificate": () => session.inspectCertificate(),
    "pairing.acceptCertificate": async (input) => {
      await session.acceptCertificate(input);
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
