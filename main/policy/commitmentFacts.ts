/** What a commitment transaction shows of itself (BOLT 3): its number behind the mask, whose it is, our balance. */
import { equalBytes } from "../signer/bytes";
import type { Psbt } from "../signer/psbtRecords";
import { scriptClass } from "../signer/script";
import type { ChannelKeys } from "./channelKeys";
import type { CommitmentFacts } from "./facts";
import type { SignedInput } from "./signedInputs";

export const anchorSat = 330n;

export function commitmentFacts({ transaction }: Psbt, signed: SignedInput, channelKeys: ChannelKeys): CommitmentFacts {
  const fundingKeyIndex = signed.path.index;
  const channel = channelKeys.channel(fundingKeyIndex, signed.script, signed.pubkey);
  const balance = channel.findOwnBalance(transaction.outputs);
  const ownScript = balance === undefined ? undefined : transaction.outputs[balance.outputIndex]?.script;
  let [ownBalances, ownAnchors, peerAnchors, wrongAnchors, misvaluedAnchors] = [0, 0, 0, 0, 0];
  let [foreignKeyHashes, otherOutputs] = [0, 0];
  for (const { script, amountSat } of transaction.outputs) {
    const isAnchorAmount = amountSat === anchorSat;
    const isOwnAnchor = equalBytes(script, channel.ownAnchor);
    if (ownScript !== undefined && equalBytes(script, ownScript)) ownBalances += 1;
    else if (isOwnAnchor || equalBytes(script, channel.peerAnchor)) {
      if (!isAnchorAmount) misvaluedAnchors += 1;
      else if (isOwnAnchor) ownAnchors += 1;
      else peerAnchors += 1;
    } else if (scriptClass(script) === "witness_v0_keyhash") foreignKeyHashes += 1;
    else if (isAnchorAmount) wrongAnchors += 1;
    else otherOutputs += 1;
  }
  return {
    fundingKeyIndex,
    capacitySat: signed.witnessUtxo.amountSat.toString(),
    obscuredNumber: obscuredNumber(transaction.lockTime, signed.transactionInput.sequence).toString(),
    side: sideOf(balance !== undefined, { ownAnchors, peerAnchors, foreignKeyHashes }),
    toRemote:
      balance === undefined
        ? null
        : { amountSat: balance.amountSat.toString(), keyIndex: balance.keyIndex, form: balance.form },
    ownAnchors,
    peerAnchors,
    wrongAnchors,
    misvaluedAnchors,
    ownBalances,
    foreignKeyHashes,
    otherOutputs,
  };
}

/** BOLT 3: the upper 24 bits in the sequence, the lower 24 bits in the lock time. */
function obscuredNumber(lockTime: number, sequence: number): bigint {
  return (BigInt(sequence & 0xffffff) << 24n) | BigInt(lockTime & 0xffffff);
}

/**
 * A remote commitment pays our balance to our payment key. Ours pays the peer's balance to the peer's: before anchors
 * the only key hash there is. An anchor stands beside its owner's balance or beside payments in flight: ours alone,
 * without an output to our payment key, stands beside our own delayed balance.
 */
function sideOf(
  hasToRemote: boolean,
  found: { readonly ownAnchors: number; readonly peerAnchors: number; readonly foreignKeyHashes: number },
): CommitmentFacts["side"] {
  if (hasToRemote) return "remote";
  if (found.foreignKeyHashes > 0) return "own";
  return found.ownAnchors > 0 && found.peerAnchors === 0 ? "own" : "either";
}
