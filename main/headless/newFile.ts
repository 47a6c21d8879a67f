/** Writes a file that only its owner can read, and that was not there before. */
import { open } from "node:fs/promises";
import { CommandError } from "./commandError";

/** Never overwrites: the file could hold the words of another seed. @throws CommandError */
export async function writeNewFile(file: string, content: string | Uint8Array): Promise<void> {
  try {
    const handle = await open(file, "wx", 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
    const what = reason === "EEXIST" ? "is there already: name a new file" : `cannot be written (${reason})`;
    throw new CommandError(1, `${file} ${what}.`, { cause });
  }
}
