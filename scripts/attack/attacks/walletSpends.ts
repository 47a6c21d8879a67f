/** Coins of the wallet taken by the plain way: payments, signatures that leave parts open, fees for a miner. */
import { someBytes } from "../../../main/practice/traffic/dice";
import { strangerOutput } from "../../../main/practice/traffic/world";
import { sighash } from "../../../main/practice/verify/sighash";
import { type Attack, BrokenAttack } from "../attack";
import {
  coinInput,
  coinSignature,
  consolidation,
  packetRequest,
  packetWith,
  payment,
  someTransaction,
  spending,
  spendRequests,
  thiefOutput,
} from "../packets";
import { approvesAll } from "../stage";

const openEnded = {
  NONE: sighash.none,
  SINGLE: sighash.single,
  "ALL with ANYONECANPAY": sighash.all | sighash.anyoneCanPay,
  "NONE with ANYONECANPAY": sighash.none | sighash.anyoneCanPay,
  "SINGLE with ANYONECANPAY": sighash.singleAnyoneCanPay,
} as const;

const sighashTypes: Attack[] = Object.entries(openEnded).flatMap(([words, sighashType]) =>
  (["p2wkh", "p2tr", "np2wkh"] as const).map((type) => ({
    name: `sighash-${sighashType.toString(16)}-${type}`,
    title: `a ${type} coin signed with ${words} while all outputs are the wallet's`,
    play: (thief) => {
      const coins = [thief.world.makeCoin(type, 900_000n)];
      const outputs = [thief.world.ownOutput(899_000n)];
      for (const exchange of spendRequests({ coins, outputs, sighashType })) thief.take(exchange);
    },
  })),
);

const payments: Attack[] = [
  {
    name: "send-unasked",
    title: "a payment to the thief while nobody looks",
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 900_000n)];
      for (const exchange of payment(thief.world, coins, [thiefOutput(500_000n)])) thief.take(exchange);
    },
  },
  {
    name: "sweep-wallet",
    title: "everything to the thief, without change",
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2tr", 900_000n), thief.world.makeCoin("np2wkh", 300_000n)];
      for (const exchange of spendRequests({ coins, outputs: [thiefOutput(1_199_000n)] })) thief.take(exchange);
    },
  },
  {
    name: "send-as-channel-open",
    title: "a payment to the thief's script that looks like a channel's funding",
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 900_000n)];
      const script = Uint8Array.of(0, 32, ...someBytes(32));
      for (const exchange of payment(thief.world, coins, [{ amountSat: 800_000n, script }])) thief.take(exchange);
    },
  },
  {
    name: "send-many-outputs",
    title: "the thief's output behind 70 of the wallet's own",
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 900_000n)];
      const own = Array.from({ length: 70 }, () => thief.world.ownOutput(1_000n, "p2wkh"));
      for (const exchange of spendRequests({ coins, outputs: [...own, thiefOutput(800_000n)] })) thief.take(exchange);
    },
  },
  {
    name: "send-oversized",
    title: "the thief's output behind more outputs than anybody looks at",
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 90_000_000n)];
      const own = thief.world.ownOutput(1_000n, "p2wkh");
      const outputs = [...Array.from({ length: 5_000 }, () => own), thiefOutput(84_000_000n)];
      for (const exchange of spendRequests({ coins, outputs })) thief.take(exchange);
    },
  },
  {
    name: "send-op-return",
    title: "coins burnt in an output that nobody can spend",
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 900_000n)];
      const burnt = { amountSat: 800_000n, script: Uint8Array.of(0x6a, 4, 1, 2, 3, 4) };
      for (const exchange of payment(thief.world, coins, [burnt])) thief.take(exchange);
    },
  },
];

const fees: Attack[] = [
  {
    name: "fee-siphon",
    title: "all outputs are the wallet's, half of the coins are the fee",
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 2_000_000n)];
      for (const exchange of consolidation(thief.world, coins, 1_000_000n)) thief.take(exchange);
    },
  },
  {
    name: "fee-siphon-taproot",
    title: "the same with taproot coins, which commit to all amounts",
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2tr", 2_000_000n), thief.world.makeCoin("p2tr", 2_000_000n)];
      for (const exchange of consolidation(thief.world, coins, 3_000_000n)) thief.take(exchange);
    },
  },
  {
    name: "fee-siphon-payment",
    title: "a small approved payment that burns the rest as a fee",
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 2_000_000n)];
      for (const exchange of spendRequests({ coins, outputs: [thiefOutput(1_000n)] })) thief.take(exchange);
    },
  },
  ...[false, true]
    .flatMap((isRestarted) =>
      [false, true].map((isTogether): Attack | null => {
        if (isRestarted && isTogether) return null;
        const how = isRestarted ? ", with a restart between" : isTogether ? ", in one turn" : "";
        return {
          name: `fee-two-amounts${isRestarted ? "-restart" : isTogether ? "-together" : ""}`,
          title: `BIP143's fee attack: each request belittles the other coin${how}`,
          play: (thief) => {
            const coins = [thief.world.makeCoin("p2wkh", 5_000_000n), thief.world.makeCoin("p2wkh", 5_000_000n)];
            const outputs = [thief.world.ownOutput(5_000_000n, "p2wkh")];
            const belittling = (index: number) =>
              spendRequests({ coins, outputs, claims: new Map([[index, 1_000n]]) })[1 - index];
            const [first, second] = [belittling(1), belittling(0)];
            if (first === undefined || second === undefined) throw new Error("there is a request per coin");
            if (isTogether) {
              const signed = thief.attemptTogether([first, second]).filter((each) => each).length;
              if (signed === 0) throw new BrokenAttack("not even one half was signed");
              thief.conclude(signed > 1, `${signed} of 2 halves signed`);
              return;
            }
            thief.prepare(first);
            if (isRestarted) thief.stage.restart();
            thief.take(second);
          },
        };
      }),
    )
    .filter((attack) => attack !== null),
  {
    name: "fee-lying-previous-transaction",
    title: "a previous transaction that is another one, with a smaller amount",
    play: (thief) => {
      const coin = thief.world.makeCoin("p2wkh", 5_000_000n);
      const small = { ...coin.output, amountSat: 1_001_000n };
      const { tx: transaction } = someTransaction([small, small]);
      const tx = spending([coin], [thief.world.ownOutput(1_000_000n)]);
      const input = { ...coinInput(coin), nonWitnessUtxo: transaction };
      const packet = { tx, inputs: [input], spent: [coin.output], expected: [coinSignature(coin, 0)] };
      thief.take(packetWith({ variant: "a coin that is said to be small", ...packet }, 0));
    },
  },
  {
    name: "fee-missing-amount",
    title: "a second coin whose amount is not given, so that the fee is unknown",
    play: (thief) => {
      const coin = thief.world.makeCoin("p2wkh", 900_000n);
      const other = thief.world.makeCoin("p2wkh", 5_000_000n);
      const tx = spending([coin, other], [thief.world.ownOutput(899_000n)]);
      const spent = [coin.output, other.output];
      const packet = { tx, inputs: [coinInput(coin), {}], spent, expected: [coinSignature(coin, 0)] };
      thief.take(packetRequest({ variant: "half of a transaction", ...packet }));
    },
  },
  {
    name: "fee-approved-then-raised",
    title: "an approved payment again, with a fee the person never saw",
    play: (thief) => {
      const { stage, world } = thief;
      const payee = strangerOutput(200_000n);
      const coin = world.makeCoin("p2wkh", 2_000_000n);
      stage.person = approvesAll;
      thief.prepare(...payment(world, [coin], [payee], 400n));
      stage.person = () => null;
      for (const exchange of payment(world, [coin], [payee], 900_000n)) thief.take(exchange);
    },
  },
];

export const walletAttacks: readonly Attack[] = [...sighashTypes, ...payments, ...fees];
