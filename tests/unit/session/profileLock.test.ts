import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockProfile } from "../../../main/session/profileLock";

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), "countersign-lock-"));
  folder = path.join(parent, "new");
});
afterEach(() => rmSync(parent, { recursive: true }));

/** Another process that holds the lock until it is killed. */
async function otherProcess() {
  const hold = `
    const database = new (require("libsql"))(${JSON.stringify(path.join(folder, "profile.lock"))});
    database.exec("BEGIN EXCLUSIVE");
    require("node:fs").writeFileSync(${JSON.stringify(path.join(folder, "profile.owner"))}, "node, process " + process.pid);
    setInterval(() => database.open, 1_000);
    console.log("held");`;
  const child = spawn(process.execPath, ["-e", hold], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

test("a profile is made for its owner alone, and locked once at a time", async () => {
  const first = await lockProfile(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  await expect(lockProfile(folder)).rejects.toMatchObject({
    code: "NOT_ALLOWED",
    message: expect.stringContaining(`process ${process.pid}`),
  });
  first.release();
  const second = await lockProfile(folder);
  // A second release is none: it must not let go of what another took meanwhile.
  first.release();
  await expect(lockProfile(folder)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  second.release();
});

test("another process is named, and its lock ends with it however it ends", async () => {
  (await lockProfile(folder)).release();
  const other = await otherProcess();
  await expect(lockProfile(folder)).rejects.toMatchObject({
    code: "NOT_ALLOWED",
    message: expect.stringMatching(new RegExp(`in use by node, process ${other.pid}\\. Quit that one first\\.$`)),
  });
  other.kill("SIGKILL");
  await once(other, "exit");
  (await lockProfile(folder)).release();
});

test("a folder that cannot be made is the system's error, not a profile in use", async () => {
  await expect(lockProfile(path.join("/dev/null", "profile"))).rejects.toThrow(/ENOTDIR/);
});
