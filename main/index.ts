/** The desktop app: puts the signer's session behind the Electron shell. */
import path from "node:path";
import { AsyncEntry } from "@napi-rs/keyring";
import { prepareLaunch } from "./app/launch";
import { runApp } from "./app/lifecycle";
import { createHandlers } from "./handlers";
import { SignerSession } from "./session/session";
import { createLog } from "./support/log";

/** This file runs as dist/main/index.cjs. */
const root = path.join(__dirname, "..", "..");

const launch = prepareLaunch();
if (launch !== null) {
  const { profileFolder, resources } = launch;
  const log = createLog(path.join(profileFolder, "countersign.log"));
  // Without these Electron would show a stack trace, or end; the signer goes on and the log knows.
  process.on("uncaughtException", (error) => log.bug("uncaught", error));
  process.on("unhandledRejection", (reason) => log.bug("unhandled", reason));
  // The terminal it was started from may be gone.
  process.stderr.on("error", () => undefined);
  const files = {
    thread: path.join(root, "dist", "main", "thread.cjs"),
    practice: path.join(root, "dist", "main", "practice.cjs"),
    qrThread: path.join(root, "dist", "main", "qr.cjs"),
    protoDir: path.join(resources, "proto"),
  };
  // Never rejects: what goes wrong at the start ends in a dialog.
  void runApp({
    launch,
    log,
    files: {
      renderer: path.join(root, "dist", "renderer"),
      preload: path.join(root, "dist", "preload", "index.cjs"),
      approvePreload: path.join(root, "dist", "preload", "approve.cjs"),
      assets: path.join(resources, "assets"),
    },
    openSession: () => SignerSession.open({ profileFolder, files, AsyncEntry, log }),
    handlers: createHandlers,
  });
}
