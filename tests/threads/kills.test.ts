/** A short run of npm run kills: a signer killed while a node asks, and nothing that had left is lost. */
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { buildCommand } from "../../scripts/build.mjs";

it("kill -9 a dozen times under load: the chain adds up, and every signature that left is written and counted", async () => {
  const command = await buildCommand("kills");
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "--kills", "12", "--json"], {
    encoding: "utf8",
  });
  expect({ stderr, problems: stdout.match(/PROBLEM.*/g) }).toEqual({ stderr: "", problems: null });
  const report = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Record<string, number>;
  expect(report).toEqual({ kills: 12, left: expect.any(Number), missing: 0, problems: 0 });
  expect(report["left"]).toBeGreaterThan(12);
  expect(status).toBe(0);
}, 180_000);
