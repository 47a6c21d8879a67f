/** From a request to what rules and people must know of it. Pure, quick, and never at a loss: what cannot be read is malformed. */
import { bytesToHex, equalBytes } from "../signer/bytes";
import type { Curve } from "../signer/curve";
import { SignerError } from "../signer/errors";
import { muSig2Rules } from "../signer/musig2Versions";
import { lightningCoinType, type Network } from "../signer/network";
import { lightningPurpose } from "../signer/paths";
import { readPsbt } from "../signer/psbtReader";
import type { Psbt } from "../signer/psbtRecords";
import type {
  KeyLocator,
  MuSig2SessionRequest,
  SharedKeyRequest,
  SignMessageRequest,
  SignRequest,
  SignRequestKind,
} from "../signer/requests";
import { createChannelKeys } from "./channelKeys";
import { classifyMessage } from "./classifyMessage";
import { messageHash, sessionHash, sharedKeyHash } from "./contentHash";
import { examinePsbt } from "./examinePsbt";
import type { MuSig2SessionFacts } from "./facts";
import type { OwnKeys } from "./ownKeys";
import { ownPointIndex } from "./ownPoints";
import { createOwnScripts } from "./ownScripts";
import type { RequestClass, RequestSummary, SummaryForm } from "./summary";

export interface ExaminerOptions {
  readonly network: Network;
  readonly keys: OwnKeys;
  readonly curve: Curve;
  /** The payment key of a channel where memory knows it, by the index of its funding key. */
  readonly knownPaymentKey?: (fundingKeyIndex: number) => number | null | undefined;
}

/** @param psbt the packet of a SignPsbt request when it was read already */
type Examine = (request: SignRequest, psbt?: Psbt) => RequestSummary;

export interface Examiner {
  readonly examine: Examine;
  /**
   * Derives the wallet's addresses ahead, so that change and sweeps of a wallet with many addresses are known to be
   * its own; to be driven in idle time. Yields every few milliseconds; a second or two in all.
   */
  deriveAhead(): Generator<void, void, void>;
}

const nodeKey: KeyLocator = { keyFamily: 6, keyIndex: 0 };
const ecdhClasses: ReadonlyMap<number, RequestClass> = new Map([
  [5, "revocation-root-ecdh"],
  [6, "node-ecdh"],
  [8, "tower-ecdh"],
  [9, "tower-ecdh"],
]);
const multiSigFamily = 0;

const muSig2Classes = {
  mu_sig2_register_nonces_request: "musig2-nonces",
  mu_sig2_combined_nonces_req: "musig2-nonces",
  mu_sig2_get_combined_nonces_req: "musig2-nonces",
  mu_sig2_sign_request: "musig2-sign",
  mu_sig2_combine_sig_request: "musig2-combine",
  mu_sig2_cleanup_request: "musig2-cleanup",
} as const satisfies Partial<Record<SignRequestKind, RequestClass>>;

/** Creates the examiner of one seed on one network. It keeps what it derived; drop it when the keys go. */
export function createExaminer({ network, keys, curve, knownPaymentKey }: ExaminerOptions): Examiner {
  const ownScripts = createOwnScripts({ keys, curve });
  const channelKeys = createChannelKeys({ keys, knownPaymentKey: knownPaymentKey ?? (() => undefined) });
  const psbtExaminer = { network, keys, curve, ownScripts, channelKeys };

  function examine(request: SignRequest, psbt?: Psbt): RequestSummary {
    const form = malformedSummary(request.kind, network);
    try {
      fillIn(form, request, psbt);
      return form;
    } catch (error) {
      // The engine refuses the same requests, with the reason.
      if (error instanceof SignerError) return malformedSummary(request.kind, network);
      throw error;
    }
  }

  function fillIn(form: SummaryForm, request: SignRequest, psbt: Psbt | undefined): void {
    switch (request.kind) {
      case "shared_key_request":
        examineSharedKey(request, form, keys);
        break;
      case "sign_message_req":
        examineMessage(request, form, keys);
        break;
      case "sign_psbt_request":
        examinePsbt(psbt ?? readPsbt(request.fundedPsbt), form, psbtExaminer);
        break;
      case "mu_sig2_session_request":
        examineSession(request, form, keys);
        break;
      default:
        form.class = muSig2Classes[request.kind];
    }
  }

  return { examine, deriveAhead: () => ownScripts.deriveAhead() };
}

/** The summary of a request that says nothing: every field is there. */
export function malformedSummary(kind: string, network: Network): SummaryForm {
  return {
    class: "malformed",
    kind,
    network,
    keyFamily: null,
    keyIndex: null,
    keyPath: null,
    amountSat: null,
    feeSat: null,
    feeProof: null,
    feeRateSatPerVb: null,
    inputs: [],
    outputs: [],
    outputCount: null,
    inputCount: null,
    txid: null,
    outpoint: null,
    channelOutpoint: null,
    sighashType: null,
    text: null,
    shortChannelId: null,
    otherNetwork: null,
    contentHashHex: null,
    facts: { kind: "none" },
  };
}

function fillInKey(form: SummaryForm, { keyFamily, keyIndex }: KeyLocator): void {
  form.keyFamily = keyFamily;
  form.keyIndex = keyIndex;
  form.keyPath = `m/${lightningPurpose}'/${lightningCoinType(form.network)}'/${keyFamily}'/0/${keyIndex}`;
}

function examineSharedKey(request: SharedKeyRequest, form: SummaryForm, keys: OwnKeys): void {
  const { ephemeralPubkey, keyDesc, keyLoc } = request;
  if (ephemeralPubkey.length !== 33) return;
  const locator = keyDesc?.keyLoc ?? keyLoc ?? nodeKey;
  const requestClass = ecdhClasses.get(locator.keyFamily) ?? "other-ecdh";
  const isRoutine = requestClass === "node-ecdh" || requestClass === "tower-ecdh";
  form.class = requestClass;
  fillInKey(form, locator);
  if (!isRoutine) form.contentHashHex = sharedKeyHash(request);
  form.facts = {
    kind: "ecdh",
    isSearched: keyDesc !== undefined && keyDesc.rawKeyBytes.length > 0,
    ownPointIndex: isRoutine ? null : ownPointIndex(locator, ephemeralPubkey, keys),
  };
}

function examineMessage(request: SignMessageRequest, form: SummaryForm, keys: OwnKeys): void {
  const message = classifyMessage(request, form.network, keys);
  if (message.class === "malformed") return;
  const { msg, keyLoc, doubleHash, compactSig, schnorrSig, schnorrSigTapTweak, tag } = request;
  form.class = message.class;
  if (keyLoc !== undefined) fillInKey(form, keyLoc);
  form.amountSat = message.amountSat?.toString() ?? null;
  form.text = message.text ?? null;
  form.shortChannelId = message.shortChannelId ?? null;
  form.otherNetwork = message.otherNetwork ?? null;
  if (!routineMessages.has(message.class)) form.contentHashHex = messageHash(request);
  form.facts = {
    kind: "message",
    length: msg.length,
    isDoubleHashed: doubleHash,
    isCompact: compactSig,
    isSchnorr: schnorrSig,
    hasTapTweak: schnorrSig && schnorrSigTapTweak.length > 0,
    tagHex: bytesToHex(tag),
    disguise: message.disguise ?? null,
    invoiceExpiresAtMs: message.expiresAtMs ?? null,
  };
}

/** What a node says to the network by itself. */
const routineMessages: ReadonlySet<RequestClass> = new Set([
  "channel-update",
  "channel-announcement",
  "node-announcement",
]);

function examineSession(request: MuSig2SessionRequest, form: SummaryForm, keys: OwnKeys): void {
  const { keyLoc, allSignerPubkeys, tweaks, taprootTweak, version, pregeneratedLocalNonce } = request;
  if (keyLoc === undefined) return;
  const ownKey = muSig2Rules(version)?.serializePubkey(keys.publicKey(keyLoc));
  const isChannel = keyLoc.keyFamily === multiSigFamily;
  form.class = isChannel ? "musig2-session" : "musig2-app-session";
  fillInKey(form, keyLoc);
  if (!isChannel) form.contentHashHex = sessionHash(request);
  form.facts = {
    kind: "musig2-session",
    version,
    signerCount: allSignerPubkeys.length,
    hasOwnKey: ownKey !== undefined && allSignerPubkeys.some((pubkey) => equalBytes(pubkey, ownKey)),
    // The older version drops a nonce of the node's and draws its own.
    isNoncePregenerated: pregeneratedLocalNonce.length > 0 && muSig2Rules(version)?.takesPregeneratedNonces !== false,
    taprootTweak: taprootTweakKind(taprootTweak),
    genericTweaks: tweaks.length,
  };
}

function taprootTweakKind(tweak: MuSig2SessionRequest["taprootTweak"]): MuSig2SessionFacts["taprootTweak"] {
  if (tweak === undefined) return "none";
  return tweak.keySpendOnly ? "bip86" : "script-root";
}
