/** Looks at a screen as people see it: a picture in light and in dark, and the accessibility rules in both. */
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, type Page } from "@playwright/test";

const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const folder = path.resolve(process.env["COUNTERSIGN_SCREENSHOTS"] ?? "screenshots");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Writes NAME-light.png and NAME-dark.png, and fails on any accessibility violation. */
export async function lookAtScreen(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.screenshot({ path: path.join(folder, `${name}-${colorScheme}.png`), animations: "disabled" });
    expect(await accessibilityViolations(page), `${name}, ${colorScheme}`).toEqual([]);
  }
}

/** One line per violated rule, with the elements in question. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return await page.evaluate(async (runOnly) => {
    const axe = Reflect.get(globalThis, "axe");
    const { violations } = await axe.run(document, { runOnly });
    return violations.map(({ id, nodes }: { id: string; nodes: { target: string[]; failureSummary: string }[] }) =>
      [id, ...nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary.replaceAll(/\s+/g, " ")}`)].join(
        "\n  ",
      ),
    );
  }, rules);
}
