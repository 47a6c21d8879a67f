/** What an installed app consists of is what the build makes. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { externals, nodeEntries } from "../../../scripts/build.mjs";

const packaged = readFileSync("electron-builder.yml", "utf8")
  .split("\n")
  .filter((line) => line.startsWith("  - "))
  .map((line) => line.slice("  - ".length));

test.each(Object.keys(nodeEntries))("the bundle %s is packaged", (bundle) => {
  expect(packaged).toContain(`dist/${path.dirname(bundle)}/*.cjs`);
});

test.each(externals.filter((name) => name !== "electron"))("%s stays outside the bundles and is packaged", (name) => {
  const folder = name.split("/")[0];
  expect(packaged.some((line) => line.startsWith(`node_modules/${folder}/`))).toBe(true);
});
