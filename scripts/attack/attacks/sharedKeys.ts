/** Secrets of channels got out of ECDH. */
import { randomKeyPair, sharedKey } from "../../../main/practice/chain/points";
import { sameBytes } from "../../../main/practice/chain/sameBytes";
import type { Exchange } from "../../../main/practice/exchange";
import type { SignerKey } from "../../../main/practice/watchOnlyKeys";
import type { Attack } from "../attack";

/** The thief knows the point's secret, and so what a right answer is. */
function ecdh(key: SignerKey, variant: string): Exchange {
  const far = randomKeyPair();
  const expected = sharedKey(key.pubkey, far.secretKey);
  const keyLoc = { keyFamily: key.family, keyIndex: key.index };
  return {
    request: { kind: "shared_key_request", ephemeralPubkey: far.pubkey, keyLoc },
    variant,
    check: (answer) =>
      answer.kind === "shared_key_response" && sameBytes(answer.sharedKey, expected) ? null : "no shared key",
  };
}

export const sharedKeyAttacks: readonly Attack[] = [
  {
    name: "ecdh-revocation-root-foreign-point",
    title: "ECDH of a revocation root with a point of the thief's",
    play: (thief) => void thief.take(ecdh(thief.world.keys.channelKey(5, 1), "a revocation root's secret")),
  },
  {
    name: "ecdh-revocation-root-peer-key",
    title: "ECDH of a revocation root with the peer's funding key",
    play: (thief) => {
      const [channel] = thief.world.channels;
      if (channel === undefined) throw new Error("the world has a channel");
      const key = channel.local.revocationRoot;
      const expected = sharedKey(key.pubkey, channel.remote.multiSigSecretKey);
      thief.take({
        request: {
          kind: "shared_key_request",
          ephemeralPubkey: channel.remote.multiSig,
          keyDesc: { rawKeyBytes: new Uint8Array(), keyLoc: { keyFamily: key.family, keyIndex: key.index } },
        },
        variant: "a revocation root's secret",
        check: (answer) =>
          answer.kind === "shared_key_response" && sameBytes(answer.sharedKey, expected) ? null : "no shared key",
      });
    },
  },
  ...[0, 1, 2, 3, 4, 7].map(
    (family): Attack => ({
      name: `ecdh-family-${family}`,
      title: `ECDH with a key of family ${family}, which nobody shares secrets with`,
      play: (thief) => void thief.take(ecdh(thief.world.keys.channelKey(family, 3), "a shared secret")),
    }),
  ),
];
