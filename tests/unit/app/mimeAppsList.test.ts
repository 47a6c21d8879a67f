import { describe, expect, test } from "vitest";
import { withDefault, withoutDefault } from "../../../main/app/mimeAppsList";

const types = ["x-scheme-handler/lndconnect", "x-scheme-handler/countersign"];
const ours = "ours.desktop";
const listOf = (...lines: string[]) => `${lines.join("\n")}\n`;

describe("withDefault", () => {
  test("makes an empty list", () => {
    expect(withDefault("", types, ours)).toBe(
      listOf(
        "[Default Applications]",
        "x-scheme-handler/countersign=ours.desktop;",
        "x-scheme-handler/lndconnect=ours.desktop;",
      ),
    );
  });
  test("leaves every other line alone, and adds the section where there is none", () => {
    const before = listOf("# mine", "[Added Associations]", "x-scheme-handler/lndconnect=zap.desktop;");
    const after = withDefault(before, types, ours);
    expect(after.startsWith(before)).toBe(true);
    expect(after.split("\n")).toContain("x-scheme-handler/lndconnect=ours.desktop;");
  });
  test("comes before what opened them so far, once", () => {
    const before = listOf(
      "[Default Applications]",
      "text/html=browser.desktop",
      "x-scheme-handler/lndconnect = zap.desktop;other.desktop",
      "",
      "[Removed Associations]",
      "x-scheme-handler/countersign=x.desktop",
    );
    const after = listOf(
      "[Default Applications]",
      "x-scheme-handler/countersign=ours.desktop;",
      "text/html=browser.desktop",
      "x-scheme-handler/lndconnect=ours.desktop;zap.desktop;other.desktop;",
      "",
      "[Removed Associations]",
      "x-scheme-handler/countersign=x.desktop",
    );
    expect(withDefault(before, types, ours)).toBe(after);
    expect(withDefault(after, types, ours)).toBe(after);
  });
});

describe("withoutDefault", () => {
  test("undoes withDefault", () => {
    for (const before of [
      listOf("[Default Applications]", "text/html=browser.desktop", "x-scheme-handler/lndconnect=zap.desktop;"),
      listOf("[Added Associations]", "a/b=c.desktop", "", "[Default Applications]"),
    ]) {
      expect(withoutDefault(withDefault(before, types, ours), types, ours)).toBe(before);
    }
  });
  test("touches nothing where it is not", () => {
    for (const text of ["", "[Default Applications]", listOf("[Default Applications]", `${types[0]}=zap.desktop`)]) {
      expect(withoutDefault(text, types, ours)).toBe(text);
    }
  });
});
