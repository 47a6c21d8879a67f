// The default app of a stock Electron folder, reduced to what development and tests use: run the app named on the
// command line, with `-r MODULE` honoured (Playwright) and --version answered.

const main = `"use strict";
const { app } = require("electron");
const fs = require("node:fs");
const path = require("node:path");
const Module = require("node:module");

const preload = [];
let target = null;
const words = process.argv.slice(1);
while (words.length && target === null) {
  const word = words.shift();
  if (word === "--version" || word === "-v") {
    process.stdout.write("v" + process.versions.electron + "\\n");
    process.exit(0);
  } else if (word === "-r" || word === "--require") preload.push(words.shift());
  else if (!word.startsWith("-")) target = path.resolve(word);
}
if (target === null) {
  process.stderr.write("usage: electron [-r MODULE] PATH [ARGUMENTS]\\n");
  process.exit(1);
}
if (preload.length) Module._preloadModules(preload);
Object.defineProperty(process, "defaultApp", { enumerable: true, value: true });
const manifestFile = path.join(target, "package.json");
if (fs.existsSync(manifestFile)) {
  const manifest = JSON.parse(fs.readFileSync(manifestFile, "utf8"));
  if (manifest.version) app.setVersion(manifest.version);
  app.setName(manifest.productName || manifest.name || "Electron");
  app.setDesktopName(manifest.desktopName || app.getName() + ".desktop");
  app.setAppPath(target);
}
try {
  Module._load(Module._resolveFilename(target, null, true), Module, true);
} catch (error) {
  process.stderr.write("the app did not load\\n" + (error && error.stack ? error.stack : error) + "\\n");
  process.exit(1);
}
`;
const manifest = `${JSON.stringify({ name: "electron", productName: "Electron", main: "main.js" })}\n`;

/** The loader as an asar archive: pickled header (sizes little-endian, 4-byte aligned), then the files. */
export function loaderArchive() {
  const entries = [
    ["package.json", Buffer.from(manifest)],
    ["main.js", Buffer.from(main)],
  ];
  const files = {};
  let offset = 0;
  for (const [name, body] of entries) {
    files[name] = { size: body.length, offset: String(offset) };
    offset += body.length;
  }
  const json = Buffer.from(JSON.stringify({ files }));
  const padded = Math.ceil(json.length / 4) * 4;
  const header = Buffer.alloc(16 + padded);
  header.writeUInt32LE(4, 0);
  header.writeUInt32LE(8 + padded, 4);
  header.writeUInt32LE(4 + padded, 8);
  header.writeUInt32LE(json.length, 12);
  json.copy(header, 16);
  return Buffer.concat([header, ...entries.map(([, body]) => body)]);
}
