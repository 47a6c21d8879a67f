/** run and practice: the signer without a window, until it is told to stop. */
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { parseHostAddress } from "../pairing/hostAddress";
import { defaultRequestTimeoutMs } from "../pairing/watchOnlyNode";
import { PracticeRun } from "../session/practiceRun";
import { type SessionOptions, SignerSession } from "../session/session";
import { openCurve } from "../thread/nativeCurve";
import type { LinkTarget } from "../thread/protocol";
import { CommandError } from "./commandError";
import type { Command, NodeSource } from "./commandLine";
import { changePreset, offerApprovals } from "./guardCommands";
import { MacaroonWatch } from "./macaroonWatch";
import { requireProfile } from "./profileSeed";
import { readPassphrase, readSecretText } from "./secretFile";
import type { Terminal } from "./seedCommands";
import { linkLine, StatePrinter, stateLine } from "./stateLine";

type Of<Name extends Command["name"]> = Extract<Command, { name: Name }>;
type Surroundings = Pick<SessionOptions, "AsyncEntry" | "files" | "log">;

const retryKeychainMs = 30_000;

/** Resolves when `stop` does and everything is closed. @throws CommandError, AppError, ThreadError */
export async function runSigner(
  command: Of<"run">,
  surroundings: Surroundings,
  terminal: Terminal,
  stop: Promise<void>,
): Promise<void> {
  requireProfile(command.profile);
  const session = await SignerSession.open({
    ...surroundings,
    profileFolder: command.profile,
    dialling: {
      pairedNode: command.node.kind === "paired",
      protocol: command.protocol ?? undefined,
      proxy: command.proxy ?? undefined,
    },
  });
  try {
    const printer = new StatePrinter(terminal.out);
    const watch = command.node.kind === "files" ? new MacaroonWatch(command.node.macaroonFile, warnOn(terminal)) : null;
    const say = () => {
      const snapshot = session.snapshot();
      if (snapshot.link.state === "connecting") watch?.look();
      printer.print(stateLine(snapshot));
    };
    session.onChanged(say);
    say();
    const stopApprovals = await offerApprovals(session, command.profile, terminal);
    try {
      if (await openKeys(session, command, stop)) {
        if (command.guard !== null) await changePreset(session, command.guard, terminal);
        await connect(session, command, terminal);
        await stop;
      }
    } finally {
      stopApprovals();
    }
  } finally {
    await session.close();
  }
}

/** Serves the practice node with a throw-away seed. Resolves as `runSigner` does. */
export async function practise({ files, log }: Surroundings, terminal: Terminal, stop: Promise<void>): Promise<void> {
  const printer = new StatePrinter(terminal.out);
  let run: PracticeRun | undefined;
  const changed = () => {
    if (run !== undefined) printer.print(linkLine(run.side.view.link, null));
  };
  run = await PracticeRun.start(
    files,
    openCurve().curve,
    Date.now(),
    { changed, appended: () => undefined, approvalsChanged: () => undefined },
    log,
  );
  try {
    changed();
    await stop;
    const { requests, refused } = run.side.view.totals;
    terminal.err(`${requests} requests answered, ${refused} of them refused\n`);
  } finally {
    await run.stop();
  }
}

/** False if it was told to stop before there were keys. Waits for a keychain in trouble: people unlock them after login. */
async function openKeys(
  session: SignerSession,
  { profile, passphraseFile }: Of<"run">,
  stop: Promise<void>,
): Promise<boolean> {
  // A keychain may take its time, or for ever.
  const stopsDuring = (work: Promise<unknown>) => Promise.race([stop.then(() => true), work.then(() => false)]);
  if (await stopsDuring(session.settled())) return false;
  while (session.snapshot().keystore.state === "trouble") {
    if (await stopsDuring(setTimeout(retryKeychainMs, null, { ref: false }))) return false;
    if (await stopsDuring(session.retryKeystore())) return false;
  }
  const { keystore } = session.snapshot();
  if (keystore.state === "sealed") {
    if (passphraseFile === null) throw new CommandError(1, "The seed needs its passphrase: --passphrase-file FILE.");
    await session.unlock({ passphrase: readPassphrase(passphraseFile) });
  } else if (keystore.state !== "open") {
    throw new CommandError(1, `There is no seed in ${profile}. Put one there with: seed import, or: seed new.`);
  }
  return true;
}

async function connect(session: SignerSession, { node: source, proxy }: Of<"run">, terminal: Terminal): Promise<void> {
  if (source.kind === "files") return session.dial(targetOf(source, session));
  if (source.kind === "paired") {
    if (session.snapshot().node !== null) return;
    throw new CommandError(
      1,
      "This profile is not paired with a node: give --pair, or --host, --tlscert and --macaroon.",
    );
  }
  const text = source.text === "-" ? readSecretText("-") : source.text;
  const given = await session.reviewPairing({ text });
  // A link with the certificate's hash proves what the node shows.
  const review = given.canFetchCertificate
    ? await session.fetchPairingCertificate({ draftId: given.draftId, port: given.port, proxy })
    : given;
  const { draftId, suggestedName: name, port, findings, certificate } = review;
  if (findings.some(({ tag }) => tag === "certificate-unproven")) {
    throw new CommandError(
      1,
      `There is no certificate in the string, and nobody here to compare the one the node shows (SHA-256 ${certificate?.fingerprintHex}). ` +
        "Make the string with the node's tls.cert in it.",
    );
  }
  for (const { level, message } of findings) if (level === "warn") warnOn(terminal)(message);
  // Whoever gives the string on the command line means it; what that entails was just said.
  const accepted = findings.filter(({ consent }) => consent).map(({ tag }) => tag);
  const requestTimeoutMs = review.requestTimeoutMs ?? defaultRequestTimeoutMs;
  await session.confirmPairing({ draftId, name, port, requestTimeoutMs, proxy, accepted });
}

function targetOf(source: Extract<NodeSource, { kind: "files" }>, session: SignerSession): LinkTarget {
  const { host, port, findings } = parseHostAddress(source.address);
  const block = findings.find(({ level }) => level === "block");
  if (block !== undefined) throw new CommandError(2, `--host: ${block.message}`);
  const { keystore } = session.snapshot();
  if (keystore.state !== "open") throw new CommandError(1, "The seed was locked meanwhile.");
  return {
    source: "files",
    node: {
      id: createHash("sha256").update(`${host}:${port}`).digest("hex").slice(0, 16),
      name: host.slice(0, 40),
      addresses: [{ host, port }],
      network: keystore.network,
      requestTimeoutMs: defaultRequestTimeoutMs,
      pairedAtMs: Date.now(),
    },
    certificateFile: source.certificateFile,
    macaroonFile: source.macaroonFile,
  };
}

function warnOn(terminal: Terminal): (text: string) => void {
  return (text) => terminal.err(`warning: ${text}\n`);
}
