/** Reads what must not be on a command line: from a file, or from standard input under the name "-". */
import { readFileSync } from "node:fs";
import { CommandError } from "./commandError";

/** The whole text, of at most `longest` bytes. @throws CommandError */
export function readSecretText(file: string, longest = 65_536): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === "-" ? 0 : file);
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";
    throw new CommandError(1, `${file === "-" ? "Standard input" : file} cannot be read (${reason}).`, { cause });
  }
  try {
    if (bytes.length > longest) throw new CommandError(1, `${file} is far too long for what it should hold.`);
    return bytes.toString("utf8");
  } finally {
    bytes.fill(0);
  }
}

/** A passphrase: the first line without its line break. Empty without a file. @throws CommandError for an empty one */
export function readPassphrase(file: string | null): string {
  if (file === null) return "";
  const [line = ""] = readSecretText(file).split(/\r?\n/, 1);
  if (line === "") throw new CommandError(1, `${file} holds no passphrase in its first line.`);
  return line;
}
