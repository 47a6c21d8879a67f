/** The local log: standard error and one file of the profile, every line redacted. */
import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { redact } from "./redact";

export type LogLevel = "info" | "warn" | "error";

export interface Log {
  (level: LogLevel, text: string): void;
  /** Writes down something that should not have happened, with its stack. Returns the reference people can name. */
  bug(where: string, error: unknown): string;
}

const rotateAtBytes = 1_048_576;

/** @param file kept up to 1 MiB, and once more as `.old`; null logs to standard error only */
export function createLog(file: string | null): Log {
  if (file !== null) rotate(file);
  return logThrough((level, text) => {
    const line = `${new Date().toISOString()} ${level} ${text}\n`;
    process.stderr.write(line);
    if (file === null) return;
    try {
      appendFileSync(file, line, { mode: 0o600 });
    } catch (error) {
      // A full disk must not keep the signer from signing.
      process.stderr.write(`the log cannot be written: ${error instanceof Error ? error.message : error}\n`);
    }
  });
}

/** A log whose lines, already redacted, go to `write`. */
export function logThrough(write: (level: LogLevel, text: string) => void): Log {
  const log: Log = (level, text) => write(level, redact(text, os.homedir()));
  log.bug = (where, error) => {
    const ref = randomBytes(4).toString("hex");
    log("error", `[${ref}] ${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return ref;
  };
  return log;
}

function rotate(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > rotateAtBytes) renameSync(file, `${file}.old`);
}
