/** What one request does not tell but memory does: whose commitment it is, and amounts that were proven before. */
import { weakestProof } from "./examinePsbt";
import type { CommitmentFacts } from "./facts";
import type { PolicyMemory } from "./memory";
import type { InputSummary, RequestClass, RequestSummary } from "./summary";
import type { ChannelRecord } from "./verdict";

/** The same summary with class and proofs as memory has them. Refining twice changes nothing. */
export function refine(summary: RequestSummary, memory: PolicyMemory): RequestSummary {
  const { facts } = summary;
  if (facts.kind !== "psbt") return summary;
  if (facts.commitment !== null) {
    const refined = commitmentClass(facts.commitment, memory.channelOfKey(facts.commitment.fundingKeyIndex));
    return refined === summary.class ? summary : { ...summary, class: refined };
  }
  const refined = withRememberedAmounts(summary, memory);
  // Of the outputs that a delayed key spends, memory knows those of second-level transactions (lessons.ts).
  const isSecondLevel =
    summary.class === "to-local-sweep" && summary.outpoint !== null && memory.amountOf(summary.outpoint) !== undefined;
  return isSecondLevel ? { ...refined, class: "second-level-sweep" } : refined;
}

/**
 * A commitment that shows a balance of ours is the peer's. One that shows the peer's balance is ours, as long as our
 * payment key is known to have been found in this channel: in channels older than static_remotekey it never is.
 *
 * One that shows neither is ours when the channel had a balance of ours before: reserves keep such a balance above dust
 * as long as the channel lives. Otherwise its number decides: the peer's next state has the next number.
 */
function commitmentClass(facts: CommitmentFacts, record: ChannelRecord | undefined): RequestClass {
  if (facts.side === "remote") return "remote-commitment";
  if (record === undefined) return facts.side === "own" ? "own-commitment" : "remote-commitment";
  if (record.localBalanceSat !== null) return "own-commitment";
  if (record.obscuringFactor === null || record.highestNumber === null) return "remote-commitment";
  const ahead = (BigInt(facts.obscuredNumber) ^ record.obscuringFactor) - record.highestNumber;
  return ahead === 0n || ahead === 1n ? "remote-commitment" : "own-commitment";
}

function withRememberedAmounts(summary: RequestSummary, memory: PolicyMemory): RequestSummary {
  let isChanged = false;
  const inputs = summary.inputs.map((input): InputSummary => {
    if (input.proof !== "claimed" || input.amountSat === null) return input;
    if (memory.amountOf(input.outpoint) !== BigInt(input.amountSat)) return input;
    isChanged = true;
    return { ...input, proof: "memory" };
  });
  if (!isChanged) return summary;
  const isWhole = inputs.length === summary.inputCount;
  return { ...summary, inputs, feeProof: isWhole ? weakestProof(inputs) : summary.feeProof };
}
