/** The gate that is always open: for a signer that is measured or compared without its guard. */
import type { Gate } from "./gate";

export const openGate: Gate = {
  admit: (asked) => ({
    kind: "sign",
    note: { asked, findings: [], uses: [], learns: [], alerts: [], approval: null, isWrittenAhead: false },
  }),
  commit: (_signed, settle) => settle(undefined),
  noteEnd: () => undefined,
  streamEnded: () => undefined,
};
