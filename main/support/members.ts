/**
 * A set of objects that come and go thousands of times a second.
 *
 * Set does it too, but makes itself a new table every few dozen changes, and the old one points to it. Once one of them is
 * among V8's old objects, all that follow stay, with what was in them, until the next full collection: collecting young
 * objects took three times as long.
 */

/** What can be in one such set at a time. */
export interface Member {
  /** Where it stands there, -1 while it does not. Nobody else's to change. */
  place: number;
}

/** For members to begin with. */
export const nowhere = -1;

export class Members<M extends Member> {
  readonly #members: M[] = [];

  get size(): number {
    return this.#members.length;
  }

  /** Not by its place alone: it may be one in another such set. */
  has(member: M): boolean {
    return member.place !== nowhere && this.#members[member.place] === member;
  }

  add(member: M): void {
    if (this.has(member)) return;
    member.place = this.#members.length;
    this.#members.push(member);
  }

  delete(member: M): void {
    if (!this.has(member)) return;
    const last = this.#members.pop() as M;
    if (last !== member) {
      this.#members[member.place] = last;
      last.place = member.place;
    }
    member.place = nowhere;
  }

  /** Takes all of them out. In no order. */
  takeAll(): readonly M[] {
    const members = this.#members.splice(0);
    for (const member of members) member.place = nowhere;
    return members;
  }

  /** All of them, in no order; a copy. */
  all(): readonly M[] {
    return [...this.#members];
  }
}
