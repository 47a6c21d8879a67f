/** MuSig2 conversations with the signer: taproot channels (lnd lnwallet/musig_session.go) and callers of signrpc. */
import { concatBytes } from "@noble/hashes/utils.js";
import { type MuSig2SessionRequest, muSig2Version } from "../../signer/requests";
import { type KeyPair, randomKeyPair } from "../chain/points";
import { sameBytes } from "../chain/sameBytes";
import type { Exchange } from "../exchange";
import {
  aggregateKeys,
  aggregateNonces,
  combinedKey,
  combineShares,
  internalKey,
  isValidShare,
  isValidSignature,
  type KeyAggregate,
  type MuSig2VersionNumber,
  makeNonce,
  type PeerNonce,
  type SigningRound,
  serializeKey,
  sessionId,
  signShare,
  startRound,
  type TaprootRoot,
} from "../verify/musig2";
import type { SignerKey } from "../watchOnlyKeys";
import type { NodeAnswer } from "../wire";
import type { Channel } from "./channel";
import { between, chance, someBytes } from "./dice";
import type { World } from "./world";

export type Ask = (exchange: Exchange) => Promise<NodeAnswer | undefined>;

interface Party {
  readonly keys: KeyPair;
  readonly nonce: PeerNonce;
}

interface SessionPlan {
  readonly variant: string;
  readonly version: MuSig2VersionNumber;
  readonly key: SignerKey;
  readonly peers: readonly Party[];
  readonly root: TaprootRoot;
  /** Whether the peers' nonces go along with the session request. */
  readonly sendsNonces: boolean;
  readonly pregenerated?: { readonly secret: Uint8Array; readonly public: Uint8Array } | undefined;
}

interface OpenSession {
  readonly id: Uint8Array;
  readonly localNonce: Uint8Array;
  readonly aggregate: KeyAggregate;
}

function makeParty(): Party {
  return { keys: randomKeyPair(), nonce: makeNonce(randomKeyPair(), randomKeyPair()) };
}

function sessionRequest(plan: SessionPlan): MuSig2SessionRequest {
  const pubkeys = [plan.key.pubkey, ...plan.peers.map(({ keys }) => keys.pubkey)];
  return {
    kind: "mu_sig2_session_request",
    keyLoc: { keyFamily: plan.key.family, keyIndex: plan.key.index },
    allSignerPubkeys: pubkeys.map((pubkey) => serializeKey(pubkey, plan.version)),
    otherSignerPublicNonces: plan.sendsNonces ? plan.peers.map(({ nonce }) => nonce.public) : [],
    tweaks: [],
    taprootTweak: plan.root && { scriptRoot: plan.root, keySpendOnly: plan.root.length === 0 },
    version: plan.version,
    pregeneratedLocalNonce: plan.pregenerated?.secret ?? new Uint8Array(),
  };
}

interface PreparedSession {
  readonly exchange: Exchange;
  readonly open: (answer: NodeAnswer | undefined) => OpenSession | undefined;
}

function prepareSession(plan: SessionPlan): PreparedSession {
  const pubkeys = [plan.key.pubkey, ...plan.peers.map(({ keys }) => keys.pubkey)];
  const aggregate = aggregateKeys(pubkeys, plan.version, plan.root);
  return {
    exchange: {
      request: sessionRequest(plan),
      variant: `${plan.variant}-session`,
      check: (answer) => checkSession(plan, aggregate, answer),
    },
    open: (answer) =>
      answer?.kind === "mu_sig2_session_response"
        ? { id: answer.sessionId, localNonce: answer.localPublicNonces, aggregate }
        : undefined,
  };
}

async function openSession(ask: Ask, plan: SessionPlan): Promise<OpenSession | undefined> {
  const { exchange, open } = prepareSession(plan);
  return open(await ask(exchange));
}

function checkSession(plan: SessionPlan, aggregate: KeyAggregate, answer: NodeAnswer): string | null {
  if (answer.kind !== "mu_sig2_session_response") return `answer is ${answer.kind}`;
  const nonce = answer.localPublicNonces;
  if (nonce.length !== 66) return `the public nonce has ${nonce.length} bytes`;
  if (plan.pregenerated && !sameBytes(nonce, plan.pregenerated.public))
    return "the public nonce is not that of the given secret nonce";
  if (!sameBytes(answer.combinedKey, combinedKey(aggregate))) return "the combined key is wrong";
  const internal = plan.root === undefined ? new Uint8Array() : internalKey(aggregate);
  if (!sameBytes(answer.taprootInternalKey, internal)) return "the taproot internal key is wrong";
  if (!sameBytes(answer.sessionId, sessionId(aggregate, nonce))) return "the session id is wrong";
  if (answer.haveAllNonces !== plan.sendsNonces) return `have_all_nonces is ${answer.haveAllNonces}`;
  return answer.version === plan.version ? null : `version is ${answer.version}`;
}

/** `startedRound` saves working it out again where the caller has it. */
function signExchange(
  plan: SessionPlan,
  session: OpenSession,
  messageDigest: Uint8Array,
  startedRound?: SigningRound,
): Exchange {
  return {
    request: { kind: "mu_sig2_sign_request", sessionId: session.id, messageDigest, cleanup: false },
    variant: `${plan.variant}-sign`,
    check: (answer) => {
      if (answer.kind !== "mu_sig2_sign_response") return `answer is ${answer.kind}`;
      const round = startedRound ?? roundOf(plan, session, messageDigest);
      const share = answer.localPartialSignature;
      if (!isValidShare(round, share, plan.key.pubkey, session.localNonce))
        return "the partial signature does not verify";
      const shares = plan.peers.map(({ keys, nonce }) => signShare(round, keys, nonce));
      return isValidSignature(round, combineShares(round, [share, ...shares]))
        ? null
        : "the shares make no valid signature";
    },
  };
}

function cleanupExchange(plan: SessionPlan, session: OpenSession): Exchange {
  return {
    request: { kind: "mu_sig2_cleanup_request", sessionId: session.id },
    variant: `${plan.variant}-cleanup`,
    check: (answer) => (answer.kind === "mu_sig2_cleanup_response" ? null : `answer is ${answer.kind}`),
  };
}

function roundOf(plan: SessionPlan, session: OpenSession, digest: Uint8Array): SigningRound {
  const nonces = [session.localNonce, ...plan.peers.map(({ nonce }) => nonce.public)];
  return startRound(session.aggregate, aggregateNonces(nonces), digest);
}

/**
 * A taproot channel's commitment signature: the node makes our nonce itself and sends the secret half (97 bytes:
 * k1 || k2 || own pubkey). lnd signs without cleaning up, and never asks for it later.
 */
export async function taprootCommitment(ask: Ask, channel: Channel): Promise<void> {
  const [k1, k2] = [randomKeyPair(), randomKeyPair()];
  const plan = channelPlan(channel, {
    secret: concatBytes(k1.secretKey, k2.secretKey, channel.local.multiSig.pubkey),
    public: concatBytes(k1.pubkey, k2.pubkey),
  });
  const session = await openSession(ask, plan);
  if (session !== undefined) await ask(signExchange(plan, session, someBytes(32)));
}

/** The same conversation with the signer's own nonce, in two halves: the second is made from the first's answer. */
export function signedSession(channel: Channel): {
  session: Exchange;
  sign: (answer: NodeAnswer) => Exchange | undefined;
} {
  const plan = channelPlan(channel, undefined);
  const { exchange, open } = prepareSession(plan);
  return {
    session: exchange,
    sign: (answer) => {
      const session = open(answer);
      return session && signExchange(plan, session, someBytes(32));
    },
  };
}

function channelPlan(channel: Channel, pregenerated: SessionPlan["pregenerated"]): SessionPlan {
  const peer = { pubkey: channel.remote.multiSig, secretKey: channel.remote.multiSigSecretKey };
  return {
    variant: "musig2-channel",
    version: muSig2Version.v100rc2,
    key: channel.local.multiSig,
    peers: [{ keys: peer, nonce: makeNonce(randomKeyPair(), randomKeyPair()) }],
    root: chance(0.8) ? new Uint8Array() : someBytes(32),
    sendsNonces: true,
    pregenerated,
  };
}

/** An application's session: nonces come later, one by one; the signer combines. */
export async function applicationSession(ask: Ask, world: World, version: MuSig2VersionNumber): Promise<void> {
  const plan: SessionPlan = {
    variant: version === muSig2Version.v040 ? "musig2-v040" : "musig2-v100",
    version,
    key: world.keys.channelKey(99, between(0, 9)),
    peers: [makeParty(), makeParty()],
    root: chance(0.5) ? someBytes(32) : undefined,
    sendsNonces: false,
  };
  const session = await openSession(ask, plan);
  if (session === undefined) return;
  for (const [position, { nonce }] of plan.peers.entries()) {
    const haveAll = position === plan.peers.length - 1;
    await ask({
      request: {
        kind: "mu_sig2_register_nonces_request",
        sessionId: session.id,
        otherSignerPublicNonces: [nonce.public],
      },
      variant: `${plan.variant}-register`,
      check: (answer) => {
        if (answer.kind !== "mu_sig2_register_nonces_response") return `answer is ${answer.kind}`;
        return answer.haveAllNonces === haveAll ? null : `have_all_nonces is ${answer.haveAllNonces}`;
      },
    });
  }
  const round = roundOf(plan, session, someBytes(32));
  if ((await ask(signExchange(plan, session, round.digest, round))) === undefined) return;
  const shares = plan.peers.map(({ keys, nonce }) => signShare(round, keys, nonce));
  await ask({
    request: { kind: "mu_sig2_combine_sig_request", sessionId: session.id, otherPartialSignatures: shares },
    variant: `${plan.variant}-combine`,
    check: (answer) => {
      if (answer.kind !== "mu_sig2_combine_sig_response") return `answer is ${answer.kind}`;
      if (!answer.haveAllSignatures) return "have_all_signatures is false";
      return isValidSignature(round, answer.finalSignature) ? null : "the final signature does not verify";
    },
  });
}

/** A coordinator sends the combined nonce instead of each one; the session is dropped without a final signature. */
export async function combinedNonceSession(ask: Ask, world: World): Promise<void> {
  const plan: SessionPlan = {
    variant: "musig2-combined-nonce",
    version: muSig2Version.v100rc2,
    key: world.keys.channelKey(99, between(0, 9)),
    peers: [makeParty()],
    root: undefined,
    sendsNonces: false,
  };
  const session = await openSession(ask, plan);
  if (session === undefined) return;
  const nonces = [session.localNonce, ...plan.peers.map(({ nonce }) => nonce.public)];
  const combinedPublicNonce = aggregateNonces(nonces);
  await ask({
    request: { kind: "mu_sig2_combined_nonces_req", sessionId: session.id, combinedPublicNonce },
    variant: `${plan.variant}-register`,
    check: (answer) => (answer.kind === "mu_sig2_comb_nonces_resp" ? null : `answer is ${answer.kind}`),
  });
  await ask({
    request: { kind: "mu_sig2_get_combined_nonces_req", sessionId: session.id },
    variant: `${plan.variant}-get`,
    check: (answer) => {
      if (answer.kind !== "mu_sig2_get_comb_nonces_resp") return `answer is ${answer.kind}`;
      return sameBytes(answer.combinedPublicNonce, combinedPublicNonce) ? null : "the combined nonce came back changed";
    },
  });
  const round = startRound(session.aggregate, combinedPublicNonce, someBytes(32));
  await ask(signExchange(plan, session, round.digest, round));
  await ask(cleanupExchange(plan, session));
}
