/** What a stolen node could still do, sentence by sentence. The signer works out which ones hold; here are the words. */
import type { TrustSentence } from "../../preload/contract/types";
import { formatAmount } from "../format";

export const trustPageWords = {
  title: (node: string | null) => `If ${node ?? "the node"} were stolen today`,
  lead: "Worked out from your rules, your channels and the pairing. It changes when they do.",
  levels: { bad: "Exposed", warn: "Open", info: "Good to know", ok: "Closed" } satisfies Record<
    TrustSentence["level"],
    string
  >,
  empty: "Nothing to say yet",
  emptyNote: "Pair a node, and what it could do without you stands here.",
  loading: "Working it out",
  tag: "Tag",
} as const;

type Values = TrustSentence["values"];

export interface TrustWords {
  readonly title: string;
  readonly text: string;
}

const sats = (amountSat: unknown) => `${formatAmount(String(amountSat), "sat")} sat`;

/** What a rule does that still lets it through, in a subordinate clause. */
const lets = (action: unknown) => (action === "warn" ? "and is only marked" : "and nobody is told");

const channels = (count: unknown) => {
  if (count === 0) return "no channel is known here yet";
  return count === 1 ? "1 channel is known here" : `${count} channels are known here`;
};

export const trustSentenceWords: Readonly<Record<string, (values: Values) => TrustWords>> = {
  "signs-blindly": () => ({
    title: "Everything it asks for is signed",
    text: "The guard is off, as in lnd's own signer: a thief at the node can take the wallet and the channels in a minute.",
  }),
  "seed-stays-here": () => ({
    title: "Your seed is not on the node",
    text: "Whoever has the node has to keep asking this signer. Quit it, or forget the node, and nothing more is signed.",
  }),
  "wallet-money": ({ action, perDaySat }) =>
    action === "ask" || action === "block"
      ? {
          title: action === "ask" ? "Wallet money waits for you" : "Wallet money stays in the wallet",
          text: `On-chain money to an address that is neither yours nor on your allowlist is ${action === "ask" ? "held until you approve it" : "refused"}.`,
        }
      : {
          title: "Wallet money can be sent to anybody",
          text: `A send to a stranger is signed ${lets(action)}${perDaySat === undefined ? "." : `, up to ${sats(perDaySat)} a day.`}`,
        },
  "allowed-destinations": ({ count, limitSat }) => ({
    title:
      count === 1
        ? "One payee on your allowlist is paid unasked"
        : `${count} payees on your allowlist are paid unasked`,
    text:
      limitSat === undefined
        ? "No limit holds for them: a thief cannot keep the money, but can send all of it there."
        : `Up to ${sats(limitSat)}, and then you are asked.`,
  }),
  "miners-fees": ({ action, limitSat }) => {
    if (action !== "ask" && action !== "block") {
      return { title: "Money can be burnt as fees", text: `Fees of any size are signed ${lets(action)}.` };
    }
    return limitSat === undefined
      ? {
          title: "Fees add up without a limit",
          text: "Each one must be reasonable, but nobody counts them: set a limit.",
        }
      : {
          title: "Fees have a limit",
          text: `No single one out of proportion, and no more than ${sats(limitSat)} in all.`,
        };
  },
  "closes-together": ({ action }) =>
    action === "ask" || action === "block"
      ? {
          title: "Closing together pays you",
          text: "A close whose share does not come to your wallet, or is too small, is not signed unasked.",
        }
      : {
          title: "A close can pay somebody else",
          text: `A cooperative close that leaves you nothing is signed ${lets(action)}.`,
        },
  sweeps: ({ action }) =>
    action === "block"
      ? {
          title: "Channel money comes home",
          text: "Sweeps, claims and penalties are signed only into your own wallet or to your allowlist.",
        }
      : action === "ask"
        ? {
            title: "Channel money mostly comes home",
            text: "A sweep to a stranger waits for you. Some of them have deadlines.",
          }
        : { title: "Channel money can be swept away", text: `A sweep to a stranger is signed ${lets(action)}.` },
  "pays-over-lightning": ({ channelCount }) => ({
    title: "It can pay away your channel balances",
    text: `A payment names nobody this signer could check, and stopping one would harm the channel; ${channels(channelCount)}. You are told when much leaves one.`,
  }),
  "payments-in-flight": () => ({
    title: "It can let payments in flight run out",
    text: "Whether to claim or to give back is the node's choice, and silence costs money too.",
  }),
  "revokes-alone": ({ channelCount }) => ({
    title: "It can publish what it has revoked",
    text: `Revocation secrets lie on the node. With them a peer, or a thief who is one, takes a whole channel; ${channels(channelCount)}.`,
  }),
  "closes-by-force": ({ channelCount }) => ({
    title: "It can close your channels by force",
    text: `Your money comes home to your wallet, later and for a fee; ${channels(channelCount)}. You are told of each one.`,
  }),
  "taproot-keys-are-known": () => ({
    title: "It knows the keys of your channels",
    text: "lnd makes the one-time numbers of taproot signatures on the node. From one of them it can work out every channel funding key of this seed.",
  }),
  "taproot-would-tell-keys": () => ({
    title: "Taproot channels would tell it keys",
    text: "None was opened yet. With the first one the node can work out your channel funding keys: the strict preset does without.",
  }),
  "taproot-refused": () => ({
    title: "Taproot channels are refused",
    text: "They would let the node work out your channel funding keys.",
  }),
  "signatures-in-disguise": ({ action }) =>
    action === "block"
      ? {
          title: "No transaction in disguise",
          text: "Messages, tweaks and key exchanges that would make a spend behind your back are refused.",
        }
      : {
          title: "Transactions in disguise get through",
          text: `A message can be a transaction, signed ${lets(action)}.`,
        },
  "speaks-in-your-name": ({ action }) =>
    action === "ask" || action === "block"
      ? {
          title: "Messages in your name wait for you",
          text: "Nothing is signed as a message of yours unless you say so.",
        }
      : {
          title: "It can speak in your name",
          text: "Messages are signed with your node's key. They move no money; people may believe them.",
        },
  "is-your-node": () => ({
    title: "It is your node to everybody else",
    text: "Peers, gossip and invoices know it by a key that signs here for each of them, as it must.",
  }),
  "apps-sign-unseen": ({ families }) => ({
    title: "Apps beside lnd sign unseen",
    text: `You allowed key families ${families}. What they sign says nothing this signer could check.`,
  }),
  "lies-about-amounts": ({ action }) =>
    action === "block"
      ? {
          title: "Amounts are remembered",
          text: "An output that had another amount before is a lie, and refused: fees cannot be hidden that way.",
        }
      : {
          title: "It can lie about amounts",
          text: `Two different amounts of one output are signed ${lets(action)}: fees can be hidden that way.`,
        },
  "memory-is-new": () => ({
    title: "This signer does not know your channels yet",
    text: "It learns them as they are used. Bring its memory along if you have it: Guard, Memory.",
  }),
  macaroon: ({ isWide }) =>
    isWide === 1
      ? {
          title: "The stored macaroon can do more than it must",
          text: "Whoever takes it from this computer can use the node. Bake one for the signer alone.",
        }
      : { title: "The stored macaroon opens this door only", text: "It lets a signer connect, and nothing else." },
};

/** A sentence this window has no words for shows its tag and values: nothing is kept back. */
export function wordsForTrust({ tag, values }: TrustSentence): TrustWords {
  const known = trustSentenceWords[tag];
  if (known !== undefined) return known(values);
  const text = Object.entries(values)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
  return { title: tag, text };
}
