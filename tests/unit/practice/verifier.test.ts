import { describe, expect, it } from "vitest";
import { playProgramme } from "../../../main/practice/programme";
import { type ActName, acts } from "../../../main/practice/traffic/acts";
import { splitPsbt } from "../../../main/practice/verify/psbtRecords";
import type { NodeAnswer } from "../../../main/practice/wire";
import { signRequestKinds } from "../../../main/signer/requests";
import { makeEngineSigner, makeScene } from "../../support/engineSigner";

const { answer, world } = makeEngineSigner();

function flip(bytes: Uint8Array, at: number): Uint8Array {
  const out = Uint8Array.from(bytes);
  const index = at < 0 ? bytes.length + at : at;
  out[index] = (out[index] ?? 0) ^ 1;
  return out;
}

/** Plays acts against a signer whose answers of one kind are tampered with. */
async function failuresOf(names: readonly ActName[], tamper: (answer: NodeAnswer) => NodeAnswer) {
  const { scene, auditor } = makeScene(world, async (request) => tamper(await answer(request)));
  for (const name of names) await acts[name](scene);
  return auditor.stats();
}

async function expectAllFail(
  names: readonly ActName[],
  kind: NodeAnswer["kind"],
  tamper: (answer: never) => NodeAnswer,
) {
  let tampered = 0;
  const stats = await failuresOf(names, (got) => {
    if (got.kind !== kind) return got;
    tampered++;
    return tamper(got as never);
  });
  expect(tampered).toBeGreaterThan(0);
  expect(stats.failed).toBe(tampered);
  expect(stats.verified).toBe(stats.requests - tampered);
  return stats;
}

type PsbtAnswer = Extract<NodeAnswer, { kind: "sign_psbt_response" }>;
const psbtActs: readonly ActName[] = [
  "updateAnchorsChannel",
  "updateLegacyChannel",
  "forceClose",
  "closeChannel",
  "sendFromAllTypes",
  "callersPsbt",
  "sweepToLocal",
  "sweepToRemoteAnchors",
  "sweepToRemoteStatic",
  "sweepToRemoteLegacy",
  "sweepHtlc",
  "sweepAnchor",
  "sweepTaprootAnchor",
  "sweepTaprootHtlc",
  "punish",
];

/** Where the first signature's value lies in a signed packet. */
function signatureEnd(psbt: Uint8Array): number {
  for (let maps = 30; maps > 1; maps--) {
    try {
      for (const record of splitPsbt(psbt, maps).flat()) {
        const isSignature =
          [0x02, 0x13, 0x14].includes(record.key[0] ?? 0) && [64, 65, 70, 71, 72, 73].includes(record.value.length);
        if (isSignature) return record.value.byteOffset - psbt.byteOffset + 40;
      }
    } catch {
      // Not this many maps.
    }
  }
  throw new Error("no signature found");
}

describe("the verifier passes a right signer", () => {
  it("plays every act with every answer verified, and all ten request kinds", async () => {
    const { scene, auditor } = makeScene(world, answer);
    await playProgramme(scene, 2, 3);
    const stats = auditor.stats();
    expect(stats.failures).toEqual([]);
    expect(stats).toMatchObject({ failed: 0, interrupted: 0, verified: stats.requests });
    expect(Object.keys(stats.kinds).sort()).toEqual(["ping", ...signRequestKinds].sort());
    expect(Math.min(...Object.values(stats.variants))).toBeGreaterThanOrEqual(2);
  });
});

describe("the verifier reports a wrong signer", () => {
  it("a flipped bit in a PSBT signature, whatever the method", async () => {
    await expectAllFail(psbtActs, "sign_psbt_response", (got: PsbtAnswer) => ({
      ...got,
      signedPsbt: flip(got.signedPsbt, signatureEnd(got.signedPsbt)),
    }));
  });

  it("a flipped bit in the transaction, a record or the last byte of the packet", async () => {
    for (const at of [12, 60, -1]) {
      await expectAllFail(psbtActs, "sign_psbt_response", (got: PsbtAnswer) => ({
        ...got,
        signedPsbt: flip(got.signedPsbt, at),
      }));
    }
  });

  it("a packet that comes back unsigned, cut or with bytes behind it", async () => {
    const cuts = [
      (psbt: Uint8Array) => psbt.subarray(0, -1),
      (psbt: Uint8Array) => Uint8Array.from([...psbt, 0]),
      () => new Uint8Array(),
    ];
    for (const cut of cuts) {
      await expectAllFail(["forceClose", "send"], "sign_psbt_response", (got: PsbtAnswer) => ({
        ...got,
        signedPsbt: cut(got.signedPsbt),
      }));
    }
    const unsigned = new Map<string, Uint8Array>();
    const { scene, auditor } = makeScene(world, async (request) => {
      const got = await answer(request);
      if (request.kind !== "sign_psbt_request" || got.kind !== "sign_psbt_response") return got;
      unsigned.set("psbt", request.fundedPsbt);
      return { ...got, signedPsbt: request.fundedPsbt };
    });
    await acts.forceClose(scene);
    expect(unsigned.size).toBe(1);
    expect(auditor.stats()).toMatchObject({ failed: 1, verified: 0 });
  });

  it("signed_inputs that name other inputs, or none", async () => {
    for (const signedInputs of [[], [1], [0, 0]]) {
      await expectAllFail(["forceClose", "updateAnchorsChannel"], "sign_psbt_response", (got: PsbtAnswer) => ({
        ...got,
        signedInputs,
      }));
    }
  });

  it("a flipped bit in a message signature, in every mode", async () => {
    for (const at of [1, 40, -1]) {
      await expectAllFail(
        ["announceNode", "refreshChannel", "announceChannel", "makeInvoice", "signUserMessage", "signerRpcCalls"],
        "sign_message_resp",
        (got: Extract<NodeAnswer, { kind: "sign_message_resp" }>) => ({ ...got, signature: flip(got.signature, at) }),
      );
    }
  });

  it("a compact signature with another recovery id", async () => {
    await expectAllFail(
      ["makeInvoice"],
      "sign_message_resp",
      (got: Extract<NodeAnswer, { kind: "sign_message_resp" }>) => ({
        ...got,
        signature: Uint8Array.from([31 + (((got.signature[0] ?? 31) - 31) ^ 1), ...got.signature.subarray(1)]),
      }),
    );
  });

  it("a flipped bit in a shared key", async () => {
    await expectAllFail(
      ["connectPeer", "receiveHtlc", "connectTower"],
      "shared_key_response",
      (got: Extract<NodeAnswer, { kind: "shared_key_response" }>) => ({ ...got, sharedKey: flip(got.sharedKey, 31) }),
    );
  });

  it("a revocation root that differs between its two ends", async () => {
    let count = 0;
    const stats = await failuresOf(["openChannel"], (got) =>
      got.kind === "shared_key_response" && count++ === 0 ? { ...got, sharedKey: flip(got.sharedKey, 0) } : got,
    );
    expect(stats.failures).toEqual(["ecdh-revocation-root-mirror: the revocation root differs between its two ends"]);
  });

  it("a flipped bit in a MuSig2 partial signature or final signature", async () => {
    for (const name of ["updateTaprootChannel", "muSig2V100", "muSig2V040", "muSig2CombinedNonce"] as const) {
      const stats = await failuresOf([name], (got) =>
        got.kind === "mu_sig2_sign_response"
          ? { ...got, localPartialSignature: flip(got.localPartialSignature, 31) }
          : got,
      );
      expect(stats.failures).toEqual([expect.stringContaining("the partial signature does not verify")]);
    }
    for (const name of ["muSig2V100", "muSig2V040"] as const) {
      await expectAllFail(
        [name],
        "mu_sig2_combine_sig_response",
        (got: Extract<NodeAnswer, { kind: "mu_sig2_combine_sig_response" }>) => ({
          ...got,
          finalSignature: flip(got.finalSignature, 63),
        }),
      );
    }
  });

  it.each(["sessionId", "combinedKey", "taprootInternalKey", "localPublicNonces"] as const)(
    "a MuSig2 session with another %s",
    async (field) => {
      const stats = await failuresOf(["updateTaprootChannel"], (got) =>
        got.kind === "mu_sig2_session_response" ? { ...got, [field]: flip(got[field], 5) } : got,
      );
      expect(stats).toMatchObject({ requests: 1, failed: 1 });
    },
  );

  it("an answer of another kind, and no answer at all", async () => {
    const stats = await failuresOf(["healthCheck", "connectPeer"], () => ({ kind: "mu_sig2_cleanup_response" }));
    expect(stats).toMatchObject({ requests: 2, failed: 2, verified: 0 });
  });
});
