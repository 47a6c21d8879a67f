// npm test: everything. Unit tests, standards vectors, conformance, stream and thread tests, the real keyring in each of
// its states, and the app itself in a real Electron. The last line is `N passed, N failed, N skipped`.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { buildCommand, buildNode, buildRenderer, root } from "./build.mjs";
import { electronRuntime } from "./electronRuntime.mjs";
import { ensureSystemPackages, needs } from "./systemPackages.mjs";
import { unprivilegedPlace } from "./unprivileged.mjs";

const reports = mkdtempSync(path.join(os.tmpdir(), "countersign-reports-"));
const totals = { passed: 0, failed: [], skipped: [] };
const bin = (name) => path.join(root, "node_modules", ".bin", name);
const withKeyring = path.join(root, "scripts", "with-keyring.sh");

function step(title, words, { cwd = root, env = {} } = {}) {
  console.log(`\n== ${title}`);
  const started = Date.now();
  const done = spawnSync(words[0], words.slice(1), {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  console.log(`== ${title}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return done.status === 0;
}

/** A runner that failed without one failing test in its report has failed as a whole. */
function account(title, succeeded, failedBefore) {
  if (succeeded || totals.failed.length > failedBefore) return;
  totals.failed.push(`${title}: the runner itself failed`);
}

/** Said once more at the end: a long log is often read from there, or kept only in part. */
const failure = (file, name, messages) =>
  [`${path.relative(root, file)}: ${name}`, ...messages.map((text) => stripVTControlCharacters(text))].join("\n");

function vitest(title, project, { through = [], env = {} } = {}) {
  const file = path.join(reports, `${title}.json`);
  const failedBefore = totals.failed.length;
  const words = [
    ...through,
    bin("vitest"),
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ];
  const succeeded = step(title, words, { env });
  if (existsSync(file)) {
    const report = JSON.parse(readFileSync(file, "utf8"));
    for (const suite of report.testResults) {
      const failedTests = suite.assertionResults.filter(({ status }) => status === "failed");
      if (suite.status === "failed" && failedTests.length === 0)
        totals.failed.push(failure(suite.name, "the file itself", [suite.message]));
      for (const test of suite.assertionResults) {
        if (test.status === "passed") totals.passed += 1;
        else if (test.status === "failed") totals.failed.push(failure(suite.name, test.fullName, test.failureMessages));
        else totals.skipped.push(`${test.fullName}: ${test.meta?.reason ?? "see the test"}`);
      }
    }
  }
  account(title, succeeded, failedBefore);
}

function playwright(title, project, keyring, runtime, place) {
  const out = path.join(place.home, `e2e-${keyring}`);
  const file = path.join(place.home, `e2e-${keyring}.json`);
  const failedBefore = totals.failed.length;
  const env = [
    `HOME=${place.home}`,
    `PATH=${process.env.PATH}`,
    `KEYRING=${keyring}`,
    `ELECTRON_OVERRIDE_DIST_PATH=${runtime}`,
    `COUNTERSIGN_SCREENSHOTS=${path.join(place.home, "screenshots")}`,
    `PLAYWRIGHT_JSON_OUTPUT_NAME=${file}`,
  ];
  const tests = [
    path.join(place.folder, "node_modules", ".bin", "playwright"),
    "test",
    "--project",
    project,
    "--reporter=list,json",
    "--output",
    out,
  ];
  const inside = [
    "xvfb-run",
    "-a",
    "-s",
    "-screen 0 1280x900x24",
    "bash",
    path.join(place.folder, "scripts", "with-keyring.sh"),
    ...tests,
  ];
  const succeeded = step(title, [...place.words, "env", ...env, ...inside], { cwd: place.folder });
  if (existsSync(file)) {
    const walk = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(walk)];
    for (const spec of JSON.parse(readFileSync(file, "utf8")).suites.flatMap(walk)) {
      for (const test of spec.tests) {
        if (test.status === "expected") totals.passed += 1;
        else if (test.status === "skipped")
          totals.skipped.push(`${spec.title}: ${test.annotations.at(-1)?.description ?? "see the test"}`);
        else {
          const messages = test.results.flatMap((result) => result.errors.map((error) => error.message));
          totals.failed.push(failure(path.join(root, "tests", "e2e", spec.file), spec.title, messages));
        }
      }
    }
  }
  account(title, succeeded, failedBefore);
}

try {
  ensureSystemPackages(needs.test);
  const runtime = await electronRuntime();
  await Promise.all([buildNode(), buildRenderer(), buildCommand("practice")]);
  vitest("unit, standards, conformance, stream", "pure");
  vitest("threads", "threads");
  for (const mode of ["unlocked", "locked", "none"]) {
    vitest(`keyring ${mode}`, "keyring", { through: ["bash", withKeyring], env: { KEYRING: mode } });
  }
  const { LND_BIN, LNCLI_BIN, BTCD_BIN } = process.env;
  if (LND_BIN && LNCLI_BIN && BTCD_BIN) vitest("real lnd", "lnd");
  else totals.skipped.push("tests/lnd, the suite against a real lnd: needs LND_BIN, LNCLI_BIN and BTCD_BIN");
  const place = unprivilegedPlace(root);
  try {
    playwright("app", "app", "unlocked", runtime, place);
    for (const mode of ["locked", "none"])
      playwright(`app with keyring ${mode}`, "keychain-trouble", mode, runtime, place);
    const screenshots = path.join(place.home, "screenshots");
    if (existsSync(screenshots)) cpSync(screenshots, path.join(root, "screenshots"), { recursive: true });
  } finally {
    place.close();
  }
} catch (error) {
  totals.failed.push(error instanceof Error ? error.message : String(error));
} finally {
  rmSync(reports, { recursive: true, force: true });
}
for (const text of totals.failed) console.log(`failed: ${text}`);
for (const reason of totals.skipped) console.log(`skipped: ${reason}`);
console.log(`${totals.passed} passed, ${totals.failed.length} failed, ${totals.skipped.length} skipped`);
process.exit(totals.failed.length === 0 && totals.passed > 0 ? 0 : 1);
