/** Text from outside, made safe to show: a person must not be fooled by invisible or reversing characters. */
import { utf8 } from "@scure/base";

const longestText = 200;
/** Control, format (bidirectional marks among them), private and unassigned characters, line and paragraph ends. */
const unsafeCharacters = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/** Decodes UTF-8 for display, in at most 200 characters. Null when it is no UTF-8 or nothing is left. */
export function plainText(bytes: Uint8Array): string | null {
  let text: string;
  try {
    text = utf8.encode(bytes);
  } catch {
    return null;
  }
  const characters = [...text.replace(unsafeCharacters, " ").trim()];
  if (characters.length === 0) return null;
  return characters.length <= longestText ? characters.join("") : `${characters.slice(0, longestText - 1).join("")}…`;
}
