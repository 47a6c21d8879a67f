/** All rules, in the order in which findings of the same severity are told. */
import type { Rule } from "./rule";
import { channelRules } from "./rulesChannels";
import { closingRules } from "./rulesClosing";
import { keyRules } from "./rulesKeys";
import { limitRules } from "./rulesLimits";
import { messageRules } from "./rulesMessages";
import { paymentRules } from "./rulesPayments";
import { sweepRules } from "./rulesSweeps";
import { walletRules } from "./rulesWallet";

const rateGuard: Rule = {
  tag: "rate-guard",
  area: "limits",
  title: "More requests than usual",
  why: "A stolen node is often a busy one. Nothing is refused for it; you are told.",
  actions: ["off", "warn"],
  looksAt: [],
  defaults: { blind: "off", standard: "warn", strict: "warn" },
  enforcedBy: "main/policy/rateGuard.ts: alerts",
  check: () => null,
};

export const rules: readonly Rule[] = [
  ...messageRules,
  ...keyRules,
  ...walletRules,
  ...closingRules,
  ...sweepRules,
  ...channelRules,
  ...paymentRules,
  ...limitRules,
  rateGuard,
];
