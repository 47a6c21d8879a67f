/** Packets as a thief builds them: any transaction, any claims. */
import { concatBytes } from "@noble/hashes/utils.js";
import { randomKeyPair } from "../../main/practice/chain/points";
import { type PsbtInput, type PsbtRecord, writePsbt } from "../../main/practice/chain/psbtWriter";
import { p2wkh } from "../../main/practice/chain/scripts";
import { type Transaction, type TxOutput, txidBytes, uint32le } from "../../main/practice/chain/transaction";
import type { Exchange } from "../../main/practice/exchange";
import { someBytes } from "../../main/practice/traffic/dice";
import { coinFields, expectedCoinSignature, remoteSign } from "../../main/practice/traffic/remoteSign";
import type { Coin, World } from "../../main/practice/traffic/world";
import { sighash } from "../../main/practice/verify/sighash";
import { checkSignedPsbt, type ExpectedSignature } from "../../main/practice/verify/signedPsbt";
import type { SignerKey } from "../../main/practice/watchOnlyKeys";

/** Where the thief wants the money. */
export function thiefOutput(amountSat: bigint): TxOutput {
  return { amountSat, script: p2wkh(randomKeyPair().pubkey) };
}

export function spending(
  coins: readonly Pick<Coin, "txidBytes" | "index">[],
  outputs: readonly TxOutput[],
  locktime = 0,
): Transaction {
  const inputs = coins.map(({ txidBytes: id, index }) => ({ txidBytes: id, index, sequence: 0xffff_fffd }));
  return { version: 2, inputs, outputs, locktime };
}

export interface SpendWish {
  readonly coins: readonly Coin[];
  readonly outputs: readonly TxOutput[];
  /** Of all coins; lnd's own without it. */
  readonly sighashType?: number;
  /** Amounts that are claimed for coins other than the signed one, by index. */
  readonly claims?: ReadonlyMap<number, bigint>;
  readonly locktime?: number;
}

/** One request per coin, as lnd makes them. */
export function spendRequests({ coins, outputs, sighashType, claims, locktime }: SpendWish): Exchange[] {
  const tx = spending(coins, outputs, locktime);
  return coins.map((coin, inputIndex) =>
    remoteSign({
      variant: `a ${coin.type} coin`,
      tx,
      spent: coins.map(({ output }, index) =>
        index === inputIndex ? output : { ...output, amountSat: claims?.get(index) ?? output.amountSat },
      ),
      inputIndex,
      key: coin.key,
      sighashType: sighashType ?? lndSighash(coin),
      spend: { kind: "coin", coin },
    }),
  );
}

function lndSighash({ type }: Coin): number {
  return type === "p2tr" ? sighash.default : sighash.all;
}

/** All outputs back to the wallet, at a fee. */
export function consolidation(world: World, coins: readonly Coin[], feeSat: bigint): Exchange[] {
  return spendRequests({ coins, outputs: [world.ownOutput(total(coins) - feeSat, "p2wkh")] });
}

/** A payment with change. */
export function payment(world: World, coins: readonly Coin[], payees: readonly TxOutput[], feeSat = 300n): Exchange[] {
  const paidSat = payees.reduce((sum, { amountSat }) => sum + amountSat, 0n);
  return spendRequests({ coins, outputs: [...payees, world.ownOutput(total(coins) - paidSat - feeSat, "p2wkh")] });
}

function total(coins: readonly Coin[]): bigint {
  return coins.reduce((sum, { output }) => sum + output.amountSat, 0n);
}

/** What walletkit's SignPsbt lets a caller write, with all that lnd itself would never put in. */
export interface Packet {
  readonly variant: string;
  readonly tx: Transaction;
  readonly inputs: readonly PsbtInput[];
  /** What the inputs spend in truth. */
  readonly spent: readonly TxOutput[];
  readonly expected: readonly ExpectedSignature[];
  readonly outputRecords?: readonly (readonly PsbtRecord[])[];
}

export function packetRequest({ variant, tx, inputs, spent, expected, outputRecords }: Packet): Exchange {
  const sent = { bytes: writePsbt(tx, inputs, [], outputRecords), tx, spent, expected };
  return {
    request: { kind: "sign_psbt_request", fundedPsbt: sent.bytes },
    variant,
    check: (answer) => checkSignedPsbt(sent, answer),
  };
}

/** A packet of which only one input matters: it counts as signed when that one is. */
export function packetWith(packet: Packet, wantedInput: number): Exchange {
  const { request, variant } = packetRequest(packet);
  return {
    request,
    variant,
    check: (answer) => {
      if (answer.kind !== "sign_psbt_response") return `answer is ${answer.kind}`;
      return answer.signedInputs.includes(wantedInput) ? null : `signed_inputs is [${answer.signedInputs.join()}]`;
    },
  };
}

/** An input that spends a coin, as the wallet describes it. */
export function coinInput(coin: Coin, sighashType = lndSighash(coin)): PsbtInput {
  return { witnessUtxo: coin.output, key: coin.key, sighashType, ...coinFields(coin) };
}

export function coinSignature(coin: Coin, inputIndex: number, sighashType = lndSighash(coin)): ExpectedSignature {
  return expectedCoinSignature(coin, inputIndex, sighashType);
}

/** The record that claims an output for a key of the wallet. @param type 0x02 for BIP32, 0x07 for taproot (BIP174) */
export function derivationClaim(key: SignerKey, type: 0x02 | 0x07): PsbtRecord {
  const path = concatBytes(uint32le(0), ...key.path.map(uint32le));
  return type === 0x02
    ? { key: concatBytes(Uint8Array.of(type), key.pubkey), value: path }
    : { key: concatBytes(Uint8Array.of(type), key.pubkey.subarray(1)), value: concatBytes(Uint8Array.of(0), path) };
}

/** A transaction somewhere in the chain that made these outputs. */
export function someTransaction(outputs: readonly TxOutput[]): { tx: Transaction; id: Uint8Array } {
  const input = { txidBytes: someBytes(32), index: 0, sequence: 0xffff_fffd };
  const tx: Transaction = { version: 2, inputs: [input], outputs, locktime: 0 };
  return { tx, id: txidBytes(tx) };
}
