import { describe, expect, it } from "vitest";
import type { PolicyConfig } from "../../main/policy/config";
import { presetConfig } from "../../main/policy/presets";
import { presets } from "../../main/policy/ruleTags";
import { trustSentences } from "../../main/policy/trust";
import { wordsForTrust } from "../../renderer/words/trust";

const payee = { id: "1", label: "Ann", kind: "address", text: "bcrt1q" } as const;
const configs: PolicyConfig[] = presets.flatMap((preset) => [
  presetConfig(preset),
  { ...presetConfig(preset), allowlist: [payee], appFamilies: [99] },
  {
    ...presetConfig(preset),
    allowlist: [payee, { ...payee, id: "2", text: "bcrt1p" }],
    limits: presetConfig("strict").limits,
  },
]);
const sentences = configs.flatMap((config) =>
  [0, 1, 3].flatMap((channelCount) =>
    [true, false].flatMap((flag) =>
      trustSentences({
        config,
        channelCount,
        hasUsedMuSig2: flag,
        isMemoryNew: flag,
        pairing: { isMacaroonWide: flag },
      }),
    ),
  ),
);

describe("the trust page", () => {
  it("has words for every sentence that the rules can say", () => {
    const tags = new Set(sentences.map(({ tag }) => tag));
    expect(tags.size).toBeGreaterThan(18);
    for (const sentence of sentences) {
      const { title, text } = wordsForTrust(sentence);
      expect(title).not.toBe(sentence.tag);
      expect(`${title} ${text}`).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });

  it("says another thing when the level is another", () => {
    const levels = new Map<string, Map<string, string>>();
    for (const sentence of sentences) {
      const { title } = wordsForTrust(sentence);
      const known = levels.get(sentence.tag) ?? new Map<string, string>();
      levels.set(sentence.tag, known.set(sentence.level, title));
    }
    for (const [tag, titles] of levels) expect(new Set(titles.values()).size, tag).toBe(titles.size);
  });

  it("shows a sentence of a later version by its tag and values", () => {
    expect(wordsForTrust({ tag: "unheard-of", level: "warn", values: { channels: 3 } })).toEqual({
      title: "unheard-of",
      text: "channels: 3",
    });
  });
});
