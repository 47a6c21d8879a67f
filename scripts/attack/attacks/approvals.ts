/** Approvals turned into more than they were: used twice, elsewhere, for something else, or raced. */
import type { ApprovalView } from "../../../main/approvals/approvals";
import { preApproval, standingApproval } from "../../../main/approvals/preApproval";
import { randomKeyPair } from "../../../main/practice/chain/points";
import { p2tr, p2wsh } from "../../../main/practice/chain/scripts";
import type { TxOutput } from "../../../main/practice/chain/transaction";
import type { Exchange } from "../../../main/practice/exchange";
import { someBytes } from "../../../main/practice/traffic/dice";
import { World } from "../../../main/practice/traffic/world";
import { sighash } from "../../../main/practice/verify/sighash";
import { type AccountsExport, WatchOnlyKeys } from "../../../main/practice/watchOnlyKeys";
import { addressFromScript } from "../../../main/signer/address";
import { throwAwayKeys } from "../../practice/throwAwaySigner";
import { type Attack, BrokenAttack, type Thief } from "../attack";
import { payment, spendRequests, thiefOutput } from "../packets";
import { approvesAll, nobody } from "../stage";

const minuteMs = 60_000;

/** A payment that the person wants: a new try has other coins and other change. */
function wanted({ world }: Thief, payee: TxOutput, feeSat = 300n): Exchange[] {
  return payment(world, [world.makeCoin("p2wkh", 900_000n)], [payee], feeSat);
}

/** The first try is refused while nobody looks; the person approves its card afterwards. Returns its reference. */
function approveLate(thief: Thief, exchanges: readonly Exchange[]): string {
  const cards: ApprovalView[] = [];
  thief.stage.person = (view) => {
    cards.push(view);
    return null;
  };
  for (const exchange of exchanges) {
    if (thief.attempt(exchange) === null) thief.conclude(true, `${exchange.variant} was signed without a decision`);
  }
  thief.stage.person = nobody;
  const ref = cards[0]?.record.ref ?? "";
  thief.stage.decide(ref, "approve");
  return ref;
}

function takeAll(thief: Thief, exchanges: readonly Exchange[]): void {
  for (const exchange of exchanges) thief.take(exchange);
}

/** What is asked for with a grant for 500000 sat to one payee at hand. */
const misuses: readonly (readonly [
  name: string,
  title: string,
  again: (thief: Thief, payee: TxOutput) => Exchange[],
])[] = [
  [
    "grant-other-amount",
    "an approved payment with another amount",
    (thief, payee) => wanted(thief, { ...payee, amountSat: 500_001n }),
  ],
  [
    "grant-other-payee",
    "an approved payment to another payee",
    (thief, { amountSat }) => wanted(thief, thiefOutput(amountSat)),
  ],
  [
    "grant-extra-output",
    "an approved payment with the thief as a second payee",
    ({ world }, payee) => payment(world, [world.makeCoin("p2wkh", 900_000n)], [payee, thiefOutput(300_000n)]),
  ],
  [
    "grant-twice-in-one",
    "the approved payee paid twice in one transaction",
    ({ world }, payee) => payment(world, [world.makeCoin("p2wkh", 1_900_000n)], [payee, payee]),
  ],
  [
    "grant-higher-fee",
    "an approved payment at a fee of half the coins",
    (thief, payee) => wanted(thief, payee, 200_000n),
  ],
  ...([sighash.none, sighash.single, sighash.all | sighash.anyoneCanPay] as const).map(
    (sighashType) =>
      [
        `grant-sighash-${sighashType.toString(16)}`,
        "an approved payment under a sighash type that lets it be changed",
        ({ world }: Thief, payee: TxOutput) =>
          spendRequests({
            coins: [world.makeCoin("p2wkh", 900_000n)],
            outputs: [payee, world.ownOutput(399_000n)],
            sighashType,
          }),
      ] as const,
  ),
  [
    "grant-channel-money",
    "an approved payment as a channel open of the same amount",
    (thief, { amountSat }) => wanted(thief, { amountSat, script: p2wsh(someBytes(80)) }),
  ],
];

const grants: Attack[] = misuses.map(([name, title, again]) => ({
  name,
  title,
  play: (thief) => {
    const payee = thiefOutput(500_000n);
    approveLate(thief, wanted(thief, payee));
    takeAll(thief, again(thief, payee));
  },
}));

const elsewhere: Attack[] = [
  {
    name: "grant-reuse",
    title: "an approved payment a second time",
    play: (thief) => {
      const payee = thiefOutput(500_000n);
      approveLate(thief, wanted(thief, payee));
      thief.prepare(...wanted(thief, payee));
      takeAll(thief, wanted(thief, payee));
    },
  },
  {
    name: "grant-reuse-restart",
    title: "an approved payment a second time after a restart",
    play: (thief) => {
      const payee = thiefOutput(500_000n);
      approveLate(thief, wanted(thief, payee));
      thief.prepare(...wanted(thief, payee));
      thief.stage.restart();
      takeAll(thief, wanted(thief, payee));
    },
  },
  {
    name: "grant-other-node",
    title: "one node's approval used by another node",
    play: (thief) => {
      const payee = thiefOutput(500_000n);
      approveLate(thief, wanted(thief, payee));
      thief.stage.turnTo("fedcba9876543210");
      takeAll(thief, wanted(thief, payee));
    },
  },
  {
    name: "grant-other-network",
    title: "an approval of regtest used on signet, where the same scripts have other addresses",
    play: (thief) => {
      const payee = thiefOutput(500_000n);
      approveLate(thief, wanted(thief, payee));
      thief.stage.restart({ network: "signet" });
      takeAll(thief, wanted(thief, payee));
    },
  },
  {
    name: "grant-other-seed",
    title: "an approval of one seed used with another",
    play: (thief) => {
      const payee = thiefOutput(500_000n);
      approveLate(thief, wanted(thief, payee));
      const { masterKey, accounts } = throwAwayKeys("regtest");
      thief.stage.restart({ masterKey });
      const world = new World(new WatchOnlyKeys(JSON.parse(accounts) as AccountsExport, "regtest"), "regtest", 1);
      takeAll(thief, payment(world, [world.makeCoin("p2wkh", 900_000n)], [payee]));
    },
  },
  {
    name: "grant-expired",
    title: "an approval used after its quarter of an hour",
    play: (thief) => {
      const payee = thiefOutput(500_000n);
      approveLate(thief, wanted(thief, payee));
      thief.stage.clock.advance(15 * minuteMs);
      takeAll(thief, wanted(thief, payee));
    },
  },
  {
    name: "grant-expired-clock-back",
    title: "the same with the clock set back to the beginning",
    play: (thief) => {
      const payee = thiefOutput(500_000n);
      approveLate(thief, wanted(thief, payee));
      thief.stage.clock.advance(15 * minuteMs);
      thief.stage.clock.setWall(-15 * minuteMs);
      takeAll(thief, wanted(thief, payee));
    },
  },
  {
    name: "grant-clock-back-restart",
    title: "a restart with the clock set back an hour: the approval lies in the future",
    play: (thief) => {
      const payee = thiefOutput(500_000n);
      approveLate(thief, wanted(thief, payee));
      thief.stage.clock.setWall(-60 * minuteMs);
      thief.stage.restart();
      takeAll(thief, wanted(thief, payee));
    },
  },
  {
    name: "grant-revoked",
    title: "an approval that was taken back",
    play: (thief) => {
      const payee = thiefOutput(500_000n);
      const ref = approveLate(thief, wanted(thief, payee));
      thief.stage.guard.approvals.revoke(ref);
      takeAll(thief, wanted(thief, payee));
    },
  },
  {
    name: "grant-open-other-amount",
    title: "an approved channel open with another amount",
    play: (thief) => {
      const fundingOutput = (amountSat: bigint) => ({ amountSat, script: p2wsh(someBytes(80)) });
      approveLate(thief, wanted(thief, fundingOutput(500_000n)));
      takeAll(thief, wanted(thief, fundingOutput(600_000n)));
    },
  },
  {
    name: "grant-open-key-hash",
    title: "an approved channel open paid to a key hash",
    play: (thief) => {
      approveLate(thief, wanted(thief, { amountSat: 500_000n, script: p2wsh(someBytes(80)) }));
      takeAll(thief, wanted(thief, thiefOutput(500_000n)));
    },
  },
  {
    name: "grant-taproot-other-script",
    title: "an approved payment to a taproot output, paid to another one",
    play: (thief) => {
      const output = () => ({ amountSat: 500_000n, script: p2tr(randomKeyPair().pubkey.subarray(1)) });
      approveLate(thief, wanted(thief, output()));
      takeAll(thief, wanted(thief, output()));
    },
  },
];

/** Both at once: exactly one of them is what the person wants. */
function concludeOneOfTwo(thief: Thief, exchanges: readonly Exchange[]): void {
  const signed = thief.attemptTogether(exchanges).filter((each) => each).length;
  if (signed === 0) throw new BrokenAttack("not even one of two was signed");
  thief.conclude(signed > 1, `${signed} of 2 signed`);
}

const races: Attack[] = [
  {
    name: "race-two-equal",
    title: "two equal payments in one turn, one decision",
    play: (thief) => {
      const payee = thiefOutput(500_000n);
      let decided = false;
      thief.stage.person = () => {
        const decision = decided ? null : "approve";
        decided = true;
        return decision;
      };
      const exchanges = [...wanted(thief, payee), ...wanted(thief, payee)];
      concludeOneOfTwo(thief, exchanges);
    },
  },
  {
    name: "race-grant-together",
    title: "a grant used by two transactions that arrive in one turn",
    play: (thief) => {
      const payee = thiefOutput(500_000n);
      approveLate(thief, wanted(thief, payee));
      const exchanges = [...wanted(thief, payee), ...wanted(thief, payee)];
      concludeOneOfTwo(thief, exchanges);
    },
  },
  {
    name: "race-second-card",
    title: "a harmless second card answered while the thief's waits",
    play: (thief) => {
      const theft = wanted(thief, thiefOutput(500_000n));
      const harmless = wanted(thief, thiefOutput(1_000n));
      thief.stage.person = ({ record }) =>
        record.intent.kind === "send" && record.intent.totalSat === "1000" ? "approve" : null;
      const exchanges = [...theft, ...harmless];
      const signed = thief.attemptTogether(exchanges);
      if (!signed[1]) throw new BrokenAttack("the harmless payment was not signed");
      thief.conclude(signed[0] === true, signed[0] ? "the thief's payment was signed too" : "the other one was signed");
    },
  },
  {
    name: "race-refused-again",
    title: "a refused payment asked for again at once, in the hope of a tired person",
    play: (thief) => {
      const payee = thiefOutput(500_000n);
      thief.stage.person = () => "refuse";
      for (const exchange of wanted(thief, payee)) thief.attempt(exchange);
      thief.stage.person = approvesAll;
      takeAll(thief, wanted(thief, payee));
    },
  },
  {
    name: "race-held-over-lock",
    title: "a decision that comes after the keys were locked and unlocked",
    play: (thief) => {
      const payee = thiefOutput(500_000n);
      thief.stage.person = ({ record: { ref } }) => {
        thief.stage.relock();
        thief.stage.decide(ref, "refuse");
        return null;
      };
      takeAll(thief, wanted(thief, payee));
    },
  },
  {
    name: "race-flood",
    title: "forty cards at once, so that one of them slips through",
    play: (thief) => {
      const exchanges = Array.from({ length: 40 }, (_, index) =>
        wanted(thief, thiefOutput(100_000n + BigInt(index))),
      ).flat();
      thief.takeTogether(exchanges);
    },
  },
];

const inAdvance: Attack[] = [
  {
    name: "pre-approval-twice",
    title: "a pre-approved payment a second time",
    play: (thief) => {
      const payee = preApproved(thief);
      thief.prepare(...wanted(thief, payee));
      takeAll(thief, wanted(thief, payee));
    },
  },
  {
    name: "pre-approval-fee",
    title: "a pre-approved payment at a fee above its cap",
    play: (thief) => takeAll(thief, wanted(thief, preApproved(thief), 5_001n)),
  },
  {
    name: "pre-approval-other-amount",
    title: "a pre-approved payee with a larger amount",
    play: (thief) => takeAll(thief, wanted(thief, { ...preApproved(thief), amountSat: 600_000n })),
  },
  {
    name: "standing-total",
    title: "a standing approval beyond its total",
    play: (thief) => {
      const payee = thiefOutput(200_000n);
      const wish = { kind: "send", addresses: [addressFromScript(payee.script, "regtest") ?? ""] } as const;
      const caps = { perUseSat: "210000", totalSat: "450000", nodeId: null, durationMs: 60 * minuteMs };
      thief.stage.grant(standingApproval({ wish, ...caps }, "regtest"));
      thief.prepare(...wanted(thief, payee), ...wanted(thief, payee));
      takeAll(thief, wanted(thief, payee));
    },
  },
  {
    name: "standing-per-use",
    title: "a standing approval with more than it allows at once",
    play: (thief) => {
      const payee = thiefOutput(300_000n);
      const wish = { kind: "send", addresses: [addressFromScript(payee.script, "regtest") ?? ""] } as const;
      const caps = { perUseSat: "210000", totalSat: "4500000", nodeId: null, durationMs: 60 * minuteMs };
      thief.stage.grant(standingApproval({ wish, ...caps }, "regtest"));
      takeAll(thief, wanted(thief, payee));
    },
  },
];

/** 500000 sat to a payee, at a fee of at most 5000 sat. */
function preApproved(thief: Thief): TxOutput {
  const payee = thiefOutput(500_000n);
  const address = addressFromScript(payee.script, "regtest") ?? "";
  const wish = { kind: "send", payments: [{ address, amountSat: "500000" }] } as const;
  thief.stage.grant(preApproval({ wish, feeCapSat: "5000", nodeId: null }, "regtest"));
  return payee;
}

export const approvalAttacks: readonly Attack[] = [...grants, ...elsewhere, ...races, ...inAdvance];
