/** The gate that is always open: for a signer that is measured or compared without its guard. */
import { nowhere } from "../support/members";
import type { Gate } from "./gate";

export const openGate: Gate = {
  admit: (asked) => ({
    kind: "sign",
    note: {
      asked,
      findings: [],
      uses: [],
      learns: [],
      alerts: [],
      approval: null,
      isWrittenAhead: false,
      place: nowhere,
    },
  }),
  commit: (_signed, settle) => settle(undefined),
  noteEnd: () => undefined,
  streamEnded: () => undefined,
};
