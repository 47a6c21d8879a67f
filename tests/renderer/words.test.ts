import { describe, expect, it } from "vitest";
import { linkCauses } from "../../main/link/linkState";
import { requestGroupOf } from "../../main/policy/requestGroups";
import { requestClasses } from "../../main/policy/summary";
import { linkCauseWords } from "../../renderer/words/link";
import { permissionWords } from "../../renderer/words/pairing";
import { requestWords, wordsForClass } from "../../renderer/words/requests";

describe("words", () => {
  it.each(requestClasses)(
    "request class %s has words and stands in the group the totals count it in",
    (requestClass) => {
      const words = requestWords[requestClass];
      expect(words?.title).toMatch(/^[A-Z]/);
      expect(words?.meaning).toMatch(/\.$/);
      expect(words?.group).toBe(requestGroupOf[requestClass]);
    },
  );
  it("holds no words for classes that do not exist", () => {
    expect(Object.keys(requestWords).sort()).toEqual([...requestClasses].sort());
  });
  it("no two classes read the same", () => {
    const titles = Object.values(requestWords).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
  it("says so when a class is unheard of", () => {
    expect(wordsForClass("from-the-future").title).toBe("Request of an unheard-of kind");
  });
  it.each(linkCauses)("link cause %s has words and advice", (cause) => {
    const words = linkCauseWords[cause];
    expect(words.title("aurora").length).toBeGreaterThan(10);
    expect(words.advice).toMatch(/[.?]$/);
  });
  it("puts macaroon permissions into words", () => {
    expect(permissionWords("remotesigner", "generate")).toBe("Connect as the signer");
    expect(permissionWords("offchain", "write")).toBe("Change channels and payments");
    expect(permissionWords("uri", "/lnrpc.Lightning/GetInfo")).toBe("Call /lnrpc.Lightning/GetInfo");
    expect(permissionWords("novel", "act")).toBe("act novel");
  });
});
