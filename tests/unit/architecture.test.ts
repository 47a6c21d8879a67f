/** The import rules fire: on the real tree they find nothing, on a planted violation each finds exactly that. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = path.resolve(__dirname, "../..");
const run = promisify(execFile);

interface Cruise {
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
}

async function cruise(cwd: string): Promise<Cruise["summary"]> {
  const words = [
    "--output-type",
    "json",
    "--config",
    path.join(root, ".dependency-cruiser.cjs"),
    "main",
    "preload",
    "renderer",
    "scripts",
  ];
  const { stdout } = await run(path.join(root, "node_modules/.bin/depcruise"), words, {
    cwd,
    maxBuffer: 64 * 2 ** 20,
  }).catch((error: { stdout: string }) => error);
  return (JSON.parse(stdout) as Cruise).summary;
}

test("the real tree keeps every import rule, and the tool looked at it", async () => {
  const summary = await cruise(root);
  expect(summary.totalCruised).toBeGreaterThan(60);
  expect(summary.violations.map((found) => `${found.rule.name}: ${found.from} -> ${found.to}`)).toEqual([]);
});

/** File to plant, what it imports, and the rule that must name it. */
const planted: [rule: string, file: string, imports: string][] = [
  ["engine-is-pure", "main/signer/planted1.ts", "node:fs"],
  ["engine-is-pure", "main/policy/planted2.ts", "zod"],
  ["engine-is-pure", "main/approvals/planted25.ts", "node:crypto"],
  ["electron-only-in-shell", "main/link/planted3.ts", "electron"],
  ["renderer-only-sees-contract", "renderer/planted4.ts", "../main/target"],
  ["renderer-without-node", "renderer/planted5.ts", "node:path"],
  ["contract-only-for-shells", "main/link/planted6.ts", "../../preload/contract/target"],
  ["contract-stands-alone", "preload/contract/planted7.ts", "../../main/target"],
  ["practice-verifies-independently", "main/practice/planted8.ts", "../signer/target"],
  ["not-to-tests-or-scripts", "main/link/planted9.ts", "../../scripts/target"],
  ["not-to-dev-dependencies", "main/link/planted10.ts", "vitest"],
  ["no-unresolvable", "main/link/planted11.ts", "./nowhere"],
  ["no-cycles", "main/link/planted12.ts", "./planted13"],
  ["layer-signer", "main/signer/planted14.ts", "../link/target"],
  ["layer-policy", "main/policy/planted15.ts", "../link/target"],
  ["layer-pipeline", "main/pipeline/planted16.ts", "../thread/target"],
  ["layer-link", "main/link/planted17.ts", "../thread/target"],
  ["layer-thread", "main/thread/planted18.ts", "../session/target"],
  ["layer-handlers", "main/handlers/planted19.ts", "../keystore/target"],
  ["layer-kit", "main/kit/planted20.ts", "../keystore/target"],
  ["layer-approvals", "main/approvals/planted22.ts", "../link/target"],
  ["layer-journal", "main/journal/planted23.ts", "../link/target"],
  ["layer-guard", "main/guard/planted24.ts", "../link/target"],
  ["kit-is-pure", "main/kit/planted21.ts", "node:fs"],
];

describe("a planted import is found by its rule", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "planted-"));
  let found: Set<string>;

  beforeAll(async () => {
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    const write = (file: string, text: string): void => {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    };
    write("tsconfig.json", `{ "extends": "${root}/tsconfig.base.json" }`);
    write(
      "package.json",
      JSON.stringify({ dependencies: { zod: "*" }, devDependencies: { vitest: "*", electron: "*" } }),
    );
    for (const name of [
      "main/target",
      "main/link/target",
      "main/signer/target",
      "main/thread/target",
      "main/session/target",
      "main/keystore/target",
      "preload/contract/target",
      "scripts/target",
    ]) {
      write(`${name}.ts`, "export const target = 1;\n");
    }
    for (const [, file, imports] of planted)
      write(file, `import * as it from "${imports}";\nexport const planted = it;\n`);
    write("main/link/planted13.ts", `import * as it from "./planted12";\nexport const planted = it;\n`);
    const summary = await cruise(folder);
    found = new Set(summary.violations.map((violation) => `${violation.rule.name} ${violation.from}`));
  }, 60_000);

  test("npm run check fails on the planted tree and names the rules", async () => {
    const words = [path.join(root, "scripts/check.mjs"), "--only", "import rules", "--in", folder];
    const failure = await run(process.execPath, words).then(
      () => undefined,
      (error: { code: number; stdout: string }) => error,
    );
    expect(failure?.code).toBe(1);
    expect(failure?.stdout).toContain("engine-is-pure: main/signer/planted1.ts");
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(planted)("%s finds %s importing %s", (rule, file) => {
    expect([...found]).toContain(`${rule} ${file}`);
  });
});
