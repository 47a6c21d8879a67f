/** Whatever the signers, the version and the tweaks: honest signers reach a signature that another library verifies. */
import { schnorr } from "@noble/curves/secp256k1.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MuSig2SessionRequest } from "../../main/signer/requests";
import { nativeCurve } from "../support/curves";
import { answer, vectorEngine } from "../support/engines";
import { combine, emptyBytes, readySessions, sign, signerPubkeys } from "../support/musig2Requests";

const thirtyTwoBytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
const genericTweaks = fc.array(
  // below the group order
  fc.record({ tweak: thirtyTwoBytes.map((tweak) => Uint8Array.of(0, ...tweak.subarray(1))), isXOnly: fc.boolean() }),
  { maxLength: 3 },
);
const taprootTweak = fc.option(
  fc.oneof(
    fc.constant({ keySpendOnly: true, scriptRoot: emptyBytes }),
    thirtyTwoBytes.map((scriptRoot) => ({ keySpendOnly: false, scriptRoot })),
  ),
  { nil: undefined },
);

describe("MuSig2", () => {
  it("honest signers always reach a valid signature", () => {
    const engine = vectorEngine(nativeCurve);
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }),
        fc.constantFrom(1, 2),
        genericTweaks,
        taprootTweak,
        thirtyTwoBytes,
        (count, version, tweaks, taproot, digest) => {
          const pubkeys = signerPubkeys(count);
          const allSignerPubkeys = version === 1 ? pubkeys.map((pubkey) => pubkey.slice(1)) : pubkeys;
          const changes: Partial<MuSig2SessionRequest> = { version, allSignerPubkeys, tweaks, taprootTweak: taproot };
          const sessions = readySessions(engine, changes);
          const shares = sessions.map(({ sessionId }) => answer(engine, sign(sessionId, digest)).localPartialSignature);
          for (const [index, { sessionId, combinedKey }] of sessions.entries()) {
            const others = shares.filter((_, other) => other !== index);
            const { finalSignature } = answer(engine, combine(sessionId, ...others));
            expect(schnorr.verify(finalSignature, digest, combinedKey)).toBe(true);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
