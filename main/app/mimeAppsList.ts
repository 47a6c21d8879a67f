/**
 * Which program opens what, in the person's mimeapps.list (freedesktop MIME Applications Associations 1.0.1). Lines that
 * are not ours stay as they are. Pure.
 */

const section = "[Default Applications]";

/** Puts `entry` first for each type; what was there before comes behind it. @param entry file name of a desktop entry */
export function withDefault(text: string, mimeTypes: readonly string[], entry: string): string {
  const lines = linesWithSection(text);
  for (const mimeType of mimeTypes) {
    const at = lineOf(lines, mimeType);
    const value = [entry, ...entriesAt(lines, at).filter((name) => name !== entry)];
    const line = `${mimeType}=${value.join(";")};`;
    if (at < 0) lines.splice(lines.indexOf(section) + 1, 0, line);
    else lines[at] = line;
  }
  return joined(lines);
}

/** Takes `entry` out again, for each type and with the whole line when nothing else was there. */
export function withoutDefault(text: string, mimeTypes: readonly string[], entry: string): string {
  const lines = text.split("\n");
  for (const mimeType of mimeTypes) {
    const at = lineOf(lines, mimeType);
    const others = entriesAt(lines, at).filter((name) => name !== entry);
    if (at < 0 || others.length === entriesAt(lines, at).length) continue;
    lines.splice(at, 1, ...(others.length === 0 ? [] : [`${mimeType}=${others.join(";")};`]));
  }
  return lines.join("\n");
}

function linesWithSection(text: string): string[] {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  return lines.includes(section) ? lines : [...lines, ...(lines.length > 0 ? [""] : []), section];
}

/** -1 without a line for it in our section. */
function lineOf(lines: readonly string[], mimeType: string): number {
  const start = lines.indexOf(section);
  if (start < 0) return -1;
  for (let at = start + 1; at < lines.length && !lines[at]?.startsWith("["); at += 1) {
    if (lines[at]?.split("=")[0]?.trim() === mimeType) return at;
  }
  return -1;
}

function entriesAt(lines: readonly string[], at: number): string[] {
  const [, value = ""] = (lines[at] ?? "").split("=");
  return value.split(";").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
}

function joined(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
