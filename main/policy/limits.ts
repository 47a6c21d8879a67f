/** What a signature uses up of the limits. Counted once per transaction, however often and for however many inputs. */
import { sweepClasses, walletClasses } from "./classes";
import { packet, sats } from "./rule";
import type { RequestClass, RequestSummary } from "./summary";
import type { LimitUse } from "./verdict";

const spendingClasses: ReadonlySet<RequestClass> = new Set<RequestClass>([...walletClasses, "mixed-psbt"]);
/** Classes that limits are about; no other uses any of them. */
export const limitedClasses: ReadonlySet<RequestClass> = new Set([...spendingClasses, ...sweepClasses]);

/** Uses of a request that is signed: money to outputs not proven the wallet's, fees, money into channels. */
export function limitUses(summary: RequestSummary): LimitUse[] {
  const { class: requestClass, txid, feeSat } = summary;
  const facts = packet(summary);
  if (facts === undefined || txid === null || !limitedClasses.has(requestClass)) return [];
  const key = `tx:${txid}`;
  const uses: LimitUse[] = [];
  if (spendingClasses.has(requestClass)) {
    const outSat = sats(facts.outputSat) - sats(facts.ownOutputSat) - carriedSat(summary);
    const measure = requestClass === "funding" ? "channel-opens" : "onchain-out";
    if (outSat > 0n) uses.push({ measure, amountSat: outSat, key });
  }
  if (sats(feeSat) > 0n) uses.push({ measure: "fees", amountSat: sats(feeSat), key });
  return uses;
}

/** Outputs that somebody else's inputs pay for. */
function carriedSat({ outputs }: RequestSummary): bigint {
  return outputs.reduce((sum, { owner, amountSat }) => (owner === "channel" ? sum + BigInt(amountSat) : sum), 0n);
}
