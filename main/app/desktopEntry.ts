/** Text of a freedesktop desktop entry (Desktop Entry Specification 1.5). Pure. */

/** @param words program and arguments, as they are */
export function autostartEntry(words: readonly string[]): string {
  return entry(execLine(words), ["X-GNOME-Autostart-enabled=true"]);
}

/** An entry that opens links of these schemes and appears in no menu. @param words program and arguments, as they are */
export function linkHandlerEntry(words: readonly string[], schemes: readonly string[]): string {
  const mimeTypes = schemes.map((scheme) => `${schemeMimeType(scheme)};`).join("");
  return entry(`${execLine(words)} %u`, ["NoDisplay=true", `MimeType=${mimeTypes}`]);
}

/** The name under which desktops know the links of a scheme. */
export function schemeMimeType(scheme: string): string {
  return `x-scheme-handler/${scheme}`;
}

function entry(exec: string, more: readonly string[]): string {
  return [
    "[Desktop Entry]",
    "Type=Application",
    "Name=Countersign",
    "Comment=Remote signer for a watch-only lnd node",
    `Exec=${exec}`,
    "Icon=countersign",
    "Terminal=false",
    ...more,
    "",
  ].join("\n");
}

function execLine(words: readonly string[]): string {
  return words.map(quoteExecWord).join(" ");
}

/**
 * Quotes for the Exec key: first its own rule (double quotes; ", `, $ and \ escaped), then that of string values, which
 * doubles every backslash. A percent sign would start a field code.
 */
function quoteExecWord(word: string): string {
  const quoted = `"${word.replaceAll(/["`$\\]/g, "\\$&")}"`;
  return quoted.replaceAll("\\", "\\\\").replaceAll("%", "%%");
}
