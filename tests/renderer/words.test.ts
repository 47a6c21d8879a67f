import { describe, expect, it } from "vitest";
import { linkCauses } from "../../main/link/linkState";
import { presetConfig } from "../../main/policy/presets";
import { requestGroupOf } from "../../main/policy/requestGroups";
import { ruleAreas } from "../../main/policy/rule";
import { rules } from "../../main/policy/rules";
import { requestClasses } from "../../main/policy/summary";
import { trustSentences } from "../../main/policy/trust";
import { alertTags } from "../../main/policy/verdict";
import { alertTagWords } from "../../renderer/words/alerts";
import { areaWords } from "../../renderer/words/guard";
import { linkCauseWords } from "../../renderer/words/link";
import { permissionWords } from "../../renderer/words/pairing";
import { requestWords, wordsForClass } from "../../renderer/words/requests";
import { trustSentenceWords, wordsForTrust } from "../../renderer/words/trust";

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

describe("words of the guard", () => {
  it.each(alertTags)("alert %s has a title and what to do about it", (tag) => {
    expect(alertTagWords[tag]?.title).toMatch(/^[A-Z]/);
    expect(alertTagWords[tag]?.advice).toMatch(/\.$/);
  });
  it("holds no words for alerts that do not exist", () => {
    expect(Object.keys(alertTagWords).sort()).toEqual([...alertTags].sort());
  });
  it("every area of rules has a heading, and no heading is for nothing", () => {
    expect(Object.keys(areaWords).sort()).toEqual([...ruleAreas].sort());
    expect(new Set(rules.map(({ area }) => area))).toEqual(new Set(Object.keys(areaWords)));
  });

  const configs = (["blind", "standard", "strict"] as const).flatMap((preset) => {
    const config = presetConfig(preset);
    const entry = { id: "a", label: "", kind: "address", text: "bc1q" } as const;
    return [config, { ...config, allowlist: [entry], appFamilies: [99] }];
  });
  const said = configs.flatMap((config) =>
    [true, false].flatMap((is) =>
      trustSentences({
        config,
        hasUsedMuSig2: is,
        channelCount: is ? 1 : 12,
        isMemoryNew: is,
        pairing: { isMacaroonWide: is },
      }),
    ),
  );
  it("every sentence about trust that the signer can say has words, and no words are for nothing", () => {
    expect([...new Set(said.map(({ tag }) => tag))].sort()).toEqual(Object.keys(trustSentenceWords).sort());
    for (const sentence of said) {
      const { title, text } = wordsForTrust(sentence);
      expect(title).toMatch(/^[A-Z]/);
      expect(text).toMatch(/\.$/);
      expect(title + text).not.toMatch(/undefined|NaN|null/);
    }
  });
});
