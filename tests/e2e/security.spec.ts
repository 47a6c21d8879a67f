/** What the page cannot do, tried from inside the page of the real app. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, isWindowVisible, launchArguments, test } from "../support/desktopApp";

const electronFile = createRequire(__filename)("electron") as unknown as string;

/** Seccomp mode 2 in /proc: the kernel filters what the process may ask of it. */
async function isSeccompFiltered(pid: number): Promise<boolean> {
  return /^Seccomp:\s*2$/m.test(await readFile(`/proc/${pid}/status`, "utf8"));
}

test.beforeEach(async ({ running: { page } }) => {
  await expect(page.getByRole("main")).toBeVisible();
});

test("the page has no Node, and two functions of ours", async ({ running: { page } }) => {
  const seen = await page.evaluate(() => ({
    types: ["require", "process", "module", "Buffer", "global"].map((name) => typeof Reflect.get(globalThis, name)),
    bridge: Object.keys(Reflect.get(globalThis, "countersign")),
  }));
  expect(seen.types).toEqual(["undefined", "undefined", "undefined", "undefined", "undefined"]);
  expect(seen.bridge.sort()).toEqual(["call", "on"]);
});

test("the sandbox is on and the window's preferences are the strict ones", async ({ running: { app, page } }) => {
  const found = await app.evaluate(({ app: electronApp, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const contents = window?.webContents as Electron.WebContents & { getLastWebPreferences(): Electron.WebPreferences };
    return {
      hasNoSandboxSwitch: electronApp.commandLine.hasSwitch("no-sandbox"),
      preferences: contents.getLastWebPreferences(),
      pages: electronApp.getAppMetrics().filter(({ type }) => type === "Tab"),
    };
  });
  expect(found.hasNoSandboxSwitch).toBe(false);
  for (const process of found.pages) expect(await isSeccompFiltered(process.pid)).toBe(true);
  expect(found.pages).toHaveLength(1);
  expect(found.preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  await expect(page.getByText("Running without the browser sandbox")).toHaveCount(0);
});

test("inline script, eval, injected style and every fetch are refused", async ({ running: { page } }) => {
  const outcome = await page.evaluate(
    () =>
      new Promise<Record<string, string>>((resolve) => {
        // A task of its own: what the test driver runs directly is exempt from the policy on eval.
        setTimeout(async () => {
          const attempt = async (task: () => unknown) => {
            try {
              return String(await task());
            } catch {
              return "refused";
            }
          };
          const style = document.createElement("style");
          style.textContent = "body { outline: 7px solid red }";
          document.head.append(style);
          const inline = () => {
            const script = document.createElement("script");
            script.append(document.createTextNode("document.title = 'owned'"));
            document.body.append(script);
            return document.title === "owned" ? "ran" : "refused";
          };
          resolve({
            // biome-ignore lint/security/noGlobalEval: the point of the test
            eval: await attempt(() => globalThis.eval("'ran'")),
            function: await attempt(() => new Function("return 'ran'")()),
            html: await attempt(() => {
              document.createElement("div").innerHTML = "<b>x</b>";
              return "ran";
            }),
            inline: await attempt(inline),
            style: getComputedStyle(document.body).outlineWidth === "7px" ? "ran" : "refused",
            https: await attempt(async () => (await fetch("https://example.com/")).status),
            file: await attempt(async () => (await fetch("file:///etc/hostname")).status),
            ownOrigin: await attempt(async () => (await fetch("app://signer/index.html")).status),
            socket: await attempt(
              () =>
                new Promise((opened, failed) => {
                  const socket = new WebSocket("ws://127.0.0.1:9/");
                  socket.onopen = opened;
                  socket.onerror = failed;
                }),
            ),
          });
        });
      }),
  );
  expect([...new Set(Object.values(outcome))]).toEqual(["refused"]);
});

test("no new window, no navigation, no frame, no form leaves the page", async ({ running: { app, page } }) => {
  const before = page.url();
  expect(before).toBe("app://signer/index.html");
  expect(await page.evaluate(() => window.open("https://example.com/") === null)).toBe(true);
  await page.evaluate(() => {
    const frame = document.createElement("iframe");
    frame.src = "https://example.com/";
    const form = document.createElement("form");
    form.action = "https://example.com/";
    document.body.append(frame, form);
    form.submit();
    location.href = "https://example.com/";
  });
  await page.evaluate(() => {
    location.href = "app://signer/other.html";
  });
  await page.waitForTimeout(300);
  expect(page.url()).toBe(before);
  const found = await app.evaluate(({ BrowserWindow }) => {
    const [window, ...others] = BrowserWindow.getAllWindows();
    const mainFrame = window?.webContents.mainFrame;
    return { url: mainFrame?.url, origins: mainFrame?.frames.map((frame) => frame.origin), others: others.length };
  });
  expect(found.url).toBe(before);
  // The frame holds Chromium's own page about a refused address, of an origin of its own.
  expect(found.origins).toEqual(["null"]);
  expect(found.others).toBe(0);
});

test("every permission is denied", async ({ running: { page } }) => {
  const answers = await page.evaluate(async () => ({
    notification: await Notification.requestPermission(),
    geolocation: (await navigator.permissions.query({ name: "geolocation" })).state,
    camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => "granted",
      () => "denied",
    ),
    clipboard: await navigator.clipboard.readText().then(
      () => "granted",
      () => "denied",
    ),
  }));
  expect(answers).toEqual({ notification: "denied", geolocation: "denied", camera: "denied", clipboard: "denied" });
});

test("the bridge refuses unknown names, extra keys and floods of text", async ({ running: { page } }) => {
  const replies = await page.evaluate(async () => {
    const { call, on } = Reflect.get(globalThis, "countersign");
    const unknownCall = await call("keystore.export", {}).catch((error: Error) => error.message);
    let unknownEvent = "";
    try {
      on("secrets", () => undefined);
    } catch (error) {
      unknownEvent = (error as Error).message;
    }
    return {
      unknownCall,
      unknownEvent,
      extraKey: await call("app.snapshot", { extra: 1 }),
      flood: await call("pairing.review", { text: "x".repeat(10_000_000) }),
      honest: (await call("app.snapshot", {})).ok,
    };
  });
  expect(replies.unknownCall).toContain("no such call");
  expect(replies.unknownEvent).toContain("no such event");
  expect(replies.extraKey).toMatchObject({ ok: false, error: { code: "BAD_INPUT" } });
  expect(replies.flood).toMatchObject({ ok: false, error: { code: "BAD_INPUT" } });
  expect(replies.honest).toBe(true);
});

test("an event's listener gets the payload and nothing of Electron", async ({ running: { page } }) => {
  const seen = await page.evaluate(
    () =>
      new Promise<{ count: number; keys: string[] }>((resolve) => {
        const { call, on } = Reflect.get(globalThis, "countersign");
        on("app.changed", (...given: object[]) =>
          resolve({ count: given.length, keys: Object.keys(given[0] ?? {}).sort() }),
        );
        void call("settings.update", { theme: "dark" });
      }),
  );
  expect(seen).toEqual({ count: 1, keys: ["seq", "snapshot"] });
});

test("frames and other windows get no answers", async ({ running: { app, page } }) => {
  const inFrame = await page.evaluate(() => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    return typeof Reflect.get(frame.contentWindow ?? {}, "countersign");
  });
  expect(inFrame).toBe("undefined");

  const preload = path.resolve(__dirname, "../../dist/preload/index.cjs");
  const replies = await app.evaluate(async ({ BrowserWindow }, preloadFile) => {
    const found: unknown[] = [];
    for (const url of ["app://signer/index.html", "about:blank"]) {
      const window = new BrowserWindow({ show: false, webPreferences: { preload: preloadFile, sandbox: true } });
      await window.loadURL(url);
      found.push(await window.webContents.executeJavaScript(`countersign.call("app.snapshot", {})`));
      window.destroy();
    }
    return found;
  }, preload);
  for (const reply of replies) expect(reply).toMatchObject({ ok: false, error: { code: "NOT_ALLOWED" } });
});

test("DevTools stay closed and no menu offers them", async ({ running: { app, page } }) => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.openDevTools());
  await page.waitForTimeout(500);
  const found = await app.evaluate(({ BrowserWindow, Menu }) => ({
    isOpen: BrowserWindow.getAllWindows()[0]?.webContents.isDevToolsOpened(),
    hasMenu: Menu.getApplicationMenu() !== null,
  }));
  expect(found).toEqual({ isOpen: false, hasMenu: false });
});

test("a second launch ends by itself and brings the first window back", async ({ running: { app }, profile }) => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  expect(await isWindowVisible(app)).toBe(false);
  const second = spawn(electronFile, launchArguments(profile), { stdio: "ignore" });
  const [code] = await once(second, "exit");
  expect(code).toBe(0);
  await expect.poll(() => isWindowVisible(app)).toBe(true);
});

test("the scheme serves our files with the policy, and nothing outside them", async ({ running: { app } }) => {
  const found = await app.evaluate(async ({ net }) => {
    const get = async (url: string) => {
      const response = await net.fetch(url);
      return { status: response.status, policy: response.headers.get("content-security-policy") };
    };
    return {
      page: await get("app://signer/index.html"),
      dots: await get("app://signer/%2e%2e/%2e%2e/etc/hostname"),
      slashes: await get("app://signer/..%2f..%2fpackage.json"),
      double: await get("app://signer//etc/hostname"),
      source: await get("app://signer/index.ts"),
      elsewhere: await get("app://elsewhere/index.html").catch(() => ({ status: 0 })),
    };
  });
  expect(found.page.status).toBe(200);
  expect(found.page.policy).toContain("default-src 'none'");
  for (const response of [found.dots, found.slashes, found.double, found.source, found.elsewhere]) {
    expect([0, 400, 404]).toContain(response.status);
  }
});
