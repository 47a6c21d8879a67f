// Draws assets/icons/*.png and assets/tray/*.png from SVG, with the browser that Electron brings along:
//   npx electron scripts/icons.mjs
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { app, BrowserWindow } from "electron";

const assets = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "assets");
const appSizes = [16, 24, 32, 48, 64, 128, 256, 512];
const trayPx = 22;

/** A green that keeps 3:1 against white and against near-black panels. macOS uses the alpha channel only. */
const trayColour = "#1f9480";

/** What sits in the corner, by state; drawn around (0, 0), about 9 units wide. */
const corners = {
  connected: "",
  waiting: `<circle r="4.2" fill="COLOUR"/>`,
  connecting: `<circle r="3.1" fill="none" stroke="COLOUR" stroke-width="1.9"/>`,
  paused: `<path d="M-1.9-3.4v6.8M1.9-3.4v6.8" stroke="COLOUR" stroke-width="2.2" stroke-linecap="round"/>`,
  locked: `<rect x="-3.4" y="-.8" width="6.8" height="4.8" rx="1.2" fill="COLOUR"/>
    <path d="M-1.9-.8v-1.4a1.9 1.9 0 0 1 3.8 0v1.4" fill="none" stroke="COLOUR" stroke-width="1.4"/>`,
  action: `<path d="M-2.7-2.7l5.4 5.4M2.7-2.7l-5.4 5.4" stroke="COLOUR" stroke-width="2.2" stroke-linecap="round"/>`,
};

/** The mark in one colour, ticks cut out, the corner freed for the state's shape. */
function traySvg(corner) {
  const hole = corner ? `<circle cx="16.4" cy="16.4" r="6.6" fill="#000"/>` : "";
  const shape = corner ? `<g transform="translate(16.6 16.6)">${corner.replaceAll("COLOUR", trayColour)}</g>` : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22">
    <mask id="m"><rect width="22" height="22" fill="#fff"/>
      <g fill="none" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">
        <path d="M4.6 11.4l3 3 4.9-8" stroke="#000"/><path d="M11 13.4l1 1 4.9-8" stroke="#8c8c8c"/></g>${hole}</mask>
    <rect x="1" y="1" width="20" height="20" rx="5.6" fill="${trayColour}" mask="url(#m)"/>${shape}</svg>`;
}

/** Runs in the page. */
async function draw(svg, size) {
  const image = new Image(size, size);
  image.src = `data:image/svg+xml;base64,${btoa(svg)}`;
  await image.decode();
  const canvas = new OffscreenCanvas(size, size);
  canvas.getContext("2d").drawImage(image, 0, 0, size, size);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  return Array.from(bytes);
}

await app.whenReady();
const window = new BrowserWindow({ show: false });
await window.loadURL("data:text/html,<title>icons</title>");

async function write(file, svg, size) {
  const bytes = await window.webContents.executeJavaScript(`(${draw})(${JSON.stringify(svg)}, ${size})`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, Uint8Array.from(bytes));
}

const appSvg = readFileSync(path.join(assets, "icon.svg"), "utf8").replace("<svg ", `<svg width="512" height="512" `);
for (const size of appSizes) await write(path.join(assets, "icons", `${size}x${size}.png`), appSvg, size);
for (const [state, corner] of Object.entries(corners)) {
  const svg = traySvg(corner).replace("<svg ", `<svg width="${trayPx * 2}" height="${trayPx * 2}" `);
  await write(path.join(assets, "tray", `${state}Template.png`), svg, trayPx);
  await write(path.join(assets, "tray", `${state}Template@2x.png`), svg, trayPx * 2);
}
app.exit(0);
