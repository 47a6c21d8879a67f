/** How the project's own commands end: their status, or what is wrong in a line and 2 for a wrong command line. */

/** The command line is wrong; the message says what it takes. */
export class UsageError extends Error {}

/** @param runCommand resolves with the exit status, or null when this process stays as somebody's child */
export function runAsCommand(runCommand: () => Promise<number | null>): void {
  runCommand().then(
    (status) => {
      if (status !== null) process.exit(status);
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      const isUsage = error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
      process.exit(isUsage ? 2 : 1);
    },
  );
}
