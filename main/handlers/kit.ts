/** What a person does on the node: the kit for a new one, guides, and checks. Root keys stay out of screenshots. */
import type { SignerSession } from "../session/session";
import type { HandlersOf } from "./handlers";
import type { Shell } from "./shell";

/** Long enough to paste, short enough to be forgotten. */
const clearsAfterMs = 60_000;

export function kitHandlers({ kit }: SignerSession, shell: Shell): HandlersOf<"kit" | "guide" | "migration" | "conf"> {
  return {
    "kit.view": () => kit.view(),
    "kit.prepare": (input) => kit.prepare(input),
    "kit.revealRootKey": async () => {
      const revealed = await kit.revealRootKey();
      shell.protectContent(true);
      return revealed;
    },
    "kit.copyRootKey": async () => {
      const { rootKeyHex } = await kit.shownRootKey();
      await shell.copySecret(rootKeyHex, clearsAfterMs);
      return { clearsAfterMs };
    },
    "kit.forgetRootKey": async () => {
      kit.forgetRootKey();
      shell.protectContent(false);
      await shell.forgetSecret();
      return {};
    },
    "kit.review": () => kit.reviewPairing(),
    "kit.discard": async () => {
      await kit.discard();
      return {};
    },
    "kit.save": async () => ({ saved: await shell.saveText("new-node.txt", await kit.text()) }),
    "guide.read": (input) => kit.guide(input),
    "guide.save": async (input) => ({ saved: await shell.saveText(`${input.guide}.txt`, await kit.guideText(input)) }),
    "migration.preflight": (input) => kit.preflight(input),
    "conf.check": (input) => kit.checkConf(input),
  };
}
