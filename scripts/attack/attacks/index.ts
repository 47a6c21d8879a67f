/** Everything that is tried, by what it is tried with. */
import type { Attack } from "../attack";
import { approvalAttacks } from "./approvals";
import { carriedAttacks } from "./carried";
import { channelAttacks } from "./channels";
import { hiddenAttacks } from "./hidden";
import { limitAttacks } from "./limits";
import { messageAttacks } from "./messages";
import { sessionAttacks } from "./sessions";
import { sharedKeyAttacks } from "./sharedKeys";
import { walletAttacks } from "./walletSpends";

export const attacks: readonly Attack[] = [
  ...messageAttacks,
  ...sharedKeyAttacks,
  ...sessionAttacks,
  ...walletAttacks,
  ...hiddenAttacks,
  ...carriedAttacks,
  ...channelAttacks,
  ...limitAttacks,
  ...approvalAttacks,
];
