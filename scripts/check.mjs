// npm run check: types (one project per layer), lint and format, import rules, dead code, copies. All are run; the exit
// status is 0 only if every one is content. `--only TITLE` runs one of them, `--in FOLDER` looks at another tree.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "./build.mjs";

const { values: options } = parseArgs({ options: { only: { type: "string" }, in: { type: "string" } } });
const folder = path.resolve(options.in ?? root);

const bin = (name) => path.join(root, "node_modules", ".bin", name);
const run = (words, options = {}) =>
  spawnSync(words[0], words.slice(1), { cwd: folder, encoding: "utf8", maxBuffer: 64 * 2 ** 20, ...options });

/** Layers with a TypeScript project of their own: what is not in `lib` or `types` there cannot be used there. */
const projects = ["engine", "main", "compat", "renderer", "tests"];

const checks = [
  ...projects.map((name) => [`types: ${name}`, () => plain([bin("tsc"), "-p", `tsconfig.${name}.json`])]),
  ["lint and format", () => plain([bin("biome"), "check", "--error-on-warnings", "."])],
  ["import rules", importRules],
  ["dead code", () => plain([bin("knip"), "--no-progress"])],
  ["copies", () => plain([bin("jscpd"), "--silent", "--config", ".jscpd.json", "."])],
];

function plain(words) {
  const done = run(words);
  return { ok: done.status === 0, text: `${done.stdout}${done.stderr}` };
}

function importRules() {
  const done = run([
    bin("depcruise"),
    "--output-type",
    "json",
    "--config",
    path.join(root, ".dependency-cruiser.cjs"),
    "main",
    "preload",
    "renderer",
    "scripts",
  ]);
  const { summary } = JSON.parse(done.stdout);
  const lines = summary.violations.map((found) => `${found.rule.name}: ${found.from} -> ${found.to}`);
  const cruised = `${summary.totalCruised} modules, ${summary.totalDependenciesCruised} imports`;
  if (summary.totalCruised === 0) lines.push("no module was cruised");
  return { ok: summary.totalCruised > 0 && summary.error === 0, text: lines.join("\n"), note: cruised };
}

const wanted = checks.filter(([title]) => options.only === undefined || title === options.only);
let failed = 0;
for (const [title, check] of wanted) {
  const started = Date.now();
  const { ok, text, note } = check();
  console.log(
    `${ok ? "ok    " : "FAILED"} ${title}${note ? ` (${note})` : ""} ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  if (!ok) {
    failed += 1;
    console.log(text);
  }
}
console.log(failed === 0 ? `${wanted.length} checks passed` : `${failed} of ${wanted.length} checks failed`);
process.exit(failed === 0 && wanted.length > 0 ? 0 : 1);
