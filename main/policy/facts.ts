/** What rules need to know of a request beyond what a person is shown: plain JSON, amounts as decimal text. */
import type { Purpose } from "../signer/paths";
import type { RequestClass } from "./summary";

export type RequestFacts = EcdhFacts | MessageFacts | MuSig2SessionFacts | PsbtFacts | NoFacts;

/** MuSig2 calls within a session, and whatever cannot be read. */
interface NoFacts {
  readonly kind: "none";
}

interface EcdhFacts {
  readonly kind: "ecdh";
  /** The key is named by its bytes and searched for. */
  readonly isSearched: boolean;
  /**
   * Index of the key of ours that the point is: of family 0 for a key of family 5, and the other way round. Null for a
   * stranger's point, and for every other family, where nobody looks.
   */
  readonly ownPointIndex: number | null;
}

/** Why a message may be a transaction's signature hash in disguise. */
export type Disguise = "bip143-preimage" | "bip143-inner-hash" | "tap-sighash-prefix" | "reserved-tag";

interface MessageFacts {
  readonly kind: "message";
  readonly length: number;
  readonly isDoubleHashed: boolean;
  readonly isCompact: boolean;
  readonly isSchnorr: boolean;
  readonly hasTapTweak: boolean;
  /** Lower-case hex of the Schnorr tag; empty without one. */
  readonly tagHex: string;
  readonly disguise: Disguise | null;
  /** When an invoice expires. */
  readonly invoiceExpiresAtMs: number | null;
}

export interface MuSig2SessionFacts {
  readonly kind: "musig2-session";
  readonly version: number;
  readonly signerCount: number;
  /** The named key is one of the signers', by our own derivation. */
  readonly hasOwnKey: boolean;
  /** The node made our secret nonce, and so can work out the key from one signature. */
  readonly isNoncePregenerated: boolean;
  readonly taprootTweak: "none" | "bip86" | "script-root";
  readonly genericTweaks: number;
}

/** One way in which inputs of a packet are signed. */
export interface SigningFacts {
  readonly class: RequestClass;
  readonly purpose: Purpose;
  /** Key family under purpose 1017, account otherwise. */
  readonly account: number;
  /** "both": the engine takes the first and ignores the second. */
  readonly tweak: "none" | "single" | "double" | "both";
  readonly sighashType: number;
  readonly sequence: number;
}

export interface PsbtFacts {
  readonly kind: "psbt";
  readonly version: number;
  readonly lockTime: number;
  /** Inputs that would be signed. */
  readonly signedCount: number;
  /** Distinct ways in which they are signed; at most 16 are listed. */
  readonly signings: readonly SigningFacts[];
  /** False for packets with too many keys to look at each: some inputs that would be signed may not be known. */
  readonly isExaminedWhole: boolean;
  /** Inputs that name a path of ours with a key that is not there: another seed's. */
  readonly wrongKeys: number;
  /** Inputs that name a path under another network's coin type. */
  readonly otherNetworkPaths: number;
  /** Sum of all inputs; null when one has no amount. */
  readonly inputSat: string | null;
  /** Sum of the inputs whose scripts are the wallet's, by derivation. */
  readonly ownInputSat: string;
  readonly outputSat: string;
  /** Sum of outputs that are the wallet's, by derivation. */
  readonly ownOutputSat: string;
  readonly ownOutputCount: number;
  /** Outputs that are neither the wallet's nor a channel's; a commitment has none. */
  readonly unknownOutputCount: number;
  /**
   * Of those, outputs paid for by the input of the same index: as much, and from a script that is none of the
   * wallet's. So lnd's sweeper carries second-level outputs along.
   */
  readonly carriedOutputs: readonly number[];
  /** Own outputs at indexes that no wallet would have handed out yet: money that a restore would not find. */
  readonly strayOwnOutputs: number;
  readonly vsizeVb: number;
  /** Outpoints whose previous transaction is another one, or says another output than the input record. */
  readonly contradictedOutpoints: readonly string[];
  /** An amount below zero or beyond all coins. */
  readonly hasAbsurdAmount: boolean;
  readonly dustOutputs: number;
  readonly nonstandardOutputs: number;
  readonly nonSegwitInputs: number;
  /** The output that opens a channel, of a class "funding" or a send with one taproot output beside change. */
  readonly channelOutput: { readonly index: number; readonly type: "p2wsh" | "p2tr" } | null;
  readonly commitment: CommitmentFacts | null;
  readonly htlc: HtlcFacts | null;
}

export interface CommitmentFacts {
  /** Index in family 0. */
  readonly fundingKeyIndex: number;
  readonly capacitySat: string;
  /** The 48 bits of lock time and sequence: the commitment's number behind BOLT 3's mask. Decimal text. */
  readonly obscuredNumber: string;
  /**
   * Whose commitment it is, as far as this one request tells: "remote" holds an output to our payment key, "own" holds
   * one to the peer's or only our anchor. "either" has nothing of the two, as when our balance is below dust.
   */
  readonly side: "remote" | "own" | "either";
  /** Our output on a remote commitment. */
  readonly toRemote: {
    readonly amountSat: string;
    /** Index in family 3. */
    readonly keyIndex: number;
    readonly form: "key-hash" | "script";
  } | null;
  readonly ownAnchors: number;
  readonly peerAnchors: number;
  /** Outputs of 330 sat to a script that are neither side's anchor. */
  readonly wrongAnchors: number;
  /** Either side's anchor with another amount. */
  readonly misvaluedAnchors: number;
  /** Outputs to our payment key; honestly one at most. */
  readonly ownBalances: number;
  /** Outputs to key hashes that are not ours. */
  readonly foreignKeyHashes: number;
  /** Outputs that are none of the above: the owner's balance and payments in flight. */
  readonly otherOutputs: number;
}

export interface HtlcFacts {
  /** Index of the input, and of the output that a second-level transaction moves it to. */
  readonly index: number;
  readonly amountSat: string;
  /** As the script's owner sees it; null for a taproot leaf, which does not say. */
  readonly direction: "offered" | "received" | null;
  /** RIPEMD160 of the payment hash; null when the script does not show it. */
  readonly paymentHash160Hex: string | null;
  /** Height at which a received HTLC times out; null when the script does not say. */
  readonly expiryHeight: number | null;
  /**
   * The signing key, tweaked, stands in the script. Null where nobody looked: at every update that would take as long
   * as signing does, so of second-level transactions one in sixteen is looked at, by its outpoint.
   */
  readonly hasOwnKey: boolean | null;
  readonly isAnchors: boolean;
}
