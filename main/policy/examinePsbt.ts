/** Summary and facts of a SignPsbt request. */
import { addressFromScript } from "../signer/address";
import { bytesToHex } from "../signer/bytes";
import type { Curve } from "../signer/curve";
import { lightningCoinType, type Network } from "../signer/network";
import { type KeyPath, lightningPurpose } from "../signer/paths";
import type { Psbt } from "../signer/psbtRecords";
import { scriptClass } from "../signer/script";
import { outpointText, type TransactionOutput, txid } from "../signer/transaction";
import type { ChannelKeys } from "./channelKeys";
import { classifyPsbt } from "./classifyPsbt";
import { commitmentFacts } from "./commitmentFacts";
import { packetHash } from "./contentHash";
import type { PsbtFacts, SigningFacts } from "./facts";
import { htlcFacts } from "./htlcFacts";
import { type InputAmount, inputAmounts } from "./inputAmounts";
import type { OwnKeys } from "./ownKeys";
import type { OwnScript, OwnScripts } from "./ownScripts";
import { type FoundInputs, findSignedInputs, type SignedInput } from "./signedInputs";
import { estimateVsize } from "./spendWeight";
import type { AmountProof, InputSummary, OutputSummary, RequestClass, SummaryForm } from "./summary";
import { viewWallet, type WalletView } from "./walletView";

export interface PsbtExaminer {
  readonly network: Network;
  readonly keys: OwnKeys;
  readonly curve: Curve;
  readonly ownScripts: OwnScripts;
  readonly channelKeys: ChannelKeys;
}

/** Inputs and outputs listed one by one; the counts say how many there are. */
const mostListed = 64;
const mostListedSignings = 16;
const allCoinsSat = 2_100_000_000_000_000n;

/** Classes whose outputs belong to the channel, not to a wallet. */
const channelClasses: ReadonlySet<RequestClass> = new Set(["remote-commitment", "own-commitment", "htlc-second-level"]);

const noWallet: WalletView = {
  ownInputs: [],
  ownOutputs: [],
  carriedOutputs: [],
  foreignOutputs: [],
  strayOwnOutputs: 0,
};

/** Everything that was found out about one packet. */
interface Findings {
  readonly network: Network;
  readonly psbt: Psbt;
  readonly class: RequestClass;
  readonly found: FoundInputs;
  readonly classes: readonly RequestClass[];
  readonly amounts: readonly InputAmount[];
  readonly wallet: WalletView;
  readonly commitment: PsbtFacts["commitment"];
}

/** Tells what a packet is and states all of it. */
export function examinePsbt(psbt: Psbt, form: SummaryForm, examiner: PsbtExaminer): void {
  const { network, keys, curve } = examiner;
  const found = findSignedInputs(psbt, network, keys);
  const { signed } = found;
  const amounts = inputAmounts(psbt, signed);
  let viewed: WalletView | undefined;
  const view = () => {
    viewed ??= viewWallet(psbt, signed, amounts, examiner);
    return viewed;
  };
  const told = classifyPsbt(psbt, signed, view);
  const [main] = signed;
  const commitment =
    told.class === "remote-commitment" && main !== undefined ? commitmentFacts(psbt, main, examiner.channelKeys) : null;
  const requestClass = commitment?.side === "own" ? "own-commitment" : told.class;
  const isChannel = channelClasses.has(requestClass);
  const wallet = isChannel ? noWallet : view();
  const findings = { network, psbt, class: requestClass, found, classes: told.classes, amounts, wallet, commitment };
  if (main !== undefined) fillInMainInput(form, main);
  const id = txid(psbt.transaction);
  const totals = totalsOf(findings);
  const vsizeVb = estimateVsize(
    psbt,
    amounts.map(({ spent }) => spent),
  );
  form.class = requestClass;
  form.amountSat = amountAtStake(findings, totals)?.toString() ?? null;
  form.feeSat = totals.feeSat?.toString() ?? null;
  form.feeProof = weakestProof(amounts);
  if (totals.feeSat !== undefined) form.feeRateSatPerVb = Math.round((Number(totals.feeSat) / vsizeVb) * 100) / 100;
  form.inputs = inputSummaries(findings, form);
  form.outputs = outputSummaries(findings, network);
  form.outputCount = psbt.transaction.outputs.length;
  form.inputCount = psbt.transaction.inputs.length;
  form.txid = id;
  if (commitment !== null || requestClass === "cooperative-close") form.channelOutpoint = form.outpoint;
  if (found.otherNetworkPaths > 0) form.otherNetwork = lightningCoinType(network) === 0 ? "testnet" : "mainnet";
  if (!isChannel) form.contentHashHex = packetHash(id, signed);
  form.facts = factsOf(findings, totals, vsizeVb, curve);
}

interface Totals {
  readonly inputSat: bigint | undefined;
  readonly outputSat: bigint;
  readonly ownInputSat: bigint;
  readonly ownOutputSat: bigint;
  readonly feeSat: bigint | undefined;
  readonly hasAbsurdAmount: boolean;
}

function totalsOf({ psbt, amounts, wallet }: Findings): Totals {
  let inputSat: bigint | undefined = 0n;
  let ownInputSat = 0n;
  let outputSat = 0n;
  let ownOutputSat = 0n;
  let hasAbsurdAmount = false;
  amounts.forEach(({ spent }, index) => {
    if (spent === undefined) {
      inputSat = undefined;
      return;
    }
    if (isAbsurd(spent)) hasAbsurdAmount = true;
    if (inputSat !== undefined) inputSat += spent.amountSat;
    if (wallet.ownInputs[index] !== undefined) ownInputSat += spent.amountSat;
  });
  psbt.transaction.outputs.forEach((output, index) => {
    if (isAbsurd(output)) hasAbsurdAmount = true;
    outputSat += output.amountSat;
    if (wallet.ownOutputs[index] !== undefined) ownOutputSat += output.amountSat;
  });
  const feeSat = inputSat === undefined || inputSat < outputSat ? undefined : inputSat - outputSat;
  return { inputSat, outputSat, ownInputSat, ownOutputSat, feeSat, hasAbsurdAmount };
}

function isAbsurd({ amountSat }: TransactionOutput): boolean {
  return amountSat < 0n || amountSat > allCoinsSat;
}

/** An HTLC's own amount; nothing for a commitment, which moves value both ways; else what is not proven ours. */
function amountAtStake({ class: requestClass, found, commitment }: Findings, totals: Totals): bigint | undefined {
  if (commitment !== null) return undefined;
  if (requestClass === "htlc-second-level") return found.signed[0]?.witnessUtxo.amountSat;
  return totals.outputSat - totals.ownOutputSat;
}

const proofOrder: readonly AmountProof[] = ["previous-transaction", "signature", "memory", "claimed", "unknown"];

/** What a sum over all inputs is worth; null without inputs. */
export function weakestProof(amounts: readonly { readonly proof: AmountProof }[]): AmountProof | null {
  let weakest = -1;
  for (const { proof } of amounts) weakest = Math.max(weakest, proofOrder.indexOf(proof));
  return proofOrder[weakest] ?? null;
}

/** The key and the outpoint of the first signed input. */
function fillInMainInput(form: SummaryForm, { path, input, transactionInput }: SignedInput): void {
  if (path.purpose === lightningPurpose) {
    form.keyFamily = path.account;
    form.keyIndex = path.index;
  }
  form.keyPath = pathText(path, form.network);
  form.sighashType = input.sighashType;
  form.outpoint = outpointText(transactionInput.outpoint);
}

function pathText({ purpose, account, branch, index }: KeyPath, network: Network): string {
  const coinType = purpose === lightningPurpose ? lightningCoinType(network) : 0;
  return `m/${purpose}'/${coinType}'/${account}'/${branch}/${index}`;
}

function walletPathText({ purpose, branch, index }: OwnScript): string {
  return `m/${purpose}'/0'/0'/${branch}/${index}`;
}

function inputSummaries(
  { psbt, found, amounts, wallet, network }: Findings,
  { outpoint: signedOutpoint, keyPath }: SummaryForm,
): InputSummary[] {
  const [only] = amounts;
  if (amounts.length === 1 && only !== undefined && signedOutpoint !== null) {
    const amountSat = only.spent?.amountSat.toString() ?? null;
    return [{ outpoint: signedOutpoint, amountSat, proof: only.proof, isSigned: true, keyPath }];
  }
  const signedPaths = new Map(found.signed.map(({ index, path }) => [index, pathText(path, network)]));
  const indexes = [...signedPaths.keys()];
  for (let index = 0; index < amounts.length && indexes.length < mostListed; index++) {
    if (!signedPaths.has(index)) indexes.push(index);
  }
  return indexes.slice(0, mostListed).flatMap((index) => {
    const outpoint = psbt.transaction.inputs[index]?.outpoint;
    const amount = amounts[index];
    if (outpoint === undefined || amount === undefined) return [];
    const own = wallet.ownInputs[index];
    return {
      outpoint: outpointText(outpoint),
      amountSat: amount.spent?.amountSat.toString() ?? null,
      proof: amount.proof,
      isSigned: signedPaths.has(index),
      keyPath: signedPaths.get(index) ?? (own === undefined ? null : walletPathText(own)),
    };
  });
}

function outputSummaries({ psbt, class: requestClass, wallet }: Findings, network: Network): OutputSummary[] {
  const isChannel = channelClasses.has(requestClass);
  return psbt.transaction.outputs.slice(0, mostListed).map(({ amountSat, script }, index) => {
    const own = wallet.ownOutputs[index];
    return {
      amountSat: amountSat.toString(),
      // Encoding takes longer than all the rest, and a channel's scripts are nobody's address.
      address: isChannel ? null : (addressFromScript(script, network) ?? null),
      scriptHex: bytesToHex(script),
      owner: isChannel || wallet.carriedOutputs.includes(index) ? "channel" : ownerOf(own),
      path: own === undefined ? null : walletPathText(own),
    };
  });
}

function ownerOf(own: OwnScript | undefined): OutputSummary["owner"] {
  if (own === undefined) return "unknown";
  return own.branch === 1 ? "own-change" : "own";
}

function factsOf(findings: Findings, totals: Totals, vsizeVb: number, curve: Curve): PsbtFacts {
  const { psbt, found, wallet, amounts, class: requestClass, commitment } = findings;
  const { transaction } = psbt;
  const [main] = found.signed;
  const signings = signingFacts(findings);
  const { dustOutputs, nonstandardOutputs } = outputShapes(transaction.outputs);
  const isHtlc = requestClass === "htlc-second-level" || requestClass === "htlc-claim";
  return {
    kind: "psbt",
    version: transaction.version,
    lockTime: transaction.lockTime,
    signedCount: found.signed.length,
    signings: signings.slice(0, mostListedSignings),
    isExaminedWhole: found.isWhole && signings.length <= mostListedSignings,
    wrongKeys: found.wrongKeys,
    otherNetworkPaths: found.otherNetworkPaths,
    inputSat: totals.inputSat?.toString() ?? null,
    ownInputSat: totals.ownInputSat.toString(),
    outputSat: totals.outputSat.toString(),
    ownOutputSat: totals.ownOutputSat.toString(),
    ownOutputCount: wallet.ownOutputs.filter((own) => own !== undefined).length,
    unknownOutputCount: wallet.foreignOutputs.length,
    carriedOutputs: wallet.carriedOutputs.slice(0, mostListed),
    strayOwnOutputs: wallet.strayOwnOutputs,
    vsizeVb,
    contradictedOutpoints: contradictedOutpoints(findings),
    hasAbsurdAmount: totals.hasAbsurdAmount,
    dustOutputs,
    nonstandardOutputs,
    nonSegwitInputs: amounts.filter(({ spent }) => spent !== undefined && !isSegwit(spent.script)).length,
    channelOutput: channelOutput(findings),
    commitment,
    htlc: isHtlc && main !== undefined ? htlcFacts(main, requestClass, curve) : null,
  };
}

function contradictedOutpoints({ psbt, amounts }: Findings): string[] {
  const outpoints: string[] = [];
  amounts.forEach(({ isContradicted }, index) => {
    const outpoint = psbt.transaction.inputs[index]?.outpoint;
    if (isContradicted && outpoint !== undefined) outpoints.push(outpointText(outpoint));
  });
  return outpoints;
}

function signingFacts({ found, classes }: Findings): SigningFacts[] {
  const distinct: SigningFacts[] = [];
  for (const [at, { path, tweak, input, transactionInput }] of found.signed.entries()) {
    const { purpose, account } = path;
    const { sequence } = transactionInput;
    const { sighashType } = input;
    const each = { class: classes[at] ?? "unknown-psbt", purpose, account, tweak, sighashType, sequence } as const;
    if (distinct.some((known) => isSameSigning(known, each))) continue;
    distinct.push(each);
    if (distinct.length > mostListedSignings) break;
  }
  return distinct;
}

function isSameSigning(a: SigningFacts, b: SigningFacts): boolean {
  return (
    a.class === b.class &&
    a.purpose === b.purpose &&
    a.account === b.account &&
    a.tweak === b.tweak &&
    a.sighashType === b.sighashType &&
    a.sequence === b.sequence
  );
}

/** Dust limits of Bitcoin Core's default policy, by what it costs to spend an output. */
const dustLimitSat = { keyHash: 294n, script: 330n, legacy: 546n } as const;

function outputShapes(outputs: readonly TransactionOutput[]): Pick<PsbtFacts, "dustOutputs" | "nonstandardOutputs"> {
  let dustOutputs = 0;
  let nonstandardOutputs = 0;
  for (const { script, amountSat } of outputs) {
    const kind = scriptClass(script);
    if (kind === "nonstandard") nonstandardOutputs += 1;
    else if (kind !== "anchor" && amountSat < dustLimit(kind)) dustOutputs += 1;
  }
  return { dustOutputs, nonstandardOutputs };
}

function dustLimit(kind: ReturnType<typeof scriptClass>): bigint {
  if (kind === "witness_v0_keyhash") return dustLimitSat.keyHash;
  return kind === "pubkeyhash" || kind === "scripthash" ? dustLimitSat.legacy : dustLimitSat.script;
}

function isSegwit(script: Uint8Array): boolean {
  const kind = scriptClass(script);
  // A script hash is one of the wallet's nested key hashes or somebody else's of which nothing shows.
  return kind !== "pubkeyhash" && kind !== "nonstandard";
}

function channelOutput({ class: requestClass, psbt, wallet }: Findings): PsbtFacts["channelOutput"] {
  const [index, ...further] = wallet.foreignOutputs;
  if (index === undefined || further.length > 0) return null;
  if (requestClass === "funding") return { index, type: "p2wsh" };
  const kind = scriptClass(psbt.transaction.outputs[index]?.script ?? new Uint8Array(0));
  return requestClass === "wallet-send" && kind === "witness_v1_taproot" ? { index, type: "p2tr" } : null;
}
