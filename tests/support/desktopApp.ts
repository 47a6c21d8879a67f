/** Starts the real app, as built in dist/, with a profile of its own. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { _electron, test as base, type ElectronApplication, expect, type Page } from "@playwright/test";
import { DesktopBus } from "./desktopBus";

const root = path.resolve(__dirname, "../..");

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
}

/** Arguments for the Electron executable. */
export function launchArguments(profile: string): string[] {
  return [root, `--profile=${profile}`];
}

export async function launchApp(profile: string): Promise<RunningApp> {
  const app = await _electron.launch({
    args: launchArguments(profile),
    env: environment(profile),
    chromiumSandbox: true,
  });
  return { app, page: await mainPage(app) };
}

/** The page of the main window: where something waits for approval, another window may be the first. */
async function mainPage(app: ElectronApplication): Promise<Page> {
  let found: Page | undefined;
  await expect
    .poll(() => {
      found = app.windows().find((page) => page.url().startsWith("app://signer/"));
      return found !== undefined;
    })
    .toBe(true);
  return found as unknown as Page;
}

/** This process's environment, with settings of the desktop (autostart) kept inside the profile. */
function environment(profile: string): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(entries), XDG_CONFIG_HOME: path.join(profile, "config") };
}

interface Fixtures {
  readonly desktop: DesktopBus;
  readonly profile: string;
  /** The app on an empty profile; closed after the test. */
  readonly running: RunningApp;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from this pattern
  desktop: async ({}, use) => {
    const desktop = await DesktopBus.start();
    await use(desktop);
    desktop.stop();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from this pattern
  profile: async ({}, use) => {
    const profile = mkdtempSync(path.join(os.tmpdir(), "countersign-e2e-"));
    await use(profile);
    rmSync(profile, { recursive: true, force: true });
  },
  running: async ({ desktop: _desktop, profile }, use, testInfo) => {
    const running = await launchApp(profile);
    await use(running);
    await running.app.close();
    if (testInfo.status !== testInfo.expectedStatus)
      console.log(readFileSync(path.join(profile, "countersign.log"), "utf8"));
  },
});

/** Whether the main window is on the screen. */
export function isWindowVisible(app: ElectronApplication): Promise<boolean> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()));
}
export { expect };
