/** Puts the measurements of one run side by side. */
import type { PageTimes } from "./journalPages";
import { type BenchKind, benchKinds, type LoadResult } from "./messages";
import type { PrimitiveTimes } from "./rawPrimitives";
import type { ScalarTimings } from "./scalarTiming";

export type SignerResults = { [K in BenchKind]?: { [inFlight: number]: LoadResult } };

export interface BenchReport {
  readonly primitives: { readonly native: PrimitiveTimes; readonly noble: PrimitiveTimes };
  /** Of the backend a signer on this machine uses. */
  readonly scalarTimings: ScalarTimings;
  readonly pages: PageTimes;
  readonly backend: string;
  readonly coldStartMs: number;
  readonly rssMb: number;
  /** Pings, one in flight: a round trip without any signing. */
  readonly emptyStream: LoadResult;
  readonly results: SignerResults;
  readonly turns: MixTurns;
  readonly noble: SignerResults;
  readonly peer?: SignerResults;
  readonly halfLoad: LoadResult;
  readonly halfLoadPerS: number;
  readonly pongs: LoadResult;
}

/** The mix at 16 in flight, turn by turn: without a guard, with it, without it on @noble/curves, and another signer. */
export interface MixTurns {
  readonly open: readonly LoadResult[];
  readonly guarded: readonly LoadResult[];
  readonly noble: readonly LoadResult[];
  /** Empty without another signer. */
  readonly peer: readonly LoadResult[];
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Each turn against the other's in the same round: what the machine did meanwhile happened to both. */
function turnRatio(ours: readonly LoadResult[], theirs: readonly LoadResult[]): number | undefined {
  return median(theirs.map(({ rps }, round) => (ours[round]?.rps ?? Number.NaN) / rps));
}

function medianP99Ms(runs: readonly LoadResult[]): number | undefined {
  return median(runs.map(({ p99Ms }) => p99Ms));
}

function allRps(runs: readonly LoadResult[]): number[] {
  return runs.map(({ rps }) => Math.round(rps));
}

/** The object of the last line with --json. Ratios above 1 mean that Countersign is faster, but for ratioToRaw. */
export function jsonReport(report: BenchReport) {
  const { primitives, results, noble, peer, emptyStream, halfLoad, pongs, turns } = report;
  const all = [results, noble, peer ?? {}].flatMap((signer) =>
    Object.values(signer).flatMap((runs) => Object.values(runs)),
  );
  const toRaw = (kind: BenchKind, primitiveUs: number) =>
    ratio(results[kind]?.[1]?.p50Ms, primitiveUs / 1_000 + emptyStream.p50Ms);
  return {
    ...figures(results),
    noble: figures(noble),
    ...(peer === undefined ? {} : { peer: figures(peer) }),
    raw: primitives,
    sparseAgainstDense: Object.fromEntries(
      Object.entries(report.scalarTimings).map(([operation, { t, percent }]) => [
        operation,
        { t: rounded(t), percent: rounded(percent) },
      ]),
    ),
    emptyStream: figure(emptyStream),
    ratioToNoble: maybeRounded(turnRatio(turns.open, turns.noble)),
    ratioToRaw: { ecdh: toRaw("ecdh", primitives.native.ecdhUs), p2wsh: toRaw("p2wsh", primitives.native.ecdsaUs) },
    ratioToPeer: maybeRounded(turnRatio(turns.open, turns.peer)),
    mixTurns: Object.fromEntries(
      Object.entries(turns).map(([signer, runs]) => [
        signer,
        { rps: allRps(runs), p99Ms: maybeRounded(medianP99Ms(runs)) },
      ]),
    ),
    // A share of the throughput: 0.2 is a fifth.
    guardCost: rounded(1 - (turnRatio(turns.guarded, turns.open) ?? Number.NaN)),
    journalPages: Object.fromEntries(
      Object.entries(report.pages).map(([filter, { shortMs, longMs }]) => [
        filter,
        { longMs: rounded(longMs), ratio: ratio(longMs, shortMs) },
      ]),
    ),
    openLoop: { ratePerS: rounded(report.halfLoadPerS), ...figure(halfLoad) },
    pongP999Ms: rounded(pongs.p999Ms),
    coldStartMs: rounded(report.coldStartMs),
    rssMb: rounded(report.rssMb),
    backend: report.backend,
    failed: [...all, ...Object.values(turns).flat(), halfLoad, pongs, emptyStream].reduce(
      (sum, { failed }) => sum + failed,
      0,
    ),
  };
}

function figures(signer: SignerResults): Record<string, Record<string, ReturnType<typeof figure>>> {
  return Object.fromEntries(
    Object.entries(signer).map(([kind, runs]) => [
      kind,
      Object.fromEntries(Object.entries(runs).map(([n, run]) => [n, figure(run)])),
    ]),
  );
}

function figure({ rps, p50Ms, p99Ms }: LoadResult) {
  return { rps: Math.round(rps), p50Ms: rounded(p50Ms), p99Ms: rounded(p99Ms) };
}

function ratio(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : rounded(a / b);
}

function maybeRounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : rounded(value);
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

export function describeReport(report: BenchReport): string {
  const json = jsonReport(report);
  const { native, noble } = report.primitives;
  const failure = [report.results, report.noble, report.peer ?? {}]
    .flatMap((signer) => Object.values(signer).flatMap((runs) => Object.values(runs)))
    .find(({ firstFailure }) => firstFailure !== null);
  return [
    `primitives, us: ${native.backend} ecdsa ${native.ecdsaUs.toFixed(1)}, ecdh ${native.ecdhUs.toFixed(1)}; ` +
      `${noble.backend} ecdsa ${noble.ecdsaUs.toFixed(1)}, ecdh ${noble.ecdhUs.toFixed(1)}`,
    `dense against sparse scalars, t (difference): ${Object.entries(report.scalarTimings)
      .map(([operation, { t, percent }]) => `${operation} ${t.toFixed(1)} (${percent.toFixed(2)} %)`)
      .join(", ")}`,
    `empty stream round trip: p50 ${report.emptyStream.p50Ms.toFixed(3)} ms, p99 ${report.emptyStream.p99Ms.toFixed(3)} ms`,
    ...table("Countersign", report.results),
    ...table("the same engine on @noble/curves", report.noble),
    ...(report.peer === undefined ? [] : table("the other signer", report.peer)),
    ...Object.entries(report.turns)
      .filter(([, runs]) => runs.length > 0)
      .map(
        ([signer, runs]) =>
          `in turns, mix/s at 16 in flight, ${signer}: ${allRps(runs).join(", ")}; p99 ${medianP99Ms(runs)?.toFixed(2)} ms`,
      ),
    `the guard costs ${(json.guardCost * 100).toFixed(1)} %`,
    `half load (${Math.round(report.halfLoadPerS)} mix/s, open loop): p50 ${report.halfLoad.p50Ms.toFixed(3)} ms, p99 ${report.halfLoad.p99Ms.toFixed(3)} ms`,
    `pongs during bursts of 500: p99.9 ${report.pongs.p999Ms.toFixed(2)} ms`,
    `a page of a journal of a million entries, ms (of ten thousand): ${Object.entries(report.pages)
      .map(([filter, { shortMs, longMs }]) => `${filter} ${longMs.toFixed(2)} (${shortMs.toFixed(2)})`)
      .join(", ")}`,
    `cold start ${Math.round(report.coldStartMs)} ms, memory ${Math.round(report.rssMb)} MB`,
    `ratio to noble ${json.ratioToNoble}, to raw ecdh ${json.ratioToRaw.ecdh} and p2wsh ${json.ratioToRaw.p2wsh}` +
      (json.ratioToPeer === undefined ? "" : `, to the other signer ${json.ratioToPeer}`),
    ...(failure === undefined ? [] : [`failed: ${failure.firstFailure}`]),
  ].join("\n");
}

function table(name: string, signer: SignerResults): string[] {
  const cell = (run: LoadResult | undefined) =>
    run === undefined ? "-" : `${Math.round(run.rps)} rps, ${run.p50Ms.toFixed(2)} / ${run.p99Ms.toFixed(2)} ms`;
  const rows = benchKinds.map((kind) =>
    [1, 16, 256].reduce((row, n) => row + cell(signer[kind]?.[n]).padEnd(34), `  ${kind.padEnd(9)}`).trimEnd(),
  );
  return [`${name} (rps, p50 / p99; 1, 16 and 256 in flight)`, ...rows];
}
