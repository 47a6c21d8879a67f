/**
 * What a stolen node could still do today, worked out from the rules, the channels it has and how it is paired. Data:
 * the window has the sentences.
 */
import type { PolicyConfig } from "./config";
import { actionOf } from "./presets";
import { rules } from "./rules";
import { type RuleAction, ruleActions } from "./ruleTags";

export interface TrustFacts {
  readonly config: PolicyConfig;
  /** A taproot channel or another joint signature was signed for. */
  readonly hasUsedMuSig2: boolean;
  /** Channels that memory knows. */
  readonly channelCount: number;
  /** Memory is empty although the seed is not new: it was lost or left behind. */
  readonly isMemoryNew: boolean;
  readonly pairing: {
    /** The stored macaroon allows more than to connect as the signer; null without a paired node. */
    readonly isMacaroonWide: boolean | null;
  };
}

export interface TrustSentence {
  readonly tag: string;
  readonly level: "ok" | "info" | "warn" | "bad";
  readonly values: Readonly<Record<string, string | number>>;
}

/** In the order in which a person should read them: how bad first, then what is held off. */
export function trustSentences(facts: TrustFacts): TrustSentence[] {
  const sentences = sentenceMakers.flatMap((make) => make(facts) ?? []);
  return sentences.sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
}

const levels: readonly TrustSentence["level"][] = ["bad", "warn", "info", "ok"];

type SentenceMaker = (facts: TrustFacts) => TrustSentence | TrustSentence[] | null;

const sentenceMakers: readonly SentenceMaker[] = [
  ({ config }) => (config.preset === "blind" ? say("signs-blindly", "bad") : null),
  () => say("seed-stays-here", "ok"),
  walletMoney,
  allowedDestinations,
  minersFees,
  closes,
  ({ config }) => {
    const action = does(config, "policy-sweep-destination-allowlisted");
    return say("sweeps", action === "block" ? "ok" : stops(action) ? "info" : "bad", { action });
  },
  // None of the next four can be told from a node's everyday work by what it asks.
  ({ channelCount }) => say("pays-over-lightning", "warn", { channelCount }),
  () => say("payments-in-flight", "warn"),
  ({ channelCount }) => say("revokes-alone", "warn", { channelCount }),
  ({ channelCount }) => say("closes-by-force", "warn", { channelCount }),
  taprootChannels,
  ({ config }) => {
    const action = mildest(config, [
      "msg-not-a-sighash",
      "msg-key-family",
      "sighash-allow",
      "tweak-family",
      "ecdh-family",
    ]);
    return say("signatures-in-disguise", action === "block" ? "ok" : "bad", { action });
  },
  ({ config }) => {
    const action = does(config, "msg-user");
    return say("speaks-in-your-name", stops(action) ? "ok" : "warn", { action });
  },
  () => say("is-your-node", "info"),
  ({ config }) =>
    config.appFamilies.length === 0
      ? null
      : say("apps-sign-unseen", "warn", { families: [...config.appFamilies].sort((a, b) => a - b).join(", ") }),
  ({ config }) => {
    const action = does(config, "amount-consistency");
    return say("lies-about-amounts", action === "block" ? "ok" : "bad", { action });
  },
  ({ isMemoryNew }) => (isMemoryNew ? say("memory-is-new", "warn") : null),
  ({ pairing: { isMacaroonWide } }) =>
    isMacaroonWide === null
      ? null
      : say("macaroon", isMacaroonWide ? "warn" : "ok", { isWide: isMacaroonWide ? 1 : 0 }),
];

/** What the rule about strangers' outputs leaves to a thief, with the limit that holds in any case. */
function walletMoney({ config }: TrustFacts): TrustSentence {
  const action = does(config, "policy-onchain-no-unknown-outputs");
  if (stops(action)) return say("wallet-money", "ok", { action });
  const limit = stops(does(config, "limit-onchain-out")) ? config.limits["onchain-out"].perDaySat : undefined;
  return say("wallet-money", "bad", limit === undefined ? { action } : { action, perDaySat: limit });
}

function allowedDestinations({ config }: TrustFacts): TrustSentence | null {
  const count = config.allowlist.length;
  if (count === 0) return null;
  const isLimited = stops(does(config, "limit-onchain-out"));
  const limit = isLimited
    ? (config.limits["onchain-out"].perDaySat ?? config.limits["onchain-out"].perWeekSat)
    : undefined;
  return limit === undefined
    ? say("allowed-destinations", "info", { count })
    : say("allowed-destinations", "info", { count, limitSat: limit });
}

function minersFees({ config }: TrustFacts): TrustSentence {
  const range = does(config, "policy-onchain-fee-range");
  const { perDaySat, perTransactionSat } = config.limits.fees;
  const limit = stops(does(config, "limit-fees")) ? (perDaySat ?? perTransactionSat) : undefined;
  if (!stops(range)) return say("miners-fees", "bad", { action: range });
  return limit === undefined
    ? say("miners-fees", "warn", { action: range })
    : say("miners-fees", "ok", { action: range, limitSat: limit });
}

function closes({ config }: TrustFacts): TrustSentence {
  const action = mildest(config, ["policy-mutual-destination-allowlisted", "policy-mutual-value-matches-commitment"]);
  return say("closes-together", stops(action) ? "ok" : "bad", { action });
}

/** A node that makes the one-time numbers of joint signatures can work out every funding key of the seed. */
function taprootChannels({ config, hasUsedMuSig2 }: TrustFacts): TrustSentence {
  if (hasUsedMuSig2) return say("taproot-keys-are-known", "bad");
  return does(config, "musig-channels") === "block"
    ? say("taproot-refused", "ok")
    : say("taproot-would-tell-keys", "warn");
}

function say(tag: string, level: TrustSentence["level"], values: TrustSentence["values"] = {}): TrustSentence {
  return { tag, level, values };
}

function does(config: PolicyConfig, tag: string): RuleAction {
  const rule = rules.find((each) => each.tag === tag);
  if (rule === undefined) throw new Error(`no rule is called ${tag}`);
  return actionOf(rule, config);
}

function mildest(config: PolicyConfig, tags: readonly string[]): RuleAction {
  const actions = tags.map((tag) => does(config, tag));
  return actions.reduce((mild, action) => (ruleActions.indexOf(action) < ruleActions.indexOf(mild) ? action : mild));
}

function stops(action: RuleAction): boolean {
  return action === "ask" || action === "block";
}
