/** A folder on a disk of its own that is nearly full, where the tests may mount one. */
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { onTestFinished } from "vitest";
import { testFolder } from "./journal";

export interface SmallDisk {
  readonly folder: string;
  /** Uses up what is left. */
  fill(): void;
  /** Makes room again. */
  makeRoom(): void;
}

/** null where mounting is not allowed. */
export function smallDisk(sizeKb: number): SmallDisk | null {
  const folder = testFolder();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${sizeKb}k`, "tmpfs", folder]);
  if (mounted.status !== 0) return null;
  onTestFinished(() => void spawnSync("umount", ["-l", folder]));
  const ballast = path.join(folder, "ballast");
  return {
    folder,
    fill() {
      for (let bytes = sizeKb * 1_024; bytes >= 1; bytes = Math.floor(bytes / 2)) {
        try {
          writeFileSync(ballast, Buffer.alloc(bytes), { flag: "a" });
        } catch (error) {
          if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
        }
      }
    },
    makeRoom: () => rmSync(ballast),
  };
}
