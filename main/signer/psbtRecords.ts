/** The shape of a PSBT version 0 packet (BIP174, BIP371) as lnd reads it: raw records in order, known ones decoded. */
import type { Transaction, TransactionOutput } from "./transaction";

/** Global key types. */
export const globalType = { unsignedTx: 0x00, xpub: 0x01 } as const;

/** Input key types that lnd's codec knows; every other type is kept as an unknown record. */
export const inputType = {
  nonWitnessUtxo: 0x00,
  witnessUtxo: 0x01,
  partialSig: 0x02,
  sighashType: 0x03,
  redeemScript: 0x04,
  witnessScript: 0x05,
  bip32Derivation: 0x06,
  finalScriptSig: 0x07,
  finalScriptWitness: 0x08,
  taprootKeySpendSig: 0x13,
  taprootScriptSpendSig: 0x14,
  taprootLeafScript: 0x15,
  taprootBip32Derivation: 0x16,
  taprootInternalKey: 0x17,
  taprootMerkleRoot: 0x18,
} as const;

/** Output key types that lnd's codec knows. */
export const outputType = {
  redeemScript: 0x00,
  witnessScript: 0x01,
  bip32Derivation: 0x02,
  taprootInternalKey: 0x05,
  taprootTapTree: 0x06,
  taprootBip32Derivation: 0x07,
} as const;

/** lnd's own input records, 32-byte values (lnwallet/btcwallet/psbt.go PsbtKeyTypeInputSignatureTweak*). */
export const tweakType = { single: 0x51, double: 0xd0 } as const;

/** One key-value pair; all bytes are views into the packet. */
export interface PsbtRecord {
  /** Up to 0x02000000. btcd cuts types to one byte when it writes, which changes the record; here they stay whole. */
  readonly type: number;
  readonly keyData: Uint8Array;
  readonly value: Uint8Array;
  /** The whole record on the wire: key length || key || value length || value. */
  readonly serialized: Uint8Array;
}

/** A BIP32 path with its public key; the master fingerprint plays no part in lnd and is not decoded. */
export interface Bip32Derivation {
  /** 33 or 65 bytes as given. */
  readonly pubkey: Uint8Array;
  readonly path: readonly number[];
}

export interface TaprootBip32Derivation {
  readonly xOnlyPubkey: Uint8Array;
  readonly leafHashes: readonly Uint8Array[];
  readonly path: readonly number[];
}

interface TaprootLeafScript {
  readonly controlBlock: Uint8Array;
  readonly leafVersion: number;
  readonly script: Uint8Array;
}

export interface PsbtInput {
  /** Every record in packet order. */
  readonly records: readonly PsbtRecord[];
  /** Raw previous transaction: checked to be one, its txid is not compared with the outpoint. */
  readonly nonWitnessUtxo: Uint8Array | undefined;
  /** The output of `nonWitnessUtxo` that this input spends, when it has that many. */
  readonly nonWitnessOutput: TransactionOutput | undefined;
  readonly witnessUtxo: TransactionOutput | undefined;
  /** 0 when absent. */
  readonly sighashType: number;
  readonly redeemScript: Uint8Array | undefined;
  readonly witnessScript: Uint8Array | undefined;
  readonly bip32Derivations: readonly Bip32Derivation[];
  readonly finalScriptSig: Uint8Array | undefined;
  readonly finalScriptWitness: Uint8Array | undefined;
  readonly taprootLeafScripts: readonly TaprootLeafScript[];
  readonly taprootBip32Derivations: readonly TaprootBip32Derivation[];
  readonly taprootMerkleRoot: Uint8Array | undefined;
  /** Records of other types, in packet order. */
  readonly unknowns: readonly PsbtRecord[];
}

export interface PsbtOutput {
  readonly records: readonly PsbtRecord[];
  readonly bip32Derivations: readonly Bip32Derivation[];
  readonly taprootBip32Derivations: readonly TaprootBip32Derivation[];
}

/** A key that the reader found well-formed but whose point nobody checked yet. */
export interface UncheckedPoint {
  /** 32 (x-only), 33 or 65 bytes. */
  readonly point: Uint8Array;
  /** What the packet is refused with when it is no point. */
  readonly detail: string;
}

export interface Psbt {
  readonly transaction: Transaction;
  /** The unsigned transaction, then the others in packet order. */
  readonly globals: readonly [PsbtRecord, ...PsbtRecord[]];
  readonly inputs: readonly PsbtInput[];
  readonly outputs: readonly PsbtOutput[];
  readonly uncheckedPoints: readonly UncheckedPoint[];
}
