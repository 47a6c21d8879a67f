/**
 * A real lnd in the signer's role and this engine, on the same seed, asked the same things: the same bytes come back,
 * and the same refusals. Fresh MuSig2 nonces differ by nature; those answers are verified instead.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Exchange } from "../../main/practice/exchange";
import { RequestError } from "../../main/practice/signCoordinator";
import { acts } from "../../main/practice/traffic/acts";
import type { NodeAnswer } from "../../main/practice/wire";
import type { SignRequest } from "../../main/signer/requests";
import { curves } from "../support/curves";
import { answer, refusal, vectorEngine } from "../support/engines";
import { psbtVectors, sharedKeyVectors, signMessageVectors } from "../support/requestVectors";
import { LndAsSigner } from "./support/lndAsSigner";
import { executables } from "./support/pairedWorld";

const found = executables();
const refusalPrefix = "error processing the request in the remote signer: ";

type Said = { readonly answer: NodeAnswer } | { readonly refused: string };

describe.skipIf(!found)("a real lnd signer and this engine", () => {
  let lnd: LndAsSigner;
  const engine = vectorEngine(curves[0] as (typeof curves)[number]);

  const lndSays = async (request: SignRequest): Promise<Said> => {
    try {
      return { answer: await lnd.node.coordinator.request(request) };
    } catch (error) {
      if (error instanceof RequestError && error.message.startsWith(refusalPrefix)) {
        return { refused: error.message.slice(refusalPrefix.length) };
      }
      throw error;
    }
  };
  const weSay = (request: SignRequest): Said => {
    try {
      return { answer: answer(engine, request) };
    } catch {
      return { refused: refusal(engine, request).message };
    }
  };

  beforeAll(async () => {
    if (found) lnd = await LndAsSigner.start();
  }, 120_000);

  afterAll(() => lnd?.stop());

  // lnd looks through 100,000 keys for longer than it lets any caller wait, and answers nothing else meanwhile.
  const lndNeverAnswers = /scan exhausts 100000/;
  const recorded: [string, SignRequest][] = [
    ...psbtVectors(),
    ...signMessageVectors(),
    ...sharedKeyVectors().filter(([name]) => !lndNeverAnswers.test(name)),
  ];
  test.each(recorded)("recorded case: %s", async (_name, request) => {
    expect(weSay(request)).toEqual(await lndSays(request));
  });

  test.each(Object.keys(acts) as (keyof typeof acts)[])("practice traffic: %s", async (name) => {
    const differences: string[] = [];
    const ask = async ({ request, check, variant }: Exchange): Promise<NodeAnswer> => {
      const lndAnswer = await lnd.node.coordinator.request(request);
      const fault = check(lndAnswer);
      if (fault !== null) differences.push(`${variant}: lnd's answer does not verify: ${fault}`);
      if (request.kind !== "ping" && !request.kind.startsWith("mu_sig2")) {
        const ours = answer(engine, request);
        if (JSON.stringify(ours, hexBytes) !== JSON.stringify(lndAnswer, hexBytes)) differences.push(variant);
      }
      return lndAnswer;
    };
    for (let round = 0; round < 3; round += 1)
      await acts[name]({ world: lnd.world, ask, mirrorsRevocationRoots: true });
    expect(differences).toEqual([]);
  });
});

function hexBytes(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
}
