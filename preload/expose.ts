/** The bridge: two functions for the page, names checked against what its document may use, Electron's event kept back. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from "electron";
import { wirePrefix } from "./contract/names";
import type { Bridge, EventName, EventPayload } from "./contract/types";

/** Puts the bridge on `window.countersign`. Call once. */
export function exposeBridge(callNames: ReadonlySet<string>, eventNames: ReadonlySet<string>): void {
  const bridge: Bridge = {
    call(name, input) {
      if (!callNames.has(name)) return Promise.reject(new TypeError(`no such call: ${String(name)}`));
      return ipcRenderer.invoke(wirePrefix + name, input);
    },
    on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) {
      if (!eventNames.has(name)) throw new TypeError(`no such event: ${String(name)}`);
      const forward = (_event: IpcRendererEvent, payload: EventPayload<N>) => listener(payload);
      ipcRenderer.on(wirePrefix + name, forward);
      return () => {
        ipcRenderer.off(wirePrefix + name, forward);
      };
    },
  };
  contextBridge.exposeInMainWorld("countersign", bridge);
}
