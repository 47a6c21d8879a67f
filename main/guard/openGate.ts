/** The gate that is always open: for a signer that is measured or compared without its guard. */
import { bareNote, type Gate } from "./gate";

export const openGate: Gate = {
  admit: (asked) => ({ kind: "sign", note: bareNote(asked) }),
  commit: (_signed, settle) => settle(undefined),
  noteEnd: () => undefined,
  streamEnded: () => undefined,
};
