/** Why an installed app would not start. Pure. */

export interface LaunchFacts {
  readonly isPackaged: boolean;
  readonly isRoot: boolean;
  /** Those of the switches in question that are on the command line. */
  readonly switches: readonly string[];
}

/** One sentence that says what to do, or null: go ahead. Development may do all of it. */
export function launchRefusal({ isPackaged, isRoot, switches }: LaunchFacts): string | null {
  if (!isPackaged) return null;
  if (isRoot) {
    return "Countersign does not run as root, because the browser sandbox cannot. Start it as a normal user.";
  }
  const [first] = switches;
  return first === undefined ? null : `Countersign does not start with --${first}. Leave it out.`;
}
