/** Tells whether anybody shows tray icons. Only Linux has desktops without. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const watcher = "org.kde.StatusNotifierWatcher";
const question = ["org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner"] as const;
const timeoutMs = 2_000;

/** False where no StatusNotifierWatcher is on the session bus, or where the bus cannot be asked. */
export async function hasTrayHost(): Promise<boolean> {
  if (process.platform !== "linux") return true;
  const [destination, object, member] = question;
  const ways: [string, string[]][] = [
    ["gdbus", ["call", "--session", "-d", destination, "-o", object, "-m", member, watcher]],
    ["dbus-send", ["--session", "--print-reply", `--dest=${destination}`, object, member, `string:${watcher}`]],
  ];
  for (const [command, words] of ways) {
    try {
      const { stdout } = await run(command, words, { timeout: timeoutMs });
      return /\btrue\b/.test(stdout);
    } catch {
      // Not installed, or no bus to ask: the next way may know.
    }
  }
  return false;
}
