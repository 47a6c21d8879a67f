/** The signer without a window: `npm run signer -- ...`, and `countersign --headless ...` where it is installed. */
import path from "node:path";
import { AsyncEntry } from "@napi-rs/keyring";
import { JournalError } from "../journal/journalError";
import { endProcess } from "../keystore/endProcess";
import { KeystoreError } from "../keystore/keystoreError";
import { AppError } from "../session/appError";
import { SeedError } from "../signer/seedError";
import { MemoryFileError } from "../state/memoryFile";
import { StateError } from "../state/stateError";
import { createLog } from "../support/log";
import { ThreadError } from "../thread/threadError";
import { CommandError } from "./commandError";
import { type Command, readCommandLine, usage } from "./commandLine";
import { decideApprovals, replayGuard } from "./guardCommands";
import { exportJournalFile, verifyJournalOf } from "./journalCommands";
import { makeKit, runPreflight } from "./kitCommands";
import { exportMemoryFile, importMemoryFile } from "./memoryCommands";
import { practise, runSigner } from "./run";
import { importSeed, makeSeed, printAccounts, type Terminal } from "./seedCommands";

/** This file runs as dist/main/headless.cjs. */
const root = path.join(__dirname, "..", "..");
const surroundings = {
  AsyncEntry,
  files: {
    thread: path.join(__dirname, "thread.cjs"),
    practice: path.join(__dirname, "practice.cjs"),
    qrThread: path.join(__dirname, "qr.cjs"),
    protoDir: path.join(root, "proto"),
  },
  log: createLog(null),
};
const terminal: Terminal = {
  isTerminal: process.stdout.isTTY === true,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

async function carryOut(command: Command): Promise<void> {
  switch (command.name) {
    case "help":
      return terminal.out(`${usage}\n`);
    case "run":
      return runSigner(command, surroundings, terminal, untilTold());
    case "practice":
      return practise(surroundings, terminal, untilTold());
    case "seed import":
      return importSeed(command, AsyncEntry, terminal);
    case "seed new":
      return makeSeed(command, AsyncEntry, terminal);
    case "accounts":
      return printAccounts(command, AsyncEntry, terminal);
    case "kit":
      return makeKit(command, AsyncEntry, terminal);
    case "preflight":
      return runPreflight(command, AsyncEntry, terminal);
    case "journal verify":
      return verifyJournalOf(command, AsyncEntry, terminal);
    case "journal export":
      return exportJournalFile(command, process.stdout, terminal);
    case "approvals list":
    case "approvals approve":
    case "approvals refuse":
      return decideApprovals(command, terminal);
    case "guard replay":
      return replayGuard(command, terminal);
    case "memory export":
      return exportMemoryFile(command, terminal);
    case "memory import":
      return importMemoryFile(command, terminal);
  }
}

function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

const expectedErrors = [
  CommandError,
  KeystoreError,
  SeedError,
  AppError,
  ThreadError,
  StateError,
  JournalError,
  MemoryFileError,
];

/** Expected refusals are a sentence; a bug is its stack in the log. */
function exitStatusOf(error: unknown): number {
  const isExpected = expectedErrors.some((kind) => error instanceof kind);
  if (isExpected && error instanceof Error) terminal.err(`${error.message}\n`);
  else surroundings.log.bug("headless", error);
  return error instanceof CommandError ? error.exitStatus : 1;
}

// Whoever reads the output may stop reading (| head): that is no failure.
process.stdout.on("error", () => endProcess(0));

void (async () => {
  let exitStatus = 0;
  try {
    await carryOut(readCommandLine(process.argv.slice(2)));
  } catch (error) {
    exitStatus = exitStatusOf(error);
  }
  // What is still to be written goes first.
  process.stdout.write("", () => endProcess(exitStatus));
})();
