/** Spends of the node's own coins: sends, funding transactions and PSBTs of walletkit callers. */

import { type PsbtRecord, writePsbt } from "../chain/psbtWriter";
import { p2wsh } from "../chain/scripts";
import { type Transaction, type TxOutput, txidBytes } from "../chain/transaction";
import type { Exchange } from "../exchange";
import { sighash } from "../verify/sighash";
import { checkSignedPsbt } from "../verify/signedPsbt";
import type { Channel } from "./channel";
import { between, pick, someBytes, someSats } from "./dice";
import { coinFields, expectedCoinSignature, remoteSign } from "./remoteSign";
import { type Coin, type CoinType, strangerOutput, type World } from "./world";

const variants = { p2wkh: "wallet-p2wkh", np2wkh: "wallet-np2wkh", p2tr: "wallet-p2tr-bip86" } as const;

/** lnd signs P2TR coins with the default sighash, others with ALL. */
function coinSighash(coin: Coin): number {
  return coin.type === "p2tr" ? sighash.default : sighash.all;
}

/** One request per own input, each with the whole transaction (lnd rpcwallet.go: SendOutputs, FinalizePsbt). */
function signCoins(tx: Transaction, coins: readonly Coin[]): Exchange[] {
  const spent = coins.map(({ output }) => output);
  return coins.map((coin, inputIndex) =>
    remoteSign({
      variant: variants[coin.type],
      tx,
      spent,
      inputIndex,
      key: coin.key,
      sighashType: coinSighash(coin),
      spend: { kind: "coin", coin },
    }),
  );
}

function spendCoins(world: World, coins: readonly Coin[], outputs: TxOutput[]): Transaction {
  return {
    version: 2,
    inputs: coins.map(({ txidBytes, index }) => ({ txidBytes, index, sequence: 0xffff_fffd })),
    outputs,
    locktime: world.height,
  };
}

function total(coins: readonly Coin[]): bigint {
  return coins.reduce((sum, { output }) => sum + output.amountSat, 0n);
}

/** sendcoins, sendmany: to strangers, change to ourselves. */
export function send(world: World, types: readonly CoinType[]): Exchange[] {
  const coins = types.map((type) => world.makeCoin(type));
  const feeSat = BigInt(between(150, 6_000));
  const available = total(coins) - feeSat;
  const amountSat = (available * BigInt(between(5, 90))) / 100n;
  const outputs = [strangerOutput(amountSat), world.ownOutput(available - amountSat)];
  return signCoins(spendCoins(world, coins, between(0, 1) === 0 ? outputs : outputs.reverse()), coins);
}

/** Many small coins into one of our own. */
export function consolidate(world: World): Exchange[] {
  const coins = Array.from({ length: between(3, 6) }, () =>
    world.makeCoin(pick(["p2wkh", "p2tr"] as const), someSats(5_000, 90_000)),
  );
  return signCoins(spendCoins(world, coins, [world.ownOutput(total(coins) - 1_500n, "p2tr", 0)]), coins);
}

/** The channel as its funding transaction makes it, and the signatures of that: the channel's output and change. */
export function fundChannel(
  world: World,
  channel: Channel,
  types: readonly CoinType[],
): { channel: Channel; exchanges: Exchange[] } {
  const coins = types.map((type) => world.makeCoin(type, channel.capacitySat));
  const changeSat = total(coins) - channel.capacitySat - BigInt(between(300, 2_000));
  const outputs: TxOutput[] = [{ amountSat: channel.capacitySat, script: p2wsh(channel.fundingScript) }];
  if (changeSat > 1_000n) outputs.push(world.ownOutput(changeSat));
  const tx = spendCoins(world, coins, outputs);
  return { channel: { ...channel, fundingTxid: txidBytes(tx), fundingIndex: 0 }, exchanges: signCoins(tx, coins) };
}

/**
 * walletkit's SignPsbt forwards the caller's packet as it is: several inputs to sign at once, somebody else's input
 * between them, and records nobody here knows.
 */
export function callersPsbt(world: World): Exchange {
  const coins = [world.makeCoin("p2wkh"), world.makeCoin("np2wkh"), world.makeCoin("p2tr")] as const;
  const foreign = strangerOutput();
  const spent: TxOutput[] = [coins[0].output, foreign, coins[1].output, coins[2].output];
  const tx: Transaction = {
    version: 2,
    inputs: [
      { txidBytes: coins[0].txidBytes, index: coins[0].index, sequence: 0xffff_fffd },
      { txidBytes: someBytes(32), index: 0, sequence: 0xffff_fffd },
      { txidBytes: coins[1].txidBytes, index: coins[1].index, sequence: 0xffff_fffd },
      { txidBytes: coins[2].txidBytes, index: coins[2].index, sequence: 0xffff_fffd },
    ],
    outputs: [strangerOutput(total(coins) / 2n), world.ownOutput(foreign.amountSat)],
    locktime: world.height,
  };
  const owned = (coin: Coin) => ({
    witnessUtxo: coin.output,
    key: coin.key,
    sighashType: coinSighash(coin),
    ...coinFields(coin),
  });
  const proprietary: PsbtRecord = { key: Uint8Array.of(0xfc, 4, 116, 101, 115, 116, 7), value: someBytes(9) };
  const bytes = writePsbt(
    tx,
    [owned(coins[0]), { witnessUtxo: foreign }, owned(coins[1]), owned(coins[2])],
    [proprietary],
    [[proprietary]],
  );
  const positions = [0, 2, 3];
  const sent = {
    bytes,
    tx,
    spent,
    expected: coins.map((coin, i) => expectedCoinSignature(coin, positions[i] ?? 0, coinSighash(coin))),
  };
  return {
    request: { kind: "sign_psbt_request", fundedPsbt: bytes },
    variant: "callers-psbt",
    check: (answer) => checkSignedPsbt(sent, answer),
  };
}
