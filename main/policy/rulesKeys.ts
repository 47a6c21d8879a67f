/** Rules about keys: which of them may do what, under which tweak, sighash and network. */
import { firstAppFamily } from "./classes";
import type { SigningFacts } from "./facts";
import { allActions, counted, type Fired, packet, type Rule, type RuleContext } from "./rule";
import type { RequestSummary } from "./summary";

const lightningPurpose = 1017;
const multiSigFamily = 0;
const revocationRootFamily = 5;
const sighashes = { default: 0, all: 1, singleAnyoneCanPay: 0x83 } as const;
/** Families whose keys BOLT 3 tweaks per commitment: HTLC, delay, and payment before static_remotekey. */
const singleTweakFamilies = [2, 3, 4];
const doubleTweakFamily = 1;

const blockByDefault = { blind: "off", standard: "block", strict: "block" } as const;

export const keyRules: readonly Rule[] = [
  {
    tag: "ecdh-family",
    area: "keys",
    title: "Shared keys only with keys that make them",
    why: "A shared key made with a channel's key leaks what that key protects.",
    actions: allActions,
    looksAt: ["ecdh"],
    defaults: blockByDefault,
    stopsChannels:
      "lnd makes revocation secrets from two keys of its own (lnwallet/revocation_producer.go); with a stranger's point " +
      "the answer gives the stranger the secrets of a channel.",
    check: sharedKeyFamily,
  },
  {
    tag: "musig-family",
    area: "keys",
    title: "Joint signatures by funding keys, of two parties",
    why: "lnd makes joint signatures for the funding output of a taproot channel alone: two keys, one of them ours.",
    actions: allActions,
    looksAt: ["musig2-session"],
    defaults: blockByDefault,
    stopsChannels:
      "A session of another family or size signs no channel that lnd knows (lnwallet/musig_session.go); the key it " +
      "names would sign a digest nobody can read.",
    check: sessionFamily,
  },
  {
    tag: "musig-pregenerated",
    area: "keys",
    title: "One-time numbers made by the node",
    why: "Whoever knows the secret number of a joint signature can work out the key. lnd makes it itself for channels.",
    actions: allActions,
    looksAt: ["musig2-session"],
    defaults: blockByDefault,
    stopsChannels:
      "lnd hands over numbers of its own for funding keys only (rpcwallet.go MuSig2CreateSession); for every other key " +
      "the node would learn that key.",
    check: ({ facts, keyFamily }) =>
      facts.kind === "musig2-session" && facts.isNoncePregenerated && keyFamily !== multiSigFamily
        ? `the node brings the secret number for a key of family ${keyFamily}, and could work out the key`
        : null,
  },
  {
    tag: "musig-one-message",
    area: "keys",
    title: "One number, one signature",
    why: "Two different signatures with one secret number give the key away.",
    actions: ["block"],
    looksAt: [],
    defaults: { blind: "block", standard: "block", strict: "block" },
    stopsChannels: "An honest repeat is the same in everything and is answered alike.",
    enforcedBy: "main/signer/nonceLedger.ts: NONCE_REUSED",
    check: () => null,
  },
  {
    tag: "musig-channels",
    area: "keys",
    title: "Taproot channels",
    why: "Their signatures are made over digests that do not say what they sign, with numbers that the node knows.",
    actions: ["off", "warn", "block"],
    looksAt: ["musig2-session"],
    defaults: { blind: "off", standard: "off", strict: "block" },
    stopsChannels: "A person chose to do without taproot channels; those that are open cannot go on.",
    check: ({ class: requestClass }) =>
      requestClass === "musig2-session" ? "a taproot channel is to be signed for, whose digests say nothing" : null,
  },
  {
    tag: "sighash-allow",
    area: "keys",
    title: "Signatures over the whole transaction",
    why: "A signature that leaves outputs or inputs open can be used in a transaction that nobody has seen.",
    actions: allActions,
    looksAt: ["psbt"],
    defaults: blockByDefault,
    stopsChannels:
      "lnd signs everything with ALL or taproot's default, and second-level transactions also with SINGLE and " +
      "ANYONECANPAY (lnwallet/channel.go HtlcSigHashType); no other type ever.",
    check: sighashTypes,
  },
  {
    tag: "tweak-family",
    area: "keys",
    title: "Tweaks where BOLT 3 has them",
    why: "A tweaked key is another key. Only the keys of commitments are tweaked, each in its own way.",
    actions: allActions,
    looksAt: ["psbt"],
    defaults: blockByDefault,
    stopsChannels:
      "BOLT 3 derives per-commitment keys of the HTLC, payment and delay base points, and revocation keys of the " +
      "revocation base point; lnd asks for no other (input/script_utils.go).",
    check: tweaks,
  },
  {
    tag: "path-pubkey-match",
    area: "keys",
    title: "Keys of this seed",
    why: "The node names a path of ours with a key that is not there: it was made for another seed, and nothing of it can be signed.",
    actions: ["off", "warn", "block"],
    looksAt: ["psbt"],
    defaults: blockByDefault,
    stopsChannels: "Nothing of such a packet could be signed anyway; the refusal says why.",
    check: ({ facts }) => {
      if (facts.kind !== "psbt" || facts.wrongKeys === 0) return null;
      const detail =
        `${counted(facts.wrongKeys, "input")} of the packet: the key at the path it names is another one; ` +
        "this signer holds another seed than the node was made for";
      return facts.signedCount === 0 ? detail : { detail, atMost: "warn" };
    },
  },
  {
    tag: "network-match",
    area: "keys",
    title: "One network",
    why: "Keys, addresses, invoices and gossip all belong to the network that this signer was set up for.",
    actions: allActions,
    looksAt: ["psbt", "message"],
    defaults: blockByDefault,
    check: ({ otherNetwork, network }) =>
      otherNetwork === null ? null : `part of the request belongs to ${otherNetwork}, and this signer to ${network}`,
  },
  {
    tag: "app-family",
    area: "apps",
    title: "Keys of applications",
    why: "Families beyond lnd's own belong to applications such as Loop or Pool; what they sign says little of itself.",
    actions: allActions,
    looksAt: ["psbt", "message", "ecdh", "musig2-session"],
    defaults: { blind: "off", standard: "ask", strict: "ask" },
    check: appFamily,
  },
  {
    tag: "psbt-unknown",
    area: "wallet",
    title: "Transactions of no known kind",
    why: "lnd asks for a known set of transactions. What fits none of them was built by something else.",
    actions: allActions,
    looksAt: ["psbt"],
    defaults: { blind: "off", standard: "ask", strict: "block" },
    check: unknownPacket,
  },
];

function sharedKeyFamily({ class: requestClass, facts, keyFamily }: RequestSummary): Fired | null {
  if (facts.kind !== "ecdh" || keyFamily === null) return null;
  if (requestClass !== "revocation-root-ecdh" && requestClass !== "other-ecdh") return null;
  if (keyFamily >= firstAppFamily || facts.ownPointIndex !== null) return null;
  return keyFamily === revocationRootFamily
    ? "a channel's revocation secrets are to be made with a key that is none of ours"
    : `a shared key is to be made with a key of family ${keyFamily}, which has no use for one`;
}

function sessionFamily({ facts, keyFamily }: RequestSummary): Fired | null {
  if (facts.kind !== "musig2-session" || keyFamily === null || keyFamily >= firstAppFamily) return null;
  if (keyFamily !== multiSigFamily) return `a joint signature is to be made by a key of family ${keyFamily}`;
  if (facts.signerCount !== 2)
    return `a joint signature of ${facts.signerCount} parties is to be made by a funding key`;
  return facts.hasOwnKey ? null : "none of the keys of the joint signature is ours";
}

function sighashTypes(summary: RequestSummary): Fired | null {
  for (const { sighashType, class: requestClass } of packet(summary)?.signings ?? []) {
    if (sighashType === sighashes.all || sighashType === sighashes.default) continue;
    if (sighashType === sighashes.singleAnyoneCanPay && requestClass === "htlc-second-level") continue;
    return `sighash type 0x${sighashType.toString(16)} leaves parts of the transaction open`;
  }
  return null;
}

function tweaks(summary: RequestSummary): Fired | null {
  for (const { tweak, purpose, account } of packet(summary)?.signings ?? []) {
    if (tweak === "none") continue;
    if (tweak === "both") return "the packet holds two tweaks for one key";
    if (purpose !== lightningPurpose) return "a key of the wallet is to be tweaked";
    if (account >= firstAppFamily) continue;
    const isUsual = tweak === "single" ? singleTweakFamilies.includes(account) : account === doubleTweakFamily;
    if (!isUsual) return `a key of family ${account} is to be used with a ${tweak} tweak`;
  }
  return null;
}

/** Families of applications that the request would use and nobody has let in. */
function appFamily(summary: RequestSummary, { config }: RuleContext): Fired | null {
  const isStranger = (family: number) => family >= firstAppFamily && !config.appFamilies.includes(family);
  const uses = ({ purpose, account }: SigningFacts) => purpose === lightningPurpose && isStranger(account);
  const named = summary.facts.kind === "psbt" ? null : summary.keyFamily;
  const stranger =
    packet(summary)?.signings.find(uses)?.account ?? (named !== null && isStranger(named) ? named : undefined);
  return stranger === undefined ? null : `an application wants to use keys of family ${stranger}`;
}

function unknownPacket(summary: RequestSummary): Fired | null {
  const facts = packet(summary);
  if (facts === undefined) return null;
  if (summary.class === "mixed-psbt") return "keys of different kinds are to sign in one packet, as no node asks";
  if (summary.class !== "unknown-psbt") return null;
  const isApps = facts.signings.every(
    ({ purpose, account }) => purpose === lightningPurpose && account >= firstAppFamily,
  );
  return isApps ? null : "a channel's key is to sign a transaction of no known kind";
}
