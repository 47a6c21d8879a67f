/** ECDH requests of a node's life: transport, onions, watchtowers, revocation roots. */
import { randomKeyPair, sharedKey } from "../chain/points";
import { sameBytes } from "../chain/sameBytes";
import type { Exchange } from "../exchange";
import type { SignerKey } from "../watchOnlyKeys";
import type { Channel } from "./channel";
import type { World } from "./world";

/** How the request names its key. lnd always sends a descriptor; the raw key only for index 0. */
type Naming = "descriptor" | "locator" | "default";

/** The far side's secret is known, so the answer is computed from there. */
function ecdh(
  key: SignerKey,
  far: { secretKey: Uint8Array; pubkey: Uint8Array },
  variant: string,
  naming: Naming = "descriptor",
): Exchange {
  const expected = sharedKey(key.pubkey, far.secretKey);
  const keyLoc = { keyFamily: key.family, keyIndex: key.index };
  return {
    request: {
      kind: "shared_key_request",
      ephemeralPubkey: far.pubkey,
      ...(naming === "locator" ? { keyLoc } : {}),
      ...(naming === "descriptor"
        ? { keyDesc: { rawKeyBytes: key.index === 0 ? key.pubkey : new Uint8Array(), keyLoc } }
        : {}),
    },
    variant,
    check: (answer) => {
      if (answer.kind !== "shared_key_response") return `answer is ${answer.kind}`;
      if (answer.sharedKey.length !== 32) return `the shared key has ${answer.sharedKey.length} bytes`;
      return sameBytes(answer.sharedKey, expected) ? null : "the shared key is not the far side's";
    },
  };
}

/** A peer connects: one of the three acts of the noise hand-shake (lnd brontide/noise.go). */
export function peerConnect(world: World): Exchange {
  return ecdh(world.nodeKey, randomKeyPair(), "ecdh-peer");
}

/** An incoming HTLC: onion processing, then the error encrypter, with the same ephemeral key (lnd htlcswitch/link.go). */
export function onionPair(world: World): [Exchange, Exchange] {
  const far = randomKeyPair();
  return [ecdh(world.nodeKey, far, "ecdh-onion"), ecdh(world.nodeKey, far, "ecdh-onion")];
}

/** A session with a watchtower (lnd watchtower/wtclient/client.go). */
export function towerConnect(world: World, index: number): Exchange {
  return ecdh(world.keys.channelKey(8, index), randomKeyPair(), "ecdh-tower");
}

/** signrpc callers may name the key by locator, or not at all for the node key. */
export function byLocator(world: World): Exchange {
  return ecdh(world.keys.channelKey(6, 3), randomKeyPair(), "ecdh-locator", "locator");
}

export function byDefault(world: World): Exchange {
  return ecdh(world.nodeKey, randomKeyPair(), "ecdh-default", "default");
}

/** A key that is named by its bytes with index 0 is searched for in its family (lnd keychain/btcwallet.go). */
export function bySearch(world: World, index: number): Exchange {
  const key = world.keys.channelKey(8, index);
  const exchange = ecdh(key, randomKeyPair(), "ecdh-search");
  return {
    ...exchange,
    request: {
      ...exchange.request,
      kind: "shared_key_request",
      keyDesc: { rawKeyBytes: key.pubkey, keyLoc: { keyFamily: 8, keyIndex: 0 } },
    } as Exchange["request"],
  };
}

/**
 * A channel opens: ECDH between two own keys seeds the revocation secrets (lnd lnwallet/revocation_producer.go).
 * Nobody else can compute it, so the check is symmetry: `mirror` asks the other way round and must give the same.
 */
export function revocationRoot(channel: Channel): { root: Exchange; mirror: Exchange } {
  const { multiSig, revocationRoot: rootKey } = channel.local;
  let first: Uint8Array | undefined;
  const ask = (
    key: SignerKey,
    other: SignerKey,
    variant: string,
    check: (answer: Uint8Array) => string | null,
  ): Exchange => ({
    request: {
      kind: "shared_key_request",
      ephemeralPubkey: other.pubkey,
      keyDesc: { rawKeyBytes: new Uint8Array(), keyLoc: { keyFamily: key.family, keyIndex: key.index } },
    },
    variant,
    check: (answer) => {
      if (answer.kind !== "shared_key_response") return `answer is ${answer.kind}`;
      return answer.sharedKey.length === 32 ? check(answer.sharedKey) : "the shared key is not 32 bytes long";
    },
  });
  return {
    root: ask(rootKey, multiSig, "ecdh-revocation-root", (answer) => {
      first = answer;
      return null;
    }),
    mirror: ask(multiSig, rootKey, "ecdh-revocation-root-mirror", (answer) =>
      sameBytes(answer, first) ? null : "the revocation root differs between its two ends",
    ),
  };
}
