/** A node under load, and what it got before its signer was killed. */
import { createHash } from "node:crypto";
import type { Exchange } from "../../main/practice/exchange";
import { RequestError, type RequestTrouble, type SignCoordinator } from "../../main/practice/signCoordinator";
import { send } from "../../main/practice/traffic/walletSpends";
import type { World } from "../../main/practice/traffic/world";
import type { NodeAnswer } from "../../main/practice/wire";
import { readPsbt } from "../../main/signer/psbtReader";
import { txid } from "../../main/signer/transaction";
import { type BenchOperation, makePool } from "../bench/requestPool";

/** What a signature that left has to be known by afterwards. */
export type Left =
  | { readonly kind: "transaction"; readonly txid: string }
  | { readonly kind: "nonce"; readonly nonceHash: Uint8Array };

const lanes = 16;
const goneTroubles: ReadonlySet<RequestTrouble> = new Set(["disconnected", "stopped"]);

/** Operations for one life of a signer: everyday traffic, joint signatures and sends to strangers, in turns. */
export function makeOperations(world: World): BenchOperation[] {
  const kinds = [
    makePool(world, "mix", 120),
    makePool(world, "musig2", 24),
    Array.from({ length: 24 }, () => send(world, ["p2wkh", "p2tr"]))
      .flat()
      .map((first) => ({ first })),
  ];
  const operations: BenchOperation[] = [];
  for (let at = 0; at < 120; at += 1) for (const kind of kinds) operations.push(...kind.slice(at, at + 1));
  return operations;
}

/**
 * Asks until signer or node are gone or everything was answered, many at a time.
 *
 * @returns what was answered with a right signature
 * @throws Error for an answer that is wrong
 */
export async function askUntilKilled(coordinator: SignCoordinator, operations: readonly BenchOperation[]) {
  const left: Left[] = [];
  const queue = operations.values();
  const lane = async () => {
    for (const { first, second } of queue) {
      const answer = await answerTo(coordinator, first);
      if (answer === null) return;
      note(left, first, null);
      const next = second?.(answer);
      if (next === undefined) continue;
      if ((await answerTo(coordinator, next)) === null) return;
      note(left, next, answer);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return left;
}

/** Null when there was none. @throws Error when it is wrong or a refusal */
async function answerTo(coordinator: SignCoordinator, { request, variant, check }: Exchange) {
  let answer: NodeAnswer;
  try {
    answer = await coordinator.request(request);
  } catch (error) {
    if (error instanceof RequestError && goneTroubles.has(error.trouble)) return null;
    throw error;
  }
  const problem = check(answer);
  if (problem !== null) throw new Error(`${variant}: ${problem}`);
  return answer;
}

function note(left: Left[], { request }: Exchange, session: NodeAnswer | null): void {
  if (request.kind === "sign_psbt_request") {
    left.push({ kind: "transaction", txid: txid(readPsbt(request.fundedPsbt).transaction) });
  } else if (request.kind === "mu_sig2_sign_request" && session?.kind === "mu_sig2_session_response") {
    const nonceHash = createHash("sha256").update(session.localPublicNonces).digest();
    left.push({ kind: "nonce", nonceHash });
  }
}
