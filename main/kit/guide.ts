/** What a person does elsewhere, step by step: data for a page, and the same as plain text. */

/** Lines to copy: a command to run, or a part of a file. */
export interface GuideBlock {
  /** Where the lines belong: "Run on the node", "lnd.conf", a file's path. */
  readonly name: string;
  readonly text: string;
}

export interface GuideStep {
  /** Stable name of the step. */
  readonly tag: string;
  readonly where: "node" | "signer";
  readonly title: string;
  readonly text: string;
  readonly blocks: readonly GuideBlock[];
  /** What cannot be undone, or goes wrong easily. */
  readonly caution: string | null;
}

export interface Guide {
  readonly title: string;
  readonly lead: string;
  readonly steps: readonly GuideStep[];
}

const places = { node: "on the node", signer: "in Countersign" } as const;

/** The guide as a text file for people; blocks are indented by four spaces. */
export function guideText({ title, lead, steps }: Guide): string {
  const parts = steps.map((step, index) => {
    const blocks = step.blocks.map(({ name, text }) => `${name}:\n\n${indented(text)}`);
    const caution = step.caution === null ? [] : [`CAREFUL: ${step.caution}`];
    const heading = `## ${index + 1}. ${step.title} (${places[step.where]})`;
    return [heading, step.text, ...caution, ...blocks].join("\n\n");
  });
  return `${[`# ${title}`, lead, ...parts].join("\n\n")}\n`;
}

/** The block most steps have. */
export function onNode(...lines: readonly string[]): GuideBlock {
  return { name: "Run on the node", text: lines.join("\n") };
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : `    ${line}`))
    .join("\n");
}
