/** What is being signed under which approval: inputs of one transaction come one request after the other. */
import type { Intent } from "./approval";

export interface Use {
  readonly ref: string;
  readonly groupKey: string;
  readonly nodeId: string;
  /** What the rest of the group is measured against: what was granted, or the one use of a standing approval. */
  readonly intent: Intent;
  /** Monotonic. Until then the rest of the group, and repeats of it, are signed without asking. */
  readonly untilUs: number;
  /** Allowed, and not yet known how it went. */
  pending: number;
  /** Inputs signed, or the one request. */
  readonly signed: Set<string>;
}

/** Groups of 60 s each; the oldest go when there are more. */
const mostUses = 1_000;

export class Uses {
  readonly #uses = new Map<string, Use>();

  begin(use: Pick<Use, "ref" | "groupKey" | "nodeId" | "intent" | "untilUs">): Use {
    const begun: Use = { ...use, pending: 0, signed: new Set() };
    this.#uses.set(nameOf(use), begun);
    for (const name of this.#uses.keys()) {
      if (this.#uses.size <= mostUses) break;
      this.#uses.delete(name);
    }
    return begun;
  }

  find(ref: string, groupKey: string): Use | undefined {
    return this.#uses.get(nameOf({ ref, groupKey }));
  }

  /** Uses of a group that are not over. */
  ofGroup(groupKey: string, nowUs: number): Use[] {
    return [...this.#uses.values()].filter((use) => use.groupKey === groupKey && nowUs < use.untilUs);
  }

  /** A use that was ended goes on. */
  resume(use: Use): void {
    this.#uses.set(nameOf(use), use);
  }

  end(use: Use): void {
    this.#uses.delete(nameOf(use));
  }

  clear(): void {
    this.#uses.clear();
  }

  /** Ends every use of an approval. */
  endOf(ref: string): void {
    for (const use of [...this.#uses.values()]) if (use.ref === ref) this.end(use);
  }
}

function nameOf({ ref, groupKey }: Pick<Use, "ref" | "groupKey">): string {
  return `${ref} ${groupKey}`;
}
