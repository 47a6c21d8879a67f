/** What goes wrong, one scenario after the other, while the node keeps asking. Names are those of the report. */
import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { LinkCause, LinkState } from "../../main/link/linkState";
import { makePracticeIdentity, type PracticeIdentity } from "../../main/practice/practiceNode";
import { ChildCommand } from "../practice/childCommand";
import type { BurnerCalls } from "./messages";
import { requestTimeoutMs, SignerProcess, type Stage } from "./stage";

/** What a scenario measures besides the requests. */
export interface Measured {
  /** From the moment the node can be reached again, and the signer can know it, to the registration. */
  readonly reconnectMs?: number;
  /** `approvalOpen`: until the request nobody decided on was refused. */
  readonly heldMs?: number;
  /** Half-open: until the signer found out. */
  readonly noticedMs?: number;
  /** From a thread's death or the start of its hanging to the registration of the next. */
  readonly replacedMs?: number;
  /** From when another signer left to the registration. */
  readonly takenOverMs?: number;
}

type Scenario = (stage: Stage, requests: number) => Promise<Measured>;

const perSecond = 200;
/** Traffic before anything happens. */
const leadInMs = 800;
/** The scenario needs more time than its requests take at the usual pace. */
const slowly = (requests: number, forMs: number) => Math.min(perSecond, (requests * 1_000) / forMs);

/** Waits until requests flow, which takes a busy machine its time, and a little longer. */
async function leadIn(stage: Stage): Promise<void> {
  await stage.requestsFlow();
  await delay(leadInMs);
}

const steady: Scenario = async (stage, requests) => {
  await stage.load(requests, perSecond);
  stage.expect(stage.tally.signed === stage.tally.requests, "not every request was signed");
  return {};
};

const nodeKilled: Scenario = async (stage, requests) => {
  const before = stage.load(requests, perSecond);
  await leadIn(stage);
  await stage.killNode();
  await before;
  await delay(1_500);
  const atMs = await stage.startNode();
  const reconnectMs = (await stage.ready()) - atMs;
  await stage.load(requests - stage.tally.requests, perSecond);
  return { reconnectMs };
};

const networkCut =
  (forMs: number): Scenario =>
  async (stage, requests) => {
    const load = stage.load(requests, perSecond);
    await leadIn(stage);
    stage.network.cut();
    await delay(forMs);
    const ready = stage.ready();
    const atMs = await stage.network.open();
    const reconnectMs = (await ready) - atMs;
    await load;
    return { reconnectMs };
  };

const halfOpen: Scenario = async (stage, requests) => {
  const load = stage.load(requests, perSecond);
  await leadIn(stage);
  const noticed = stage.signer.untilLink("offline", ({ state }) => state !== "online", 30_000);
  const halvedAtMs = Date.now();
  stage.network.halve();
  await stage.deserted();
  const ready = stage.ready();
  const { atMs } = await noticed;
  const reconnectMs = (await ready) - atMs;
  await load;
  return { reconnectMs, noticedMs: atMs - halvedAtMs };
};

const nodeStallsReading: Scenario = async (stage, requests) => {
  const load = stage.load(requests, perSecond);
  await leadIn(stage);
  const resume = stage.network.stallTowardsNode();
  await delay(3_000);
  resume();
  await load;
  stage.expect(stage.tally.interrupted === 0, "the stream broke although the node only read nothing");
  return {};
};

const windowFrozen: Scenario = async (stage, requests) => {
  const load = stage.load(requests, slowly(requests, 3_500));
  await leadIn(stage);
  await stage.signer.call("freeze", { forMs: 3_000 });
  await load;
  stage.expect((stage.tally.latestMs ?? 0) < 2_500, "answers waited for the frozen window");
  return {};
};

const keyLocked: Scenario = async (stage, requests) => {
  const load = stage.load(requests, perSecond);
  await leadIn(stage);
  await stage.signer.call("lock", {});
  await delay(1_000);
  await stage.signer.call("unlock", { masterKey: stage.masterKey });
  await load;
  expectBoth(stage);
  return {};
};

const paused: Scenario = async (stage, requests) => {
  const load = stage.load(requests, perSecond);
  await leadIn(stage);
  await stage.signer.call("pause", { forMs: 60_000 });
  await delay(1_000);
  await stage.signer.call("pause", { forMs: null });
  await load;
  expectBoth(stage);
  return {};
};

/** Requests that must be answered while a person thinks about one. */
const whileAsked = 1_000;
/** It is held for the four seconds until its deadline. */
const perSecondWhileAsked = 280;

const approvalOpen: Scenario = async (stage, requests) => {
  const load = stage.load(Math.max(requests, 2 * whileAsked), perSecondWhileAsked);
  await leadIn(stage);
  const before = stage.tally.signed;
  const held = await stage.spend();
  stage.expect(
    held.ended === "refused" && held.text.includes("[approval-needed]"),
    `not held: ${JSON.stringify(held)}`,
  );
  stage.expect(held.tookMs > 2_500 && held.tookMs <= requestTimeoutMs, `held for ${held.tookMs} ms`);
  const meanwhile = stage.tally.signed - before;
  stage.expect(meanwhile >= whileAsked, `only ${meanwhile} requests were answered while one waited`);
  const { approved } = await stage.signer.call("approve", {});
  stage.expect(approved === 1, `${approved} approvals waited`);
  const again = await stage.spend();
  stage.expect(again.ended === "signed" && again.tookMs < 1_000, `not signed when repeated: ${JSON.stringify(again)}`);
  await load;
  stage.expect((stage.tally.latestMs ?? 0) < 2_500, "answers waited for the person");
  return { heldMs: held.tookMs };
};

const threadBroken =
  (how: "throw" | "hang"): Scenario =>
  (stage, requests) =>
    breakThread(stage, requests, stage.signer, how);

async function breakThread(
  stage: Stage,
  requests: number,
  signer: SignerProcess,
  how: "throw" | "throwInWriter" | "hang",
): ReturnType<Scenario> {
  const load = stage.load(requests, perSecond);
  await leadIn(stage);
  const brokenAtMs = Date.now();
  await signer.call("breakThread", { how });
  await stage.deserted();
  const replacedMs = (await stage.ready()) - brokenAtMs;
  await load;
  return { replacedMs };
}

/** Another signer, with a database on disk, in place of the usual one. */
const withDatabase =
  (
    name: string,
    options: ConstructorParameters<typeof SignerProcess>[0],
    play: (stage: Stage, requests: number, signer: SignerProcess, file: string) => ReturnType<Scenario>,
  ): Scenario =>
  async (stage, requests) => {
    await stage.signer.call("hangUp", {});
    await stage.deserted();
    const signer = new SignerProcess(options);
    let played: Awaited<ReturnType<Scenario>>;
    try {
      const file = stage.temporaryFile(name);
      await stage.startSigner(signer, file);
      await signer.call("dial", stage.pairing);
      await stage.ready();
      played = await play(stage, requests, signer, file);
    } finally {
      await signer.stop();
    }
    await stage.signer.call("dial", stage.pairing);
    await stage.ready();
    return played;
  };

const writerCrashed = withDatabase("crashed.db", {}, (stage, requests, signer) =>
  breakThread(stage, requests, signer, "throwInWriter"),
);

const coresBusy: Scenario = async (stage, requests) => {
  const burners = Array.from({ length: availableParallelism() }, () => new ChildCommand<BurnerCalls>("burner"));
  try {
    const burning = Promise.all(burners.map((burner) => burner.call("burn", { forMs: 4_000 })));
    await stage.load(requests, slowly(requests, 3_500));
    await burning;
  } finally {
    for (const burner of burners) await burner.stop();
  }
  stage.expect(stage.tally.interrupted === 0, "the stream broke although the processors were only busy");
  return {};
};

/** Enough for the tables and some tens of signatures. */
const fullDiskBlocks = 400;

const small = { largestFileBlocks: fullDiskBlocks };
const diskFull = withDatabase("full.db", small, async (stage, requests, _signer, file) => {
  // What nonces have signed is kept in memory when it cannot be written: channels go on.
  await stage.load(requests / 2, perSecond, "musig2");
  const { size } = statSync(`${file}-wal`);
  stage.expect(size > (fullDiskBlocks - 16) * 512, `there was room: ${size} bytes`);
  const { signed } = stage.tally;
  stage.expect(signed > 0, "no MuSig2 signature with a full disk");
  await stage.load(requests / 2, perSecond);
  stage.expect(stage.tally.signed > signed, "nothing was signed with a full disk");
  stage.expect(stage.tally.refused === 0, "channels were stopped by a full disk");
  stage.expect(stage.tally.interrupted === 0, "the stream broke");
  return {};
});

const diskSlow = withDatabase("slow.db", {}, async (stage, requests, signer) => {
  await signer.call("breakThread", { how: { syncMs: 700 } });
  await stage.load(requests / 2, perSecond);
  stage.expect(stage.tally.refused === 0, "what a slow disk takes in time was refused");
  // What is signed now cannot be durable in time.
  await signer.call("breakThread", { how: { syncMs: 6_000 } });
  await stage.load(requests / 2, perSecond);
  stage.expect(stage.tally.refused > 0, "signatures left that were not durable");
  stage.expect(stage.tally.interrupted === 0, "the stream broke although only the disk was slow");
  return {};
});

const clockJumped: Scenario = async (stage, requests) => {
  const load = stage.load(requests, slowly(requests, 3_500));
  await leadIn(stage);
  const jumpedAtMs = Date.now();
  await stage.signer.call("breakThread", { how: { clockOffsetMs: 3_600_000 } });
  await stage.deserted();
  const reconnectMs = (await stage.ready()) - jumpedAtMs;
  const handshakes = await stage.handshakes();
  await delay(500);
  await stage.signer.call("breakThread", { how: { clockOffsetMs: 0 } });
  await load;
  stage.expect((await stage.handshakes()) === handshakes, "a clock that was set back broke the stream");
  return { reconnectMs };
};

const suspended: Scenario = async (stage, requests) => {
  const load = stage.load(requests, slowly(requests, 4_500));
  await leadIn(stage);
  stage.signer.signal("SIGSTOP");
  await delay(3_000);
  stage.signer.signal("SIGCONT");
  await load;
  stage.expect(stage.tally.interrupted === 0, "the stream broke although it outlived the pause");
  return {};
};

/** Longer than the node waits: what a broken signer looks like. Shows that the count can be other than zero. */
const deaf: Scenario = async (stage, requests) => {
  const load = stage.load(requests, slowly(requests, 1_500));
  await leadIn(stage);
  stage.signer.signal("SIGSTOP");
  await delay(7_000);
  stage.signer.signal("SIGCONT");
  await load;
  return {};
};

const secondSigner: Scenario = async (stage, requests) => {
  const second = new SignerProcess();
  try {
    await stage.startSigner(second, null);
    const load = stage.load(requests, slowly(requests, 6_000));
    await leadIn(stage);
    await stage.signer.call("hangUp", {});
    await stage.deserted();
    await second.call("dial", stage.pairing);
    await stage.ready();
    const refused = stage.signer.untilLink("told of the other", failed("another-signer-connected"), 5_000);
    await stage.signer.call("dial", stage.pairing);
    await refused;
    await delay(1_000);
    const leftAtMs = Date.now();
    await second.stop();
    await stage.deserted();
    const takenOverMs = (await stage.ready()) - leftAtMs;
    await load;
    stage.expect(takenOverMs < 5_000, "the free place was not taken within the request timeout");
    return { takenOverMs };
  } finally {
    await second.stop();
  }
};

/** The node comes back as another one; the signer must not register until a person pairs with it again. */
const otherNode =
  (cause: LinkCause, change: (identity: PracticeIdentity) => PracticeIdentity): Scenario =>
  async (stage, requests) => {
    await stage.load(requests / 2, perSecond);
    const refused = stage.signer.untilLink(cause, failed(cause), 15_000);
    await stage.killNode();
    await stage.startNode(change(stage.identity));
    await refused;
    await delay(1_500);
    stage.expect((await stage.handshakes()) === 0, "the signer registered with a node it must not trust");
    const ready = stage.ready();
    const pairedAtMs = Date.now();
    await stage.signer.call("dial", stage.pairing);
    const reconnectMs = (await ready) - pairedAtMs;
    await stage.load(requests / 2, perSecond);
    return { reconnectMs };
  };

function failed(cause: LinkCause): (link: LinkState) => boolean {
  return (link) => link.state === "backing-off" && link.failure.cause === cause;
}

function expectBoth(stage: Stage): void {
  const { signed, refused } = stage.tally;
  stage.expect(signed > 0, "nothing was signed");
  stage.expect(refused > 0, "nothing was refused");
}

/** Run when asked for by name: no signer passes them. */
const controls: Readonly<Record<string, Scenario>> = { deaf };

const scenarios: Readonly<Record<string, Scenario>> = {
  steady,
  nodeKilled,
  networkCut2s: networkCut(2_000),
  networkCut4s: networkCut(4_000),
  networkCut8s: networkCut(8_000),
  halfOpen,
  threadHung: threadBroken("hang"),
  nodeStallsReading,
  windowFrozen,
  keyLocked,
  paused,
  approvalOpen,
  threadCrashed: threadBroken("throw"),
  writerCrashed,
  coresBusy,
  diskFull,
  diskSlow,
  clockJumped,
  suspended,
  secondSigner,
  certificateChanged: otherNode("certificate-mismatch", (identity) => ({
    ...identity,
    certificate: makePracticeIdentity().certificate,
  })),
  macaroonRevoked: otherNode("macaroon-unknown-root-key", (identity) => ({
    ...identity,
    macaroonRootKey: makePracticeIdentity().macaroonRootKey,
  })),
};

export const scenarioNames: readonly string[] = Object.keys(scenarios);

/** The scenario, or the control, of that name. */
export function findScenario(name: string): Scenario | undefined {
  return [scenarios, controls].find((each) => Object.hasOwn(each, name))?.[name];
}
