/** Serves the pages from `app://signer/` and `app://approve/`; nothing else is ever loaded into a window. */
import { readFile } from "node:fs/promises";
import { protocol } from "electron";
import { findAppFile } from "./appFiles";
import { appScheme } from "./contentPolicy";
import { mainDocument } from "./documents";

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true } }]);
}

/** Answers every request to the scheme with a file under `folder`, or with a bare 400, 404 or 405. */
export function serveAppFiles(folder: string): void {
  protocol.handle(appScheme, async (request) => {
    const found = findAppFile(folder, request.method, request.url);
    if (found.status !== 200) return new Response(null, { status: found.status, headers: mainDocument.headers });
    try {
      const body = new Uint8Array(await readFile(found.file));
      return new Response(body, { headers: { ...found.document.headers, "Content-Type": found.mediaType } });
    } catch {
      return new Response(null, { status: 404, headers: found.document.headers });
    }
  });
}
