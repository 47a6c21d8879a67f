/** What the shell does when something around it is missing or breaks. */
import { expect, isWindowVisible, launchApp, test } from "../support/desktopApp";
import { lookAtScreen } from "../support/lookAtScreen";
import { heading } from "../support/screens";

const welcome = "Your node asks. This computer signs.";

test("a page that crashes comes back, and with it the bridge", async ({ running: { app, page } }) => {
  await expect(heading(page, welcome)).toBeVisible();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  const askPage = (code: string) =>
    app.evaluate(({ BrowserWindow }, script) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined || contents.isCrashed() || contents.isLoading()) return null;
      // A page that crashes meanwhile never answers.
      const noAnswer = new Promise<null>((resolve) => setTimeout(() => resolve(null), 1_000));
      return Promise.race([contents.executeJavaScript(script) as Promise<unknown>, noAnswer]);
    }, code);
  await expect
    .poll(() => askPage("document.querySelector('h1')?.innerText.replace('\\n', ' ')"), { timeout: 20_000 })
    .toBe(welcome);
  expect(await askPage("countersign.call('app.snapshot', {}).then(({ ok }) => ok)")).toBe(true);
});

test("without a tray the app says so, and closing leaves the window in reach", async ({ profile }) => {
  const { app, page } = await launchApp(profile);
  try {
    await expect(page.getByText("No tray on this desktop")).toBeVisible();
    await lookAtScreen(page, "no-tray");
    const isMinimised = app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<boolean>((resolve) => {
          const [window] = BrowserWindow.getAllWindows();
          if (window === undefined) return resolve(false);
          // No window manager runs here that could answer: what counts is what it is asked.
          window.minimize = () => resolve(true);
          window.hide = () => resolve(false);
          window.close();
        }),
    );
    expect(await isMinimised).toBe(true);
    expect(await isWindowVisible(app)).toBe(true);
  } finally {
    await app.close();
  }
});

test("a termination signal ends the app in order", async ({ running: { app, page } }) => {
  await expect(heading(page, welcome)).toBeVisible();
  const child = app.process();
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});
