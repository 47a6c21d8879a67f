/** Locks every page, present and future, out of what it does not need: permissions, navigation, windows, network. */
import { app, session, type WebContents } from "electron";
import { blankPage } from "./contentPolicy";
import { isOurAddress } from "./documents";

/** Refuses whatever no page of ours asks for. Runs once the app is ready, before the first window. */
export function hardenSession(): void {
  const target = session.defaultSession;
  target.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
  target.setSpellCheckerEnabled(false);
  target.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOurAddress(details.url) && details.url !== blankPage });
  });
  target.on("will-download", (event) => event.preventDefault());
}

/** Applies to web contents as they come into being. Runs before the app is ready. */
export function hardenWebContents(): void {
  app.on("web-contents-created", (_event, contents) => lockDown(contents));
  app.on("certificate-error", (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  app.on("login", (event) => event.preventDefault());
}

function lockDown(contents: WebContents): void {
  contents.on("will-navigate", (event) => event.preventDefault());
  contents.on("will-frame-navigate", (event) => event.preventDefault());
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
}
