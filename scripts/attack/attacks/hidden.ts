/** Things hidden behind others: claims that are lies, second inputs, look-alikes of what is allowed. */
import { concatBytes } from "@noble/hashes/utils.js";
import { bech32, bech32m } from "@scure/base";
import type { AllowlistEntry } from "../../../main/policy/config";
import { hash160, sha256 } from "../../../main/practice/chain/hashes";
import { randomKeyPair } from "../../../main/practice/chain/points";
import type { PsbtInput } from "../../../main/practice/chain/psbtWriter";
import { p2pkh, p2tr, p2wkh, p2wsh } from "../../../main/practice/chain/scripts";
import type { TxOutput } from "../../../main/practice/chain/transaction";
import { someBytes } from "../../../main/practice/traffic/dice";
import { sighash } from "../../../main/practice/verify/sighash";
import { addressFromScript } from "../../../main/signer/address";
import type { Attack, Thief } from "../attack";
import { anchorCoin, type ChannelCoin, htlcCoin, someChannel, toRemoteCoin } from "../channelSpends";
import {
  coinInput,
  coinSignature,
  derivationClaim,
  packetRequest,
  packetWith,
  payment,
  spending,
  spendRequests,
  thiefOutput,
} from "../packets";

const claims: Attack[] = [
  {
    name: "claim-change",
    title: "the thief's output with a derivation record of our change",
    play: (thief) => claimOutput(thief, thiefOutput(890_000n), 0x02, 84),
  },
  {
    name: "claim-change-taproot",
    title: "the thief's taproot output with a taproot derivation record of ours",
    play: (thief) =>
      claimOutput(thief, { amountSat: 890_000n, script: p2tr(randomKeyPair().pubkey.subarray(1)) }, 0x07, 86),
  },
  {
    name: "claim-change-wrong-form",
    title: "our key's hash under another script form than the wallet's",
    play: (thief) => {
      const { pubkey } = thief.world.keys.walletKey(84, 1, 5);
      claimOutput(
        thief,
        { amountSat: 890_000n, script: p2wsh(Uint8Array.of(0x21, ...pubkey, 0xac, 0x75, 0x51)) },
        0x02,
        84,
      );
    },
  },
  {
    name: "claim-far-index",
    title: "an output of the wallet at an index that no restore would look at",
    play: (thief) => {
      const key = thief.world.keys.walletKey(84, 1, 1_900_000_000);
      const coin = thief.world.makeCoin("p2wkh", 900_000n);
      const tx = spending([coin], [{ amountSat: 890_000n, script: p2wkh(key.pubkey) }]);
      const packet = { tx, inputs: [coinInput(coin)], spent: [coin.output], expected: [coinSignature(coin, 0)] };
      thief.take(
        packetRequest({ variant: "money put away", ...packet, outputRecords: [[derivationClaim(key, 0x02)]] }),
      );
    },
  },
];

function claimOutput(thief: Thief, output: TxOutput, type: 0x02 | 0x07, purpose: 84 | 86): void {
  const key = thief.world.keys.walletKey(purpose, 1, 5);
  const coin = thief.world.makeCoin("p2wkh", 900_000n);
  const tx = spending([coin], [output]);
  const packet = { tx, inputs: [coinInput(coin)], spent: [coin.output], expected: [coinSignature(coin, 0)] };
  thief.take(packetRequest({ variant: "a lying record", ...packet, outputRecords: [[derivationClaim(key, type)]] }));
}

/** A packet whose first input is harmless, and whose last is a coin of the wallet on its way to the thief. */
function hideBehind(thief: Thief, first: ChannelCoin, firstOutput: TxOutput, between: readonly PsbtInput[] = []): void {
  const coin = thief.world.makeCoin("p2wkh", 900_000n);
  const fillers = between.map(() => ({ txidBytes: someBytes(32), index: 0 }));
  const tx = spending([{ txidBytes: someBytes(32), index: 0 }, ...fillers, coin], [firstOutput, thiefOutput(890_000n)]);
  const inputs = [channelInput(first), ...between, coinInput(coin)];
  const spent = inputs.map(({ witnessUtxo }) => witnessUtxo ?? coin.output);
  thief.take(packetWith({ variant: "a second input", tx, inputs, spent, expected: [] }, inputs.length - 1));
}

function channelInput({ output, key, spend, singleTweak, sighashType = sighash.all }: ChannelCoin): PsbtInput {
  const witnessScript = spend.kind === "p2wsh" ? spend.witnessScript : output.script;
  return { witnessUtxo: output, key, sighashType, witnessScript, singleTweak };
}

/** Somebody else's inputs, which nobody here signs. */
function strangersInputs(count: number): PsbtInput[] {
  return Array.from({ length: count }, () => ({
    witnessUtxo: { amountSat: 1_000n, script: p2wkh(randomKeyPair().pubkey) },
  }));
}

const secondInputs: Attack[] = [
  {
    name: "second-input-behind-htlc",
    title: "a coin of the wallet behind an HTLC's second level",
    play: (thief) => {
      const coin = { ...htlcCoin(someChannel(thief)), sighashType: sighash.singleAnyoneCanPay };
      hideBehind(thief, coin, { amountSat: coin.output.amountSat, script: p2wsh(someBytes(80)) });
    },
  },
  {
    name: "second-input-behind-sweep",
    title: "a coin of the wallet behind a sweep that comes home",
    play: (thief) => {
      const coin = toRemoteCoin(someChannel(thief));
      hideBehind(thief, coin, thief.world.ownOutput(coin.output.amountSat - 1_000n));
    },
  },
  {
    name: "second-input-behind-anchor",
    title: "a coin of the wallet behind an anchor",
    play: (thief) => hideBehind(thief, anchorCoin(someChannel(thief)), thief.world.ownOutput(330n)),
  },
  ...[70, 300].map(
    (count): Attack => ({
      name: `second-input-far-${count}`,
      title: `the same behind ${count} inputs of strangers`,
      play: (thief) => {
        const coin = toRemoteCoin(someChannel(thief));
        hideBehind(thief, coin, thief.world.ownOutput(coin.output.amountSat - 1_000n), strangersInputs(count));
      },
    }),
  ),
  {
    name: "second-input-behind-strangers",
    title: "a coin of the wallet as the 66th input, all before it a stranger's",
    play: (thief) => {
      const coin = thief.world.makeCoin("p2wkh", 900_000n);
      const before = strangersInputs(65);
      const tx = spending(
        [...before.map(() => ({ txidBytes: someBytes(32), index: 0 })), coin],
        [thiefOutput(890_000n)],
      );
      const inputs = [...before, coinInput(coin)];
      const spent = inputs.map(({ witnessUtxo }) => witnessUtxo ?? coin.output);
      thief.take(packetWith({ variant: "the 66th input", tx, inputs, spent, expected: [] }, 65));
    },
  },
  {
    name: "second-input-other-sighash",
    title: "a second coin under SIGHASH_NONE behind a first one under ALL",
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 900_000n), thief.world.makeCoin("p2wkh", 800_000n)] as const;
      const tx = spending(coins, [thief.world.ownOutput(1_699_000n)]);
      const inputs = [coinInput(coins[0]), coinInput(coins[1], sighash.none)];
      thief.take(
        packetWith({ variant: "a second coin", tx, inputs, spent: coins.map(({ output }) => output), expected: [] }, 1),
      );
    },
  },
  {
    name: "commitment-with-coin",
    title: "a commitment's marks on a transaction that spends a coin of the wallet as well",
    play: (thief) => {
      const channel = someChannel(thief);
      const coin = thief.world.makeCoin("p2wkh", 900_000n);
      const tx = {
        version: 2,
        inputs: [
          { txidBytes: channel.fundingTxid, index: channel.fundingIndex, sequence: 0x80000001 },
          { txidBytes: coin.txidBytes, index: coin.index, sequence: 0xffffffff },
        ],
        outputs: [thiefOutput(890_000n), { amountSat: channel.capacitySat, script: p2wsh(someBytes(80)) }],
        locktime: 0x20000001,
      };
      const first = {
        witnessUtxo: channel.fundingOutput,
        witnessScript: channel.fundingScript,
        key: channel.local.multiSig,
        sighashType: sighash.all,
      };
      const spent = [channel.fundingOutput, coin.output];
      thief.take(packetWith({ variant: "the coin", tx, inputs: [first, coinInput(coin)], spent, expected: [] }, 1));
    },
  },
];

const anchorDrags: Attack[] = [
  {
    name: "anchor-drags-coin",
    title: "a fee coin beside our anchor whose change goes to the thief",
    play: (thief) => dragCoin(thief, anchorCoin(someChannel(thief)).output),
  },
  {
    name: "anchor-fake-drags-coin",
    title: "the same beside any output of 330 sat that looks like an anchor",
    play: (thief) => dragCoin(thief, { amountSat: 330n, script: p2wsh(someBytes(40)) }),
  },
];

function dragCoin(thief: Thief, anchor: TxOutput): void {
  const coin = thief.world.makeCoin("p2tr", 900_000n);
  const anchorInput = { txidBytes: someBytes(32), index: 0 };
  const tx = spending([anchorInput, coin], [thiefOutput(890_000n)]);
  const inputs = [{ witnessUtxo: anchor }, coinInput(coin)];
  const expected = [coinSignature(coin, 1)];
  thief.take(packetRequest({ variant: "a fee coin", tx, inputs, spent: [anchor, coin.output], expected }));
}

const keys: Attack[] = [
  {
    name: "key-other-path",
    title: "a path that leads to another key than the packet says",
    play: (thief) => {
      const coin = thief.world.makeCoin("p2wkh", 900_000n);
      const key = { ...coin.key, path: thief.world.keys.walletKey(84, 0, 49).path };
      const tx = spending([coin], [thiefOutput(890_000n)]);
      const inputs = [{ ...coinInput(coin), key }];
      thief.take(
        packetRequest({
          variant: "a wrong path",
          tx,
          inputs,
          spent: [coin.output],
          expected: [coinSignature(coin, 0)],
        }),
      );
    },
  },
  ...[0, 2].map(
    (coinType): Attack => ({
      name: `key-coin-type-${coinType}`,
      title: `a channel key under coin type ${coinType}, which is another network's`,
      play: (thief) => {
        const coin = toRemoteCoin(someChannel(thief));
        const [purpose = 0, , ...rest] = coin.key.path;
        const key = { ...coin.key, path: [purpose, 0x8000_0000 + coinType, ...rest] };
        const tx = spending([{ txidBytes: someBytes(32), index: 0 }], [thief.world.ownOutput(699_000n)]);
        const inputs = [channelInput({ ...coin, key })];
        thief.take(packetWith({ variant: "another network's key", tx, inputs, spent: [coin.output], expected: [] }, 0));
      },
    }),
  ),
];

/** Hash and scripts of a payee that a person allowed for good. */
const allowedHash = hash160(Uint8Array.of(7));
const allowedScriptHash = sha256(Uint8Array.of(8));
const allowedKeyHash = concatBytes(Uint8Array.of(0, 20), allowedHash);
const allowedScript = concatBytes(Uint8Array.of(0, 32), allowedScriptHash);

function entry(text: string): AllowlistEntry {
  return { id: text.slice(0, 60), label: "Cold storage", kind: "address", text };
}

const allowlist = [allowedKeyHash, allowedScript].map((script) => entry(addressFromScript(script, "regtest") ?? ""));

const lookAlikes: Attack[] = (
  [
    ["p2sh", "P2SH of the same hash", concatBytes(Uint8Array.of(0xa9, 20), allowedHash, Uint8Array.of(0x87))],
    ["p2pkh", "P2PKH of the same hash", p2pkh(allowedHash)],
    ["taproot", "a taproot output of the same 32 bytes", concatBytes(Uint8Array.of(0x51, 32), allowedScriptHash)],
    ["version-2", "the same program under witness version 2", concatBytes(Uint8Array.of(0x52, 32), allowedScriptHash)],
    ["version-1-short", "the same 20 bytes under witness version 1", concatBytes(Uint8Array.of(0x51, 20), allowedHash)],
    ["one-byte-more", "the same script with a byte more", concatBytes(allowedKeyHash, Uint8Array.of(0))],
    ["last-bit", "a hash that differs in its last bit", flipLastBit(allowedKeyHash)],
  ] as const
).map(([name, words, script]) => ({
  name: `allowlist-${name}`,
  title: `${words} as a payee on the allowlist`,
  config: { allowlist },
  play: (thief) => {
    const coins = [thief.world.makeCoin("p2wkh", 900_000n)];
    for (const exchange of payment(thief.world, coins, [{ amountSat: 500_000n, script }])) thief.take(exchange);
  },
}));

function flipLastBit(script: Uint8Array): Uint8Array {
  const copy = script.slice();
  copy.set([(copy.at(-1) ?? 0) ^ 1], copy.length - 1);
  return copy;
}

const regtestAddress = addressFromScript(allowedKeyHash, "regtest") ?? "";
const forgedEntries: Attack[] = (
  [
    [
      "other-network",
      "the allowlist holds the testnet form of the address",
      addressFromScript(allowedKeyHash, "testnet") ?? "",
    ],
    ["mixed-case", "an address in mixed case", regtestAddress.slice(0, 10) + regtestAddress.slice(10).toUpperCase()],
    [
      "wrong-checksum",
      "an address of version 0 with bech32m's checksum",
      bech32m.encode("bcrt", [0, ...bech32.toWords(allowedHash)]),
    ],
    ["homoglyph", "an address with a letter of another alphabet", regtestAddress.replace("c", "\u0441")],
  ] as const
).map(([name, words, text]) => ({
  name: `allowlist-entry-${name}`,
  title: `a payment under an entry that is no address of this network: ${words}`,
  config: { allowlist: [entry(text)] },
  play: (thief) => {
    const coins = [thief.world.makeCoin("p2wkh", 900_000n)];
    const payee = { amountSat: 500_000n, script: allowedKeyHash };
    for (const exchange of payment(thief.world, coins, [payee])) thief.take(exchange);
  },
}));

const behindAllowed: Attack[] = [
  {
    name: "allowlist-second-payee",
    title: "the thief beside a payee on the allowlist",
    config: { allowlist },
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 900_000n)];
      const payees = [{ amountSat: 1_000n, script: allowedKeyHash }, thiefOutput(500_000n)];
      for (const exchange of payment(thief.world, coins, payees)) thief.take(exchange);
    },
  },
  {
    name: "allowlist-sighash-none",
    title: "a payment to the allowlist under SIGHASH_NONE",
    config: { allowlist },
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 900_000n)];
      const outputs = [{ amountSat: 899_000n, script: allowedKeyHash }];
      for (const exchange of spendRequests({ coins, outputs, sighashType: sighash.none })) thief.take(exchange);
    },
  },
];

export const hiddenAttacks: readonly Attack[] = [
  ...claims,
  ...secondInputs,
  ...anchorDrags,
  ...keys,
  ...lookAlikes,
  ...forgedEntries,
  ...behindAllowed,
];
