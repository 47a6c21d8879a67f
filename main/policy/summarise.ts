/** From a request to what a person must see of it. Pure, quick, and never at a loss: what cannot be read is malformed. */
import { addressFromScript } from "../signer/address";
import { bytesToHex } from "../signer/bytes";
import type { Curve } from "../signer/curve";
import { SignerError } from "../signer/errors";
import { lightningCoinType, type Network } from "../signer/network";
import { lightningPurpose } from "../signer/paths";
import { readPsbt } from "../signer/psbtReader";
import type { Psbt } from "../signer/psbtRecords";
import type {
  KeyLocator,
  SharedKeyRequest,
  SignMessageRequest,
  SignRequest,
  SignRequestKind,
} from "../signer/requests";
import { outpointText, txid } from "../signer/transaction";
import { classifyMessage } from "./classifyMessage";
import { type ClassifiedPsbt, classifyPsbt, type SignedInput } from "./classifyPsbt";
import type { OwnKeys } from "./ownKeys";
import { createOwnScripts, type OwnScript, type OwnScripts } from "./ownScripts";
import type { OutputSummary, RequestClass, RequestSummary } from "./summary";

export interface SummariserOptions {
  readonly network: Network;
  readonly keys: OwnKeys;
  readonly curve: Curve;
}

/** @param psbt the request's packet, when somebody has read it already */
export type Summarise = (request: SignRequest, psbt?: Psbt) => RequestSummary;

/** Outputs listed one by one; `outputCount` says how many there are. */
const mostListedOutputs = 64;

/** Classes whose outputs belong to the channel, not to a wallet. */
const channelClasses: ReadonlySet<RequestClass> = new Set(["commitment", "htlc-second-level"]);

const nodeKey: KeyLocator = { keyFamily: 6, keyIndex: 0 };
const ecdhClasses: ReadonlyMap<number, RequestClass> = new Map([
  [5, "revocation-root-ecdh"],
  [6, "node-ecdh"],
  [8, "tower-ecdh"],
  [9, "tower-ecdh"],
]);

const muSig2Classes = {
  mu_sig2_session_request: "musig2-session",
  mu_sig2_register_nonces_request: "musig2-nonces",
  mu_sig2_combined_nonces_req: "musig2-nonces",
  mu_sig2_get_combined_nonces_req: "musig2-nonces",
  mu_sig2_sign_request: "musig2-sign",
  mu_sig2_combine_sig_request: "musig2-combine",
  mu_sig2_cleanup_request: "musig2-cleanup",
} as const satisfies Partial<Record<SignRequestKind, RequestClass>>;

/**
 * Creates the summariser of one seed on one network. It keeps the scripts it derived; drop it when the keys go.
 *
 * What it says of amounts of inputs, and so of fees, is the node's claim.
 */
export function createSummariser({ network, keys, curve }: SummariserOptions): Summarise {
  const ownScripts = createOwnScripts({ keys, curve });

  return (request, psbt) => {
    const malformed = malformedSummary(request.kind, network);
    try {
      switch (request.kind) {
        case "shared_key_request":
          return { ...malformed, ...sharedKeySummary(request, network) };
        case "sign_message_req":
          return { ...malformed, ...messageSummary(request, network, keys) };
        case "sign_psbt_request":
          return { ...malformed, ...psbtSummary(psbt ?? readPsbt(request.fundedPsbt), network, keys, ownScripts) };
        case "mu_sig2_session_request": {
          if (request.keyLoc === undefined) return malformed;
          return { ...malformed, class: "musig2-session", ...keyFields(request.keyLoc, network) };
        }
        default:
          return { ...malformed, class: muSig2Classes[request.kind] };
      }
    } catch (error) {
      // The engine refuses the same requests, with the reason.
      if (error instanceof SignerError) return malformed;
      throw error;
    }
  };
}

/** The summary of a request that cannot be read: every field is there and says nothing. */
function malformedSummary(kind: SignRequestKind, network: Network): RequestSummary {
  return {
    class: "malformed",
    kind,
    network,
    keyFamily: null,
    keyIndex: null,
    keyPath: null,
    amountSat: null,
    feeSat: null,
    outputs: [],
    outputCount: null,
    inputCount: null,
    txid: null,
    outpoint: null,
    sighashType: null,
    text: null,
    shortChannelId: null,
  };
}

function keyFields({ keyFamily, keyIndex }: KeyLocator, network: Network) {
  const keyPath = `m/${lightningPurpose}'/${lightningCoinType(network)}'/${keyFamily}'/0/${keyIndex}`;
  return { keyFamily, keyIndex, keyPath };
}

function sharedKeySummary(request: SharedKeyRequest, network: Network): Partial<RequestSummary> {
  if (request.ephemeralPubkey.length !== 33) return {};
  const locator = request.keyDesc?.keyLoc ?? request.keyLoc ?? nodeKey;
  return { class: ecdhClasses.get(locator.keyFamily) ?? "other-ecdh", ...keyFields(locator, network) };
}

function messageSummary(request: SignMessageRequest, network: Network, keys: OwnKeys): Partial<RequestSummary> {
  const message = classifyMessage(request, network, keys);
  return {
    class: message.class,
    ...(request.keyLoc === undefined ? {} : keyFields(request.keyLoc, network)),
    amountSat: message.amountSat?.toString() ?? null,
    text: message.text ?? null,
    shortChannelId: message.shortChannelId ?? null,
  };
}

function psbtSummary(psbt: Psbt, network: Network, keys: OwnKeys, ownScripts: OwnScripts): Partial<RequestSummary> {
  const classified = classifyPsbt(psbt, { network, keys, ownScripts });
  const { transaction } = psbt;
  return {
    class: classified.class,
    ...(classified.signed === undefined ? {} : signedInputFields(classified.signed, network)),
    amountSat: amountAtStake(psbt, classified)?.toString() ?? null,
    feeSat: claimedFee(psbt)?.toString() ?? null,
    outputs: outputSummaries(psbt, classified, network),
    outputCount: transaction.outputs.length,
    inputCount: transaction.inputs.length,
    txid: txid(transaction),
  };
}

function signedInputFields({ path, input, transactionInput }: SignedInput, network: Network) {
  const { purpose, account, branch, index } = path;
  const fields =
    purpose === lightningPurpose
      ? keyFields({ keyFamily: account, keyIndex: index }, network)
      : { keyPath: `m/${purpose}'/0'/${account}'/${branch}/${index}` };
  return { ...fields, sighashType: input.sighashType, outpoint: outpointText(transactionInput.outpoint) };
}

/** An HTLC's own amount; nothing for a commitment, which moves value both ways; else what is not proven ours. */
function amountAtStake({ transaction }: Psbt, { class: requestClass, signed, ownOutputs }: ClassifiedPsbt) {
  if (requestClass === "commitment") return undefined;
  if (requestClass === "htlc-second-level") return signed?.witnessUtxo.amountSat;
  let amountSat = 0n;
  transaction.outputs.forEach((output, index) => {
    if (ownOutputs[index] === undefined) amountSat += output.amountSat;
  });
  return amountSat;
}

/** Inputs less outputs, when every input states its amount and the sum makes sense. */
function claimedFee({ inputs, transaction }: Psbt): bigint | undefined {
  let feeSat = 0n;
  for (const { nonWitnessOutput, witnessUtxo } of inputs) {
    const prevout = nonWitnessOutput ?? witnessUtxo;
    if (prevout === undefined) return undefined;
    feeSat += prevout.amountSat;
  }
  for (const { amountSat } of transaction.outputs) feeSat -= amountSat;
  return feeSat < 0n ? undefined : feeSat;
}

function outputSummaries({ transaction }: Psbt, classified: ClassifiedPsbt, network: Network): OutputSummary[] {
  const isChannel = channelClasses.has(classified.class);
  return transaction.outputs.slice(0, mostListedOutputs).map(({ amountSat, script }, index) => {
    const own = classified.ownOutputs[index];
    return {
      amountSat: amountSat.toString(),
      // Encoding takes longer than all the rest, and a channel's scripts are nobody's address.
      address: isChannel ? null : (addressFromScript(script, network) ?? null),
      scriptHex: bytesToHex(script),
      owner: isChannel ? "channel" : ownerOf(own),
      path: own === undefined ? null : `m/${own.purpose}'/0'/0'/${own.branch}/${own.index}`,
    };
  });
}

function ownerOf(own: OwnScript | undefined): OutputSummary["owner"] {
  if (own === undefined) return "unknown";
  return own.branch === 1 ? "own-change" : "own";
}
