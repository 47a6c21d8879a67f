/** One thing a person should know about what they gave, before anything connects. */

export interface Finding {
  /** A block must be solved first; a warning may be accepted. */
  readonly level: "ok" | "info" | "warn" | "block";
  /** Stable tag of this finding; docs/pairing.md lists them all. */
  readonly tag: string;
  /** What is the matter and what to do. Never holds pasted secrets. */
  readonly message: string;
  /** The person must say yes to this very finding before anything connects. */
  readonly consent?: true;
}

export function block(tag: string, message: string): Finding {
  return { level: "block", tag, message };
}

/** Worst first. */
export function byLevel(a: Finding, b: Finding): number {
  return levels.indexOf(a.level) - levels.indexOf(b.level);
}

const levels = ["block", "warn", "info", "ok"] as const;
