import { expect, test } from "vitest";
import { defaultSettings, SettingsBook } from "../../../main/session/settingsBook";
import type { ThreadHost } from "../../../main/thread/host";

/** The two calls of the signer thread that settings need. */
function tableWith(json: string | null) {
  const table = { json };
  const call = async (name: string, input: { json?: string }) => {
    if (name === "settings.write") table.json = input.json ?? null;
    return name === "settings.read" ? { json: table.json } : {};
  };
  return { table, host: { call } as unknown as ThreadHost };
}

async function read(json: string | null) {
  const { host } = tableWith(json);
  const book = new SettingsBook(host);
  await book.read();
  return book.current;
}

test("begins with the defaults: it signs while locked and does not open at login", async () => {
  expect(await read(null)).toEqual({
    theme: "system",
    signWhileLocked: true,
    openAtLogin: false,
    keepAwake: true,
    openPairingLinks: false,
    amountUnit: "sat",
  });
});

test("changes what is named and keeps the rest", async () => {
  const { table, host } = tableWith(null);
  const book = new SettingsBook(host);
  await book.read();
  await book.update({ theme: "dark" });
  await book.update({ signWhileLocked: false, theme: undefined });
  expect(book.current).toEqual({ ...defaultSettings, theme: "dark", signWhileLocked: false });
  expect(JSON.parse(table.json ?? "")).toEqual(book.current);
});

test("a setting of another version leaves the known ones as they were", async () => {
  expect(await read('{"theme":"dark","hologram":true}')).toEqual({ ...defaultSettings, theme: "dark" });
});

test("what cannot be read is at its default, field by field", async () => {
  for (const json of ["[]", "7", "null", '"x"', "{", ""]) expect(await read(json), json).toEqual(defaultSettings);
  expect(await read('{"theme":"sepia","signWhileLocked":false}')).toEqual({
    ...defaultSettings,
    signWhileLocked: false,
  });
});
