/** Limits worn down: drop by drop, under other ids, by moving the clock. */
import { concatBytes } from "@noble/hashes/utils.js";
import type { LimitSettings, PolicyConfig } from "../../../main/policy/config";
import { hash160 } from "../../../main/practice/chain/hashes";
import type { Exchange } from "../../../main/practice/exchange";
import { addressFromScript } from "../../../main/signer/address";
import type { Attack, Thief } from "../attack";
import { consolidation, payment, spendRequests } from "../packets";
import { approvesAll } from "../stage";

/** A payee that the thief may pay without a question: an exchange, say, where the thief has an account. */
const allowedScript = concatBytes(Uint8Array.of(0, 20), hash160(Uint8Array.of(9)));
const hourMs = 3_600_000;
const limitSat = 1_000_000n;
const dropSat = 150_000n;

function limited(limits: Partial<LimitSettings>): Partial<PolicyConfig> {
  const text = addressFromScript(allowedScript, "regtest") ?? "";
  return {
    allowlist: [{ id: "payee", label: "Exchange", kind: "address", text }],
    limits: { "onchain-out": {}, fees: {}, "channel-opens": {}, ...limits },
  };
}

function drop({ world }: Thief, amountSat = dropSat): Exchange[] {
  return payment(world, [world.makeCoin("p2wkh", 900_000n)], [{ amountSat, script: allowedScript }]);
}

/** Asks for one drop after the other; the thief wins when the sum of what is signed exceeds the limit. */
function drip(
  thief: Thief,
  count: number,
  pauseMs: number,
  next: (index: number) => Exchange[] = () => drop(thief),
): void {
  let takenSat = 0n;
  let refusal: string | null = null;
  for (let index = 0; index < count; index++) {
    const refused = next(index)
      .map((exchange) => thief.attempt(exchange))
      .find((each) => each !== null);
    if (refused === undefined) takenSat += dropSat;
    refusal ??= refused ?? null;
    thief.stage.clock.advance(pauseMs);
  }
  const hasWon = takenSat > limitSat;
  thief.conclude(
    hasWon,
    hasWon ? `${takenSat} sat taken, ${limitSat} sat allowed` : (refusal ?? "no drop was refused"),
  );
}

const perWindow: Attack[] = (
  [
    ["hour", "perHourSat", 5 * 60_000],
    ["day", "perDaySat", 2 * hourMs],
    ["week", "perWeekSat", 14 * hourMs],
  ] as const
).map(([name, setting, pauseMs]) => ({
  name: `limit-drip-${name}`,
  title: `small payments that are each below the limit for the ${name}`,
  config: limited({ "onchain-out": { [setting]: limitSat.toString() } }),
  play: (thief) => drip(thief, 11, pauseMs),
}));

const perDay = limited({ "onchain-out": { perDaySat: limitSat.toString() } });

const evasions: Attack[] = [
  {
    name: "limit-at-once",
    title: "a payment above the limit for one transaction",
    config: limited({ "onchain-out": { perTransactionSat: limitSat.toString() } }),
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 2_000_000n)];
      const payee = { amountSat: limitSat + 1n, script: allowedScript };
      for (const exchange of payment(thief.world, coins, [payee])) thief.take(exchange);
    },
  },
  {
    name: "limit-retries",
    title: "the same coins again and again with new change, as if they were retries",
    config: perDay,
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 900_000n)];
      drip(thief, 11, 1_000, () => payment(thief.world, coins, [{ amountSat: dropSat, script: allowedScript }]));
    },
  },
  {
    name: "limit-restart",
    title: "payments with restarts between, in case counts are kept in memory",
    config: perDay,
    play: (thief) =>
      drip(thief, 11, 1_000, () => {
        thief.stage.restart();
        return drop(thief);
      }),
  },
  {
    name: "limit-clock-back",
    title: "the clock set back a day after each payment, so that they lie in the future",
    config: perDay,
    play: (thief) =>
      drip(thief, 11, 1_000, () => {
        thief.stage.clock.setWall(-25 * hourMs);
        return drop(thief);
      }),
  },
  {
    name: "limit-clock-ahead",
    title: "the clock set ahead a day while the signer runs, so that the window empties",
    config: perDay,
    play: (thief) =>
      drip(thief, 11, 1_000, () => {
        thief.stage.clock.setWall(25 * hourMs);
        return drop(thief);
      }),
  },
  {
    name: "limit-together",
    title: "many payments in one turn, before any of them is counted",
    config: perDay,
    play: (thief) => {
      const drops = Array.from({ length: 11 }, () => drop(thief)).flat();
      const signed = thief.attemptTogether(drops).filter((each) => each).length;
      const takenSat = BigInt(signed) * dropSat;
      thief.conclude(takenSat > limitSat, `${takenSat} sat of ${limitSat} sat taken`);
    },
  },
  {
    name: "limit-outputs",
    title: "many outputs to the same payee in one transaction",
    config: perDay,
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 2_000_000n)];
      const payees = Array.from({ length: 11 }, () => ({ amountSat: dropSat, script: allowedScript }));
      for (const exchange of payment(thief.world, coins, payees)) thief.take(exchange);
    },
  },
  {
    name: "limit-fees",
    title: "fees below the limit for one transaction, day in, day out",
    config: limited({ fees: { perDaySat: "60000" } }),
    play: (thief) => {
      let takenSat = 0n;
      let refusal: string | null = null;
      for (let index = 0; index < 10; index++) {
        const [exchange] = consolidation(thief.world, [thief.world.makeCoin("p2wkh", 900_000n)], 15_000n);
        if (exchange === undefined) throw new Error("a consolidation has a coin");
        const refused = thief.attempt(exchange);
        if (refused === null) takenSat += 15_000n;
        refusal ??= refused;
      }
      thief.conclude(takenSat > 60_000n, refusal ?? `${takenSat} sat of fees`);
    },
  },
  {
    name: "limit-channels",
    title: "channel after channel, approved by a person who does not count",
    config: {
      ...limited({ "channel-opens": { perDaySat: limitSat.toString() } }),
      overrides: { "policy-velocity-funding": "block" },
    },
    play: (thief) => {
      thief.stage.person = approvesAll;
      drip(thief, 11, 1_000, (index) => {
        const script = concatBytes(Uint8Array.of(0, 32), new Uint8Array(32).fill(index + 1));
        const coins = [thief.world.makeCoin("p2wkh", 900_000n)];
        return payment(thief.world, coins, [{ amountSat: dropSat, script }]);
      });
    },
  },
  {
    name: "limit-two-inputs",
    title: "a transaction of two coins, counted at its first input and larger by its second",
    config: perDay,
    play: (thief) => {
      const coins = [thief.world.makeCoin("p2wkh", 900_000n), thief.world.makeCoin("p2wkh", 900_000n)];
      const outputs = [{ amountSat: 1_700_000n, script: allowedScript }];
      for (const exchange of spendRequests({ coins, outputs })) thief.take(exchange);
    },
  },
];

export const limitAttacks: readonly Attack[] = [...perWindow, ...evasions];
