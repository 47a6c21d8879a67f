/** MuSig2 sessions as a thief asks for them: any key, any nonce, any message. */
import { concatBytes } from "@noble/hashes/utils.js";
import { type KeyPair, randomKeyPair, scalar, scalarBytes, timesG } from "../../main/practice/chain/points";
import { sameBytes } from "../../main/practice/chain/sameBytes";
import type { Exchange } from "../../main/practice/exchange";
import {
  aggregateKeys,
  aggregateNonces,
  isValidShare,
  type KeyAggregate,
  makeNonce,
  type PeerNonce,
  type SigningRound,
  sessionId,
  signShare,
  startRound,
} from "../../main/practice/verify/musig2";
import type { SignerKey } from "../../main/practice/watchOnlyKeys";
import { muSig2Version } from "../../main/signer/requests";

const version = muSig2Version.v100rc2;

interface Party {
  readonly keys: KeyPair;
  readonly nonce: PeerNonce;
}

function someParty(): Party {
  return { keys: randomKeyPair(), nonce: makeNonce(randomKeyPair(), randomKeyPair()) };
}

/** Our nonce, made by the node: it knows both halves. */
export interface GivenNonce {
  readonly k1: KeyPair;
  readonly k2: KeyPair;
}

export function someNonce(): GivenNonce {
  return { k1: randomKeyPair(), k2: randomKeyPair() };
}

export interface SessionWish {
  readonly key: SignerKey;
  readonly nonce: GivenNonce;
  readonly peers?: readonly Party[];
}

/** One session with a nonce that the node made. */
export class ThiefSession {
  readonly #key: SignerKey;
  readonly #nonce: GivenNonce;
  readonly #peers: readonly Party[];
  readonly #aggregate: KeyAggregate;

  constructor({ key, nonce, peers = [someParty()] }: SessionWish) {
    this.#key = key;
    this.#nonce = nonce;
    this.#peers = peers;
    this.#aggregate = aggregateKeys([key.pubkey, ...peers.map(({ keys }) => keys.pubkey)], version, new Uint8Array());
  }

  create(): Exchange {
    const { k1, k2 } = this.#nonce;
    return {
      request: {
        kind: "mu_sig2_session_request",
        keyLoc: { keyFamily: this.#key.family, keyIndex: this.#key.index },
        allSignerPubkeys: [this.#key.pubkey, ...this.#peers.map(({ keys }) => keys.pubkey)],
        otherSignerPublicNonces: this.#peers.map(({ nonce }) => nonce.public),
        tweaks: [],
        taprootTweak: { scriptRoot: new Uint8Array(), keySpendOnly: true },
        version,
        pregeneratedLocalNonce: concatBytes(k1.secretKey, k2.secretKey, this.#key.pubkey),
      },
      variant: "a session with the node's nonce",
      check: (answer) => (answer.kind === "mu_sig2_session_response" ? null : `answer is ${answer.kind}`),
    };
  }

  /** Succeeds when the share is valid: whoever knows the nonce has the key then. */
  sign(digest: Uint8Array): Exchange {
    const { k1, k2 } = this.#nonce;
    const localNonce = concatBytes(k1.pubkey, k2.pubkey);
    return {
      request: {
        kind: "mu_sig2_sign_request",
        sessionId: sessionId(this.#aggregate, localNonce),
        messageDigest: digest,
        cleanup: false,
      },
      variant: "a partial signature",
      check: (answer) => {
        if (answer.kind !== "mu_sig2_sign_response") return `answer is ${answer.kind}`;
        const nonces = [localNonce, ...this.#peers.map(({ nonce }) => nonce.public)];
        const round = startRound(this.#aggregate, aggregateNonces(nonces), digest);
        const share = answer.localPartialSignature;
        if (!isValidShare(round, share, this.#key.pubkey, localNonce)) return "the share does not verify";
        return this.#hasKey(round, share) ? null : "the key does not follow from the share";
      },
    };
  }

  /**
   * Solves the share for our secret key: s = k + e a d, and what a key of 0 would have signed is k. Both signs of the
   * coefficient are tried.
   */
  #hasKey(round: SigningRound, share: Uint8Array): boolean {
    const nonce = makeNonce(this.#nonce.k1, this.#nonce.k2);
    const withKey = (secretKey: Uint8Array) => scalar(signShare(round, { secretKey, pubkey: this.#key.pubkey }, nonce));
    const noKey = withKey(new Uint8Array(32));
    const factor = scalar(scalarBytes(withKey(scalarBytes(1n)) - noKey));
    const secret = scalar(scalarBytes((scalar(share) - noKey) * inverse(factor)));
    return sameBytes(timesG(secret).toBytes(), this.#key.pubkey);
  }
}

const order = scalar(scalarBytes(-1n)) + 1n;

/** Fermat: a^(n-2) mod n. */
function inverse(value: bigint): bigint {
  let [result, base, exponent] = [1n, value % order, order - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % order;
    base = (base * base) % order;
  }
  return result;
}
