/** Checks a node's lnd.conf: what keeps lnd from starting, from taking this signer, or from staying up. */
import { addressText } from "../pairing/watchOnlyNode";
import { type ConfEntry, readConf } from "./confFile";
import { about, type ConfContext, type ConfFinding } from "./confFinding";
import { confOptions, isUnknownOption, rightNameOf, sectionsOf } from "./confOptions";
import { settingFindings } from "./confSettings";
import { parseGoBool, parseGoDuration } from "./goValues";

/** Longest text that is looked at. */
const maxConfLength = 65_536;
const maxFindings = 100;

/** Findings by line, those about missing lines last. Never throws; nothing of the text but option names and values comes back. */
export function checkConf(text: string, context: ConfContext): readonly ConfFinding[] {
  if (text.trim() === "")
    return [about(null, "block", "conf-empty", "There is nothing to check. Paste the node's lnd.conf.")];
  if (text.length > maxConfLength) {
    return [about(null, "block", "conf-too-long", "This is far too long for an lnd.conf. Paste that file alone.")];
  }
  const { entries, faults } = readConf(text);
  const findings: ConfFinding[] = [
    ...faults.map(({ line, text: what, corrected }) =>
      about(line, "block", "malformed-line", `${what} lnd does not start with it.`, corrected),
    ),
    ...entries.flatMap(entryFindings),
    ...repetitionFindings(entries),
    ...settingFindings(entries.map(meant), context),
  ];
  if (!findings.some(({ level }) => level === "warn" || level === "block")) {
    const dialled = context.address === null ? "" : ` at ${addressText(context.address)}`;
    findings.push(about(null, "ok", "conf-good", `lnd takes a signer with this file${dialled}.`));
  }
  return findings.sort((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity)).slice(0, maxFindings);
}

/** What is wrong with a line whatever the others say. */
function entryFindings(entry: ConfEntry): ConfFinding[] {
  const { line, name, value, section } = entry;
  const rightName = rightNameOf(name);
  if (rightName !== null) {
    const text = `lnd knows no ${name}; the option is ${rightName}. It does not start with an unknown one.`;
    return [about(line, "block", "old-option-name", text, `${rightName}=${value}`)];
  }
  if (isUnknownOption(name)) {
    return [about(line, "block", "unknown-option", `lnd 0.21 knows no ${name} and does not start with it.`)];
  }
  const option = confOptions[name];
  if (option === undefined) return [];
  const findings: ConfFinding[] = [];
  const commentAt = value.search(/\s[;#]/);
  const plain = commentAt < 0 ? value : value.slice(0, commentAt).trimEnd();
  if (commentAt >= 0) {
    const text = "lnd takes the comment for a part of the value. Comments need a line of their own.";
    findings.push(about(line, "block", "comment-behind-value", text, `${name}=${plain}`));
  }
  const allowed = sectionsOf(name);
  if (!allowed.includes(section)) {
    const text = `lnd does not look for ${name} under [${section}] and does not start. Put it under [Application Options].`;
    findings.push(about(line, "block", "wrong-section", text, `[Application Options]\n${name}=${plain}`));
  }
  const fault = valueFault(option.value, plain);
  if (fault !== null) findings.push(about(line, "block", "bad-value", fault));
  return findings;
}

/** The line without mistakes that were named already, so that they do not count twice. */
function meant(entry: ConfEntry): ConfEntry {
  return {
    ...entry,
    name: rightNameOf(entry.name) ?? entry.name,
    value: entry.value.replace(/\s[;#].*$/, "").trimEnd(),
  };
}

function valueFault(kind: (typeof confOptions)[string]["value"], value: string): string | null {
  switch (kind) {
    case "boolean":
      return parseGoBool(value) === null ? "The value must be true or false." : null;
    case "duration": {
      const durationMs = parseGoDuration(value);
      if (durationMs === null) return "The value must be a time with its unit, like 30s or 5m.";
      return durationMs < 0 ? "The time must not be negative." : null;
    }
    case "count":
      return /^\+?\d{1,9}$/.test(value) ? null : "The value must be a number.";
    case "address":
      return /^(?:unix:\/\/.+|(?:\[[0-9a-f:.%\w]+\]|[\w.-]*)(?::\d{1,5})?)$/i.test(value) && value !== ""
        ? null
        : "The value must be an address to listen on, like 0.0.0.0:10019 or [::]:10019.";
    case "text":
      return value === "" ? "The value is missing." : null;
  }
}

/** In one section the last line counts. Sections are read in no order, so between two of them chance decides. */
function repetitionFindings(entries: readonly ConfEntry[]): ConfFinding[] {
  const findings: ConfFinding[] = [];
  const seen = new Map<string, ConfEntry>();
  for (const entry of entries) {
    const option = confOptions[entry.name];
    if (option === undefined || option.repeatable) continue;
    const before = seen.get(entry.name);
    seen.set(entry.name, entry);
    if (before === undefined || before.value === entry.value) continue;
    const text =
      before.section === entry.section
        ? `${entry.name} was given in line ${before.line} already; this line counts. Remove one.`
        : `${entry.name} is given in line ${before.line} too, under another heading: which one lnd takes is left to chance. Remove one.`;
    findings.push(about(entry.line, "warn", "given-twice", text));
  }
  return findings;
}
