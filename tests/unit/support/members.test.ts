/** A set of objects without a table of its own. */
import { describe, expect, test } from "vitest";
import { type Member, Members, nowhere } from "../../../main/support/members";

interface Named extends Member {
  readonly name: string;
}

const named = (name: string): Named => ({ name, place: nowhere });
const namesOf = (members: readonly Named[]) => members.map(({ name }) => name).sort();

function filled() {
  const members = new Members<Named>();
  const [a, b, c] = [named("a"), named("b"), named("c")];
  for (const each of [a, b, c]) members.add(each);
  return { members, a, b, c };
}

describe("members", () => {
  test("are in it until they are taken out", () => {
    const { members, a, b, c } = filled();
    expect([a, b, c].every((each) => members.has(each))).toBe(true);
    members.delete(a);
    expect(members.has(a)).toBe(false);
    expect(members.size).toBe(2);
    expect(namesOf(members.all())).toEqual(["b", "c"]);
  });

  test.each([
    ["the first", ["a", "b", "c"]],
    ["the last", ["c", "b", "a"]],
    ["one between", ["b", "a", "c"]],
  ])("go one by one, %s first", (_, order) => {
    const { members, a, b, c } = filled();
    const left = new Set(["a", "b", "c"]);
    for (const name of order) {
      const member = [a, b, c].find((each) => each.name === name);
      if (member === undefined) throw new Error("no such member");
      members.delete(member);
      left.delete(name);
      expect(namesOf(members.all())).toEqual([...left]);
      expect([a, b, c].filter((each) => members.has(each))).toHaveLength(left.size);
    }
    expect(members.size).toBe(0);
  });

  test("are in it once, and taking out what is not there changes nothing", () => {
    const { members, a } = filled();
    members.add(a);
    expect(members.size).toBe(3);
    members.delete(named("d"));
    expect(members.size).toBe(3);
    members.delete(a);
    members.delete(a);
    expect(members.size).toBe(2);
  });

  test("of another set are left alone", () => {
    const { members, a } = filled();
    const others = new Members<Named>();
    const [d, e] = [named("d"), named("e")];
    others.add(d);
    others.add(e);
    expect(members.has(d)).toBe(false);
    members.delete(d);
    expect(namesOf(members.all())).toEqual(["a", "b", "c"]);
    expect(members.has(a)).toBe(true);
  });

  test("may come back", () => {
    const { members, a } = filled();
    members.delete(a);
    members.add(a);
    expect(namesOf(members.all())).toEqual(["a", "b", "c"]);
  });

  test("all go at once, and may come back", () => {
    const { members, a, b } = filled();
    expect(namesOf(members.takeAll())).toEqual(["a", "b", "c"]);
    expect(members.size).toBe(0);
    expect(members.has(b)).toBe(false);
    members.add(a);
    expect(namesOf(members.all())).toEqual(["a"]);
  });

  test("what is listed stays as it is while members go", () => {
    const { members } = filled();
    for (const member of members.all()) members.delete(member);
    expect(members.size).toBe(0);
  });
});
