/** Text of a freedesktop desktop entry (Desktop Entry Specification 1.5). Pure. */

/** @param words program and arguments, as they are */
export function autostartEntry(words: readonly string[]): string {
  return [
    "[Desktop Entry]",
    "Type=Application",
    "Name=Countersign",
    "Comment=Remote signer for a watch-only lnd node",
    `Exec=${words.map(quoteExecWord).join(" ")}`,
    "Icon=countersign",
    "Terminal=false",
    "X-GNOME-Autostart-enabled=true",
    "",
  ].join("\n");
}

/**
 * Quotes for the Exec key: first its own rule (double quotes; ", `, $ and \ escaped), then that of string values, which
 * doubles every backslash. A percent sign would start a field code.
 */
function quoteExecWord(word: string): string {
  const quoted = `"${word.replaceAll(/["`$\\]/g, "\\$&")}"`;
  return quoted.replaceAll("\\", "\\\\").replaceAll("%", "%%");
}
