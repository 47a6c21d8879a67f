/**
 * lnd.conf as lnd reads it (github.com/jessevdk/go-flags ini.go, readIni): sections in brackets, `name=value`, comments
 * on lines of their own that begin with `;` or `#`. There is no comment behind a value.
 */

export interface ConfEntry {
  /** From 1. */
  readonly line: number;
  /** Lower case, as go-flags ignores its case; "" above the first heading. */
  readonly section: string;
  readonly name: string;
  readonly value: string;
}

/** A line for which lnd refuses the whole file. */
interface ConfFault {
  readonly line: number;
  readonly text: string;
  /** What was probably meant; null if that cannot be told. */
  readonly corrected: string | null;
}

export interface ConfFile {
  readonly entries: readonly ConfEntry[];
  readonly faults: readonly ConfFault[];
}

/** Never throws. */
export function readConf(text: string): ConfFile {
  const entries: ConfEntry[] = [];
  const faults: ConfFault[] = [];
  let section = "";
  for (const [index, raw] of text
    .replace(/^\ufeff/, "")
    .split("\n")
    .entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (content === "" || content.startsWith(";") || content.startsWith("#")) continue;
    if (content.startsWith("[")) {
      const name = content.endsWith("]") ? content.slice(1, -1).trim() : "";
      if (name === "") {
        const inside = /^\[([^\]]+)\]/.exec(content)?.[1];
        const corrected = inside === undefined ? null : `[${inside.trim()}]`;
        faults.push({ line, text: "A heading has its name in brackets, and nothing behind them.", corrected });
      } else {
        section = name.toLowerCase();
      }
      continue;
    }
    const equals = content.indexOf("=");
    if (equals < 0) {
      const corrected = /^[\w.-]+$/.test(content) ? `${content}=true` : null;
      faults.push({ line, text: "A line is name=value; this one has no equals sign.", corrected });
      continue;
    }
    const value = unquoted(content.slice(equals + 1).trim());
    if (value === null) {
      faults.push({
        line,
        text: "The quotation marks of this value do not match.",
        corrected: content.replaceAll('"', ""),
      });
    } else {
      entries.push({ line, section, name: content.slice(0, equals).trim(), value });
    }
  }
  return { entries, faults };
}

/** Null for a value that begins with a quotation mark and does not end as Go's strconv.Unquote wants. */
function unquoted(value: string): string | null {
  if (!value.startsWith('"')) return value;
  return /^"(?:[^"\\]|\\.)*"$/.test(value) ? value.slice(1, -1).replace(/\\(["\\])/g, "$1") : null;
}
