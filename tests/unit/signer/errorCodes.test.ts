/** Every code a refusal can have is used, and has a test that names it. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { signerErrorCodes } from "../../../main/signer/errors";

const root = path.resolve(import.meta.dirname, "../../..");
const ownFiles = ["main/signer/errors.ts", "tests/unit/signer/errorCodes.test.ts"];

function textOf(folder: string): string {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => path.posix.join(folder, name))
    .filter((file) => file.endsWith(".ts") && !ownFiles.includes(file))
    .map((file) => readFileSync(path.join(root, file), "utf8"))
    .join("\n");
}

const source = textOf("main");
const tests = textOf("tests");

describe.each(signerErrorCodes)("%s", (code) => {
  const named = new RegExp(`\\b${code}\\b`);

  it("is thrown or answered", () => {
    expect(source).toMatch(named);
  });

  it("is expected by a test", () => {
    expect(tests).toMatch(named);
  });
});
