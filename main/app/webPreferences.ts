/** The fixed web preferences of every window. */
import type { WebPreferences } from "electron";

/** Isolated, sandboxed, without Node, DevTools or dictionary downloads. */
export function webPreferences(preloadFile: string): Readonly<WebPreferences> {
  return Object.freeze({
    preload: preloadFile,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    devTools: false,
  });
}
