/**
 * Takes a picture of every scene in both themes with the built window, under the CSP the app is served with, and
 * reports what the browser or axe complains about. Run: node tests/renderer/gallery/run.mjs [NAME...]
 */

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { buildSync } from "esbuild";
import type { Scene } from "./scene";
import { scenes } from "./scenes";

const root = process.cwd();
const { CHROMIUM = "/usr/bin/chromium" } = process.env;
const out = path.join(root, "screenshots", "gallery");
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
};

async function main(wanted: readonly string[]): Promise<void> {
  mkdirSync(out, { recursive: true });
  const inject = buildSync({
    entryPoints: [path.join(root, "tests/renderer/gallery/inject.ts")],
    bundle: true,
    write: false,
    format: "iife",
  }).outputFiles[0]?.text;
  if (inject === undefined) throw new Error("esbuild wrote nothing");
  const axe = readFileSync(path.join(root, "node_modules/axe-core/axe.min.js"), "utf8");
  const server = createServer((request, response) => {
    if (request.url === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    const name = request.url === "/" ? "/index.html" : (request.url ?? "");
    const file = path.join(root, "dist/renderer", path.normalize(name));
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const type = types[path.extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": contentSecurityPolicy });
    response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  let complaints = 0;
  try {
    for (const scene of scenes.filter(
      ({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
    )) {
      for (const theme of ["light", "dark"] as const) {
        for (const complaint of await take(browser, url, scene, theme, inject, axe)) {
          complaints++;
          console.log(`${scene.name} ${theme}: ${complaint}`);
        }
      }
    }
  } finally {
    await browser.close();
    server.close();
  }
  console.log(`pictures in ${path.relative(root, out)}, ${complaints} complaints`);
  process.exitCode = complaints === 0 ? 0 : 1;
}

async function take(
  browser: Browser,
  url: string,
  scene: Scene,
  theme: "light" | "dark",
  inject: string,
  axe: string,
): Promise<string[]> {
  const complaints: string[] = [];
  const page = await browser.newPage({
    viewport: scene.size ?? { width: 1180, height: 760 },
    reducedMotion: "reduce",
    colorScheme: theme,
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.setDefaultTimeout(4_000);
  const { snapshot, feed = [], open = () => [], answers = {} } = scene;
  const given = JSON.stringify({ snapshot, feed, open: open(), answers, theme });
  await page.addInitScript(`window.galleryScene = ${given};\n${inject}`);
  try {
    await page.goto(scene.document === undefined ? url : `${url}${scene.document}.html`);
    await page.waitForSelector("main");
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await scene.act?.(page);
    await page.waitForTimeout(120);
    await page.screenshot({ path: path.join(out, `${scene.name}-${theme}.png`) });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflow > 0) complaints.push(`the page is ${overflow} px wider than the window`);
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const { axe: runner } = window as unknown as { axe: typeof import("axe-core") };
      const found = await runner.run(document, { resultTypes: ["violations"] });
      return found.violations.map(
        ({ id, nodes }) => `axe ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
      );
    });
    complaints.push(...violations);
  } catch (error) {
    complaints.push(error instanceof Error ? error.message : String(error));
    await page.screenshot({ path: path.join(out, `${scene.name}-${theme}.png`) });
  } finally {
    await page.close();
  }
  return complaints;
}

void main(process.argv.slice(2));
