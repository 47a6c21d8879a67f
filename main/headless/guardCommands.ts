/** What the guard asks of a person where there is no window: approvals, the preset, and rules tried on the past. */
import { ConfigBook } from "../guard/configBook";
import { type GuardReplay, replayHistory } from "../guard/replayHistory";
import { pastRequests } from "../journal/history";
import type { Preset } from "../policy/ruleTags";
import type { SignerSession } from "../session/session";
import type { Database } from "../state/database";
import { SettingTable } from "../state/settings";
import { openCurve } from "../thread/nativeCurve";
import { CommandError } from "./commandError";
import type { Command } from "./commandLine";
import { askRunningSigner, type ControlRequest, serveControl } from "./controlSocket";
import { readState } from "./profileState";
import type { Terminal } from "./seedCommands";

type Of<Name extends Command["name"]> = Extract<Command, { name: Name }>;
type Decision = Extract<ControlRequest, { ask: "decide" }>["decision"];
type Approval = Awaited<ReturnType<SignerSession["guard"]["approvals"]>>[number];

/** approvals list, approve and refuse: asks the signer that runs. @throws CommandError */
export async function decideApprovals(
  command: Of<"approvals list" | "approvals approve" | "approvals refuse">,
  terminal: Terminal,
): Promise<void> {
  const request: ControlRequest =
    command.name === "approvals list"
      ? { ask: "approvals" }
      : { ask: "decide", ref: command.ref, decision: decisionOf(command) };
  for (const line of await askRunningSigner(command.profile, request)) terminal.out(`${line}\n`);
}

function decisionOf(command: Of<"approvals approve" | "approvals refuse">): Decision {
  if (command.name === "approvals refuse") return "refuse";
  return command.isOpen ? "approve-as-open" : "approve";
}

/** @throws CommandError when it is a send that cannot open a channel */
async function requireOpening(session: SignerSession, ref: string): Promise<void> {
  const card = (await session.guard.approvals()).find((approval) => approval.ref === ref);
  if (card === undefined || card.mayBeOpen || card.intent.kind === "open") return;
  throw new CommandError(1, `${ref} cannot be the opening of a channel: approve it without --as-open, or refuse it.`);
}

/**
 * Says what waits for a person, and takes the decisions of the `approvals` command.
 *
 * @returns a function that ends it
 */
export async function offerApprovals(session: SignerSession, profile: string, terminal: Terminal): Promise<() => void> {
  const told = new Set<string>();
  const stopListening = session.onApprovals((open) => {
    for (const approval of open) {
      // References come again once a card is over.
      const card = `${approval.ref} ${approval.createdAtMs}`;
      if (approval.state !== "waiting" || told.has(card)) continue;
      told.add(card);
      terminal.err(`waits for approval: ${approvalLine(approval)}\n`);
    }
  });
  const stopServing = await serveControl(profile, async (request) => {
    if (request.ask === "approvals") return (await session.guard.approvals()).map(approvalLine);
    const { ref, decision } = request;
    if (decision === "approve-as-open") await requireOpening(session, ref);
    await session.guard.decide({ ref, decision });
    return [`${ref} ${decision === "refuse" ? "refused" : "approved"}`];
  });
  if (stopServing === null) {
    terminal.err("warning: the profile's path is too long for a socket, so nothing can be approved from here\n");
  }
  return () => {
    stopListening();
    stopServing?.();
  };
}

/** Changes the rules' preset, as far as the delay for changes that allow more lets it. */
export async function changePreset(session: SignerSession, preset: Preset, terminal: Terminal): Promise<void> {
  if ((await session.guard.read()).preset === preset) return;
  const { effectiveAtMs } = await session.guard.change({ preset });
  if (effectiveAtMs === null) return;
  terminal.err(`warning: the preset ${preset} allows more and applies from ${new Date(effectiveAtMs).toISOString()}\n`);
}

/** guard replay: what a preset would have done to the requests of the journal. @throws CommandError, StateError */
export async function replayGuard({ profile, preset, json }: Of<"guard replay">, terminal: Terminal): Promise<void> {
  const report = await readState(profile, (database) => replayOn(database, preset));
  const { examined, blockedCount, askedCount, hits } = report;
  for (const { seq, atMs, action, tag, detail } of hits) {
    terminal.out(`${seq} ${new Date(atMs).toISOString()} ${action} ${tag}: ${detail}\n`);
  }
  if (json) terminal.out(`${JSON.stringify({ examined, blocked: blockedCount, asked: askedCount })}\n`);
  else terminal.out(`${examined} requests: ${blockedCount} blocked, ${askedCount} asked about under ${preset}\n`);
}

function replayOn(database: Database, preset: Preset): GuardReplay {
  const [first] = pastRequests(database, Number.MAX_SAFE_INTEGER);
  if (first === undefined) throw new CommandError(1, "The journal of this profile holds no request yet.");
  const { network } = first.entry.summary;
  const { config } = new ConfigBook(new SettingTable(database));
  const replay = replayHistory(database, { ...config, preset }, { network, curve: openCurve().curve });
  for (;;) {
    const step = replay.next();
    if (step.done) return step.value;
  }
}

function approvalLine(approval: Approval): string {
  const { ref, state, findings, expiresAtMs } = approval;
  const why = findings[0] === undefined ? "" : ` (${findings[0].tag})`;
  return `${ref} ${state}: ${wishOf(approval)}${why}, until ${new Date(expiresAtMs).toISOString()}`;
}

function wishOf({ intent, summary }: Approval): string {
  switch (intent.kind) {
    case "send":
      return `send ${intent.totalSat} sat to ${addressesOf(summary)}, fee ${intent.feeSat} sat`;
    case "open":
      return `open a channel of ${intent.amountSat} sat`;
    case "close":
      return `close the channel ${intent.fundingOutpoint}`;
    case "message":
      return `sign a message: ${summary?.text ?? "not readable"}`;
    case "family":
      return `use key family ${intent.keyFamily}`;
    case "exact":
      return `sign ${summary?.class ?? "a request"}`;
  }
}

function addressesOf(summary: Approval["summary"]): string {
  const foreign = summary?.outputs.filter(({ owner }) => owner === "unknown") ?? [];
  return foreign.map(({ address, scriptHex }) => address ?? scriptHex).join(", ") || "whoever was named";
}
