/**
 * npm run faults -- [--json] [--requests N] [--only NAME,NAME ...]: what becomes of a node's requests while everything
 * around the signer breaks (docs/faults.md).
 *
 * A request counts as unanswered when the node sent it on a registered stream and within its request timeout (5 s) got
 * neither an answer, signature or SignerError, nor the end of that stream. That is what makes lnd shut down
 * (lnwallet/rpcwallet: getResponse, considerShutdown); an error or an ended stream does not. `latestMs` is the slowest
 * answer. `deadlineMs` is the timeout less the reserve the signer keeps. `reconnectMs` is the longest time from when
 * the node could be reached again, and the signer could know, to the registration.
 */
import { parseArgs } from "node:util";
import { answerDeadlineUs } from "../../main/link/deadline";
import { runAsCommand, UsageError } from "../command";
import type { FaultRole } from "../faults/messages";
import { playRole } from "../faults/roles";
import { findScenario, type Measured, scenarioNames } from "../faults/scenarios";
import { requestTimeoutMs, Stage } from "../faults/stage";

interface ScenarioReport extends Measured {
  readonly requests: number;
  readonly unanswered: number;
  readonly latestMs?: number;
}

const deadlineMs = answerDeadlineUs(0, requestTimeoutMs, 0) / 1_000;
const longestReconnectMs = 500;

async function play(
  names: readonly string[],
  total: number,
): Promise<{ reports: Map<string, ScenarioReport>; problems: number }> {
  const reports = new Map<string, ScenarioReport>();
  let problems = 0;
  const stage = await Stage.open();
  try {
    for (const name of names) {
      const measured = await findScenario(name)?.(stage, Math.ceil(total / names.length));
      const { tally, problems: found } = stage.conclude();
      const { requests, unanswered, signed, refused, interrupted, latestMs } = tally;
      const latest = latestMs === undefined ? {} : { latestMs: Math.ceil(latestMs) };
      reports.set(name, { requests, unanswered, ...latest, ...measured });
      problems += found.length;
      console.log(
        `${name.padEnd(20)} ${requests} requests: ${signed} signed, ${refused} refused, ${interrupted} interrupted, ` +
          `${unanswered} unanswered; latest ${latest.latestMs ?? "-"} ms${measuredText(measured ?? {})}`,
      );
      for (const problem of found) console.log(`  PROBLEM: ${problem}`);
    }
  } finally {
    await stage.close();
  }
  return { reports, problems };
}

function measuredText(measured: Measured): string {
  return Object.entries(measured)
    .map(([name, ms]) => `; ${name.replace(/Ms$/, "")} ${ms} ms`)
    .join("");
}

function longest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

async function runCommand(): Promise<number | null> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      requests: { type: "string", default: "10000" },
      only: { type: "string" },
      role: { type: "string" },
    },
  });
  if (values.role !== undefined) {
    playRole(values.role as FaultRole);
    return null;
  }
  const names = values.only?.split(",") ?? scenarioNames;
  const unheardOf = names.find((name) => findScenario(name) === undefined);
  if (unheardOf !== undefined) {
    throw new UsageError(`--only takes some of ${scenarioNames.join(", ")}, not ${unheardOf}`);
  }
  const total = Number(values.requests);
  if (!(total >= 1 && total <= 1_000_000)) throw new UsageError("--requests takes a number from 1 to 1000000");

  const { reports, problems } = await play(names, total);
  const all = [...reports.values()];
  const requests = all.reduce((sum, report) => sum + report.requests, 0);
  const unanswered = all.reduce((sum, report) => sum + report.unanswered, 0);
  const latestMs = longest(all.map((report) => report.latestMs));
  const reconnectMs = longest(all.map((report) => report.reconnectMs));
  console.log(
    `${requests} requests, ${unanswered} unanswered; latest answer ${latestMs ?? "-"} ms (deadline ${deadlineMs} ms); ` +
      `slowest reconnection ${reconnectMs ?? "-"} ms; ${problems} problems`,
  );
  if (values.json) {
    const scenarioReports = Object.fromEntries(reports);
    console.log(
      JSON.stringify({ requests, unanswered, latestMs, deadlineMs, reconnectMs, scenarios: scenarioReports }),
    );
  }
  const isInTime = latestMs !== undefined && latestMs <= deadlineMs;
  return unanswered === 0 && isInTime && (reconnectMs ?? 0) <= longestReconnectMs && problems === 0 ? 0 : 1;
}

runAsCommand(runCommand);
