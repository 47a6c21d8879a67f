import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { PracticeSession } from "../../../main/practice/practiceSession";
import { type Answer, dialWithAnswers, makeEngineSigner } from "../../support/engineSigner";

const protoDir = path.resolve("proto");
const { answer, accounts } = makeEngineSigner();
const hangUps: (() => void)[] = [];
const sessions: PracticeSession[] = [];

afterEach(async () => {
  for (const hangUp of hangUps.splice(0)) hangUp();
  for (const session of sessions.splice(0)) await session.stop();
});

async function play(answers: Answer) {
  const session = await PracticeSession.start({ accounts, network: "regtest", protoDir });
  sessions.push(session);
  hangUps.push(dialWithAnswers(session.pairing, protoDir, answers));
  return session.playProgramme(1, 4);
}

describe("a practice session over TLS", () => {
  it("verifies every answer of a right signer", async () => {
    const stats = await play(answer);
    expect(stats.failures).toEqual([]);
    expect(stats.verified).toBe(stats.requests);
    expect(stats.p99Ms).toBeGreaterThan(0);
  });

  it("reports failure when one signature bit, one PSBT bit and one shared key bit are flipped", async () => {
    const tampered = new Set<string>();
    const flipOnce = (name: string, bytes: Uint8Array): Uint8Array => {
      if (tampered.has(name)) return bytes;
      tampered.add(name);
      const out = Uint8Array.from(bytes);
      out[out.length - 5] = (out[out.length - 5] ?? 0) ^ 4;
      return out;
    };
    const stats = await play(async (request) => {
      const got = await answer(request);
      if (got.kind === "sign_message_resp") return { ...got, signature: flipOnce("message", got.signature) };
      if (got.kind === "shared_key_response") return { ...got, sharedKey: flipOnce("shared key", got.sharedKey) };
      if (got.kind === "sign_psbt_response") return { ...got, signedPsbt: flipOnce("psbt", got.signedPsbt) };
      return got;
    });
    expect(tampered.size).toBe(3);
    expect(stats.failed).toBe(3);
    expect(stats.verified).toBe(stats.requests - 3);
  });

  it("counts a refusal as failed, in the signer's words", async () => {
    const stats = await play(async (request) => {
      if (request.kind === "shared_key_request") throw new Error("[paused] signing is paused");
      return answer(request);
    });
    expect(stats.failed).toBe(stats.kinds["shared_key_request"]);
    expect(stats.failures[0]).toContain("[paused] signing is paused");
  });

  it("says so when no signer comes", async () => {
    const session = await PracticeSession.start({ accounts, network: "regtest", protoDir });
    sessions.push(session);
    await expect(session.playProgramme(1, 1, 50)).rejects.toThrow("no signer connected within 50 ms");
  });
});
