/** Every rule has its line in docs/policy.md and a test of its name; neither names a rule that does not exist. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { rules } from "../../../main/policy/rules";
import { alertTags } from "../../../main/policy/verdict";

const root = path.resolve(import.meta.dirname, "../../..");
const document = readFileSync(path.join(root, "docs/policy.md"), "utf8");
const lines = new Map(
  [...document.matchAll(/^\| `([a-z0-9-]+)` \| (.*) \|$/gm)].map(([, tag = "", cells = ""]) => [
    tag,
    cells.split(" | "),
  ]),
);

const testFiles = readdirSync(import.meta.dirname).filter((name) => /^rules.*\.test\.ts$/.test(name));
const testsByTag = new Map(
  testFiles.flatMap((name) => {
    const source = readFileSync(path.join(import.meta.dirname, name), "utf8");
    return [...source.matchAll(/^describe\("([a-z0-9-]+)"/gm)].map(([, tag = ""]): [string, string] => [tag, name]);
  }),
);

describe.each(rules)("$tag", ({ tag, title, why, defaults }) => {
  it("has a line in the document that says what the table says", () => {
    const { blind, standard, strict } = defaults;
    expect(lines.get(tag)).toEqual([title, blind, standard, strict, why, testsByTag.get(tag)]);
  });
  it("has a test of its name", () => {
    expect(testsByTag.get(tag)).toBeDefined();
  });
});

it("the document and the tests name no rule that does not exist", () => {
  const tags = rules.map((rule) => rule.tag).sort();
  expect([...lines.keys()].sort()).toEqual(tags);
  expect([...testsByTag.keys()].sort()).toEqual(tags);
});

it("the document says why a rule may stop channels, and names every alert", () => {
  for (const { tag, stopsChannels } of rules) {
    if (stopsChannels !== undefined) expect(document, tag).toContain(`- \`${tag}\`: ${stopsChannels}`);
  }
  for (const tag of alertTags) expect(document).toContain(`\`${tag}\``);
});
