/**
 * npm run attack -- [--json] [--preset NAME] [--requests N] [--only NAMES]: everything that a stolen node may try against
 * a real signer with its guard, and honest traffic beside it.
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { presetConfig } from "../../main/policy/presets";
import { presets } from "../../main/policy/ruleTags";
import { type AccountsExport, WatchOnlyKeys } from "../../main/practice/watchOnlyKeys";
import type { AttackResult, Scenery } from "../attack/attack";
import { attackNames, playAll } from "../attack/play";
import type { WatchResult } from "../attack/watch";
import { runAsCommand, UsageError } from "../command";
import { protoDir, root, throwAwayKeys } from "../practice/throwAwaySigner";

const sessionFile = path.join(root, "tests/vectors/lnd-session/session.json");

function scenery(presetName: string): Scenery {
  const preset = presets.find((each) => each === presetName);
  if (preset === undefined) throw new UsageError(`--preset takes one of ${presets.join(", ")}, not ${presetName}`);
  const network = "regtest";
  const { masterKey, accounts } = throwAwayKeys(network);
  const keys = new WatchOnlyKeys(JSON.parse(accounts) as AccountsExport, network);
  return { protoDir, seed: { network, masterKey, keys }, config: { ...presetConfig(preset), looseningDelayMs: 0 } };
}

function line(result: AttackResult | WatchResult): string {
  const { name, title } = result;
  if ("tells" in result)
    return `${result.isTold ? "told   " : "SILENT "} ${name.padEnd(36)} ${title} (${result.tells})`;
  return `${result.isRefused ? "refused" : "TAKEN  "} ${name.padEnd(36)} ${title}: ${result.heard}`;
}

async function runCommand(): Promise<number> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      preset: { type: "string", default: "standard" },
      requests: { type: "string", default: "1200" },
      only: { type: "string" },
    },
  });
  const practiceRequests = Number(values.requests);
  if (!(practiceRequests >= 1 && practiceRequests <= 1_000_000)) {
    throw new UsageError("--requests takes a number from 1 to 1000000");
  }
  const only = values.only?.split(",");
  const unheardOf = only?.find((name) => !attackNames().includes(name));
  if (unheardOf !== undefined) throw new UsageError(`there is no attack ${unheardOf}`);

  const result = await playAll({
    scenery: scenery(values.preset),
    sessionFile,
    practiceRequests,
    only: only && new Set(only),
    played: (each) => console.log(line(each)),
  });
  for (const broken of result.broken) console.log(`BROKEN  ${broken}`);
  for (const block of result.honest?.falseBlocks ?? []) console.log(`FALSE BLOCK ${block}`);
  const counts = {
    attacks: result.attacks.length,
    refused: result.attacks.filter(({ isRefused }) => isRefused).length,
    watched: result.watches.length,
    told: result.watches.filter(({ isTold }) => isTold).length,
    broken: result.broken.length,
  };
  const honest =
    result.honest === undefined
      ? null
      : { honest: result.honest.requests, falseBlocks: result.honest.falseBlocks.length };
  console.log(
    `${counts.refused} of ${counts.attacks} attacks refused, ${counts.told} of ${counts.watched} that cannot be refused ` +
      `told, ${counts.broken} broken` +
      (honest === null ? "" : `; ${honest.falseBlocks} of ${honest.honest} honest requests refused`),
  );
  if (values.json) console.log(JSON.stringify({ ...counts, ...honest }));
  const areAttacksMet =
    counts.attacks + counts.watched > 0 &&
    counts.refused === counts.attacks &&
    counts.told === counts.watched &&
    counts.broken === 0;
  const isHonestWorkDone = honest === null || (honest.falseBlocks === 0 && honest.honest >= practiceRequests);
  return areAttacksMet && isHonestWorkDone ? 0 : 1;
}

runAsCommand(runCommand);
