/** The only user of ipcMain: one channel per call of the contract, all through `serve`. */
import { ipcMain } from "electron";
import { callNames, wirePrefix } from "../../preload/contract/names";
import type { CallName } from "../../preload/contract/types";
import type { CallSender } from "./serve";

type Serve = (name: CallName, event: CallSender, input: unknown) => Promise<unknown>;

/** Opens every channel. Call once. */
export function listen(serve: Serve): void {
  for (const name of callNames) {
    ipcMain.handle(wirePrefix + name, (event, input: unknown) => serve(name as CallName, event, input));
  }
}
