/** Policy memory and limit ledger in plain maps: for replays of history, and for tests. */
import type { LimitLedger, PolicyMemory } from "./memory";
import type { ChannelRecord, Lesson, LimitMeasure, LimitUse } from "./verdict";

export interface InProcessMemory extends PolicyMemory {
  apply(lessons: readonly Lesson[]): void;
  noteMuSig2(): void;
  /** Fundings learned, oldest first. */
  fundings(): readonly Extract<Lesson, { kind: "funding" }>[];
}

export function createMemory(): InProcessMemory {
  const amounts = new Map<string, bigint>();
  const channels = new Map<number, ChannelRecord>();
  const byOutpoint = new Map<string, number>();
  const fundings: Extract<Lesson, { kind: "funding" }>[] = [];
  let hasUsedMuSig2 = false;
  return {
    amountOf: (outpoint) => amounts.get(outpoint),
    channelOfKey: (fundingKeyIndex) => channels.get(fundingKeyIndex),
    channelOfOutpoint: (fundingOutpoint) => {
      const index = byOutpoint.get(fundingOutpoint);
      return index === undefined ? undefined : channels.get(index);
    },
    hasUsedMuSig2: () => hasUsedMuSig2,
    fundings: () => fundings,
    noteMuSig2() {
      hasUsedMuSig2 = true;
    },
    apply(lessons) {
      for (const lesson of lessons) {
        if (lesson.kind === "outpoint-amount") amounts.set(lesson.outpoint, lesson.amountSat);
        else if (lesson.kind === "funding") fundings.push(lesson);
        else {
          channels.set(lesson.channel.fundingKeyIndex, lesson.channel);
          byOutpoint.set(lesson.channel.fundingOutpoint, lesson.channel.fundingKeyIndex);
        }
      }
    },
  };
}

export interface InProcessLedger extends LimitLedger {
  apply(uses: readonly LimitUse[], atMs: number): void;
}

/** @param nowMs the time that windows end at */
export function createLedger(nowMs: () => number): InProcessLedger {
  const used = new Map<string, { readonly measure: LimitMeasure; readonly amountSat: bigint; readonly atMs: number }>();
  return {
    spentSat(measure, windowMs, exceptKey) {
      const sinceMs = nowMs() - windowMs;
      const except = nameOf(measure, exceptKey);
      let sum = 0n;
      for (const [name, use] of used) {
        if (use.measure === measure && use.atMs > sinceMs && name !== except) sum += use.amountSat;
      }
      return sum;
    },
    apply(uses, atMs) {
      for (const { measure, amountSat, key } of uses) {
        const name = nameOf(measure, key);
        if (!used.has(name)) used.set(name, { measure, amountSat, atMs });
      }
    },
  };
}

function nameOf(measure: LimitMeasure, key: string): string {
  return `${measure} ${key}`;
}
