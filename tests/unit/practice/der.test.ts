import { hex } from "@scure/base";
import { describe, expect, it } from "vitest";
import { parseStrictDer } from "../../../main/practice/verify/der";

const r = "11".repeat(32);
const s = "22".repeat(32);
const good = `3044022${"0"}${r}0220${s}`;

describe("strict DER (BIP66)", () => {
  it("gives r || s of a good signature", () => {
    expect(hex.encode(parseStrictDer(hex.decode(good)) ?? new Uint8Array())).toBe(r + s);
  });

  it("pads short numbers and takes the zero byte a high first bit needs", () => {
    const short = parseStrictDer(hex.decode(`3007020101${"0202"}0080`)) ?? new Uint8Array();
    expect(hex.encode(short)).toBe(`${"00".repeat(31)}01${"00".repeat(31)}80`);
  });

  it.each([
    ["another outer tag", good.replace("3044", "3144")],
    ["a wrong outer length", good.replace("3044", "3043")],
    ["bytes behind the end", `${good}00`],
    ["a negative number", good.replace(`0220${r}`, `0220ff${r.slice(2)}`)],
    ["a zero byte that is not needed", `3045022100${r}0220${s}`],
    ["an empty number", `30070200${"0203"}010101`],
    ["a number of 33 bytes", `3045022111${r}0220${s}`],
    ["a cut number", good.slice(0, -2)],
  ])("refuses %s", (_, text) => expect(parseStrictDer(hex.decode(text))).toBeUndefined());
});
