/** The end of a process that may have asked the keychain for something. */
import { isWaitingForKeychain } from "./osKeychain";

/**
 * Ends the process now. While the keychain has not answered an exit would wait for it, without end if nobody answers its
 * prompt; then the process is killed instead, and `exitStatus` is lost. Everything must be closed before.
 */
export function endProcess(exitStatus: number): void {
  if (isWaitingForKeychain()) process.kill(process.pid, "SIGKILL");
  else process.exit(exitStatus);
}
