// @vitest-environment jsdom
import { act, fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Store } from "../../renderer/stores/createStore";
import { no, ok } from "./support/fakeBridge";
import { anOpenKeystore, aSnapshot, sampleWords } from "./support/fixtures";
import { click, heading, renderApp, type } from "./support/renderApp";

const modules = import.meta.glob<Record<string, unknown>>("../../renderer/stores/*.ts", { eager: true });
const stores = Object.values(modules)
  .flatMap((module) => Object.values(module))
  .filter((value): value is Store<unknown> => typeof value === "object" && value !== null && "subscribe" in value);

/** Everything any store was ever set to while `act` ran. */
async function recordStores(act: () => Promise<void>): Promise<string> {
  const seen: string[] = [];
  const note = () => seen.push(JSON.stringify(stores.map((store) => store.get())));
  const stops = stores.map((store) => store.subscribe(note));
  await act();
  note();
  for (const stop of stops) stop();
  return seen.join("\n");
}

it("there are stores to look into", () => {
  expect(stores.length).toBeGreaterThanOrEqual(5);
});

it("backup words never reach a store, nor typed ones", async () => {
  const keystore = anOpenKeystore({ backup: "unchecked", backupCheckedAtMs: null, hasPassphrase: false });
  const recorded = await recordStores(async () => {
    await renderApp(aSnapshot({ keystore }), [], {
      "backup.reveal": () => ok({ words: [...sampleWords] }),
      "backup.challenge": () => ok({ positions: [2] }),
      "backup.check": () => ok({ correct: false, wrongPositions: [2] }),
    });
    await click("Check my copy");
    await click("Show my words again");
    fireEvent.click(screen.getByRole("checkbox", { name: /I am alone/ }));
    await click("Show my words");
    expect(screen.getAllByText("abandon").length).toBeGreaterThan(0);
    await click("I have written them down");
    type("Word 2", "zebra");
    await click("Check");
  });
  for (const word of [...sampleWords, "zebra"]) expect(recorded).not.toContain(`"${word}"`);
  expect(recorded).not.toContain("zebra");
  expect(document.body.textContent).not.toContain("abandon");
});

it("words, keys and passphrases of a restore never reach a store", async () => {
  const recorded = await recordStores(async () => {
    await renderApp(aSnapshot());
    await click(/Restore a seed/);
    type("Your words", "zebra zone zoo");
    type("Seed passphrase", "correct horse");
    await click("Restore");
  });
  expect(recorded).not.toMatch(/zebra|zone|zoo|correct horse/);
});

it("a pasted connection text never reaches a store", async () => {
  const recorded = await recordStores(async () => {
    await renderApp(aSnapshot({ keystore: anOpenKeystore() }));
    await click("Node");
    type("Connection text", "lndconnect://node.lan:10019?macaroon=c2VjcmV0");
    await click("Settings");
  });
  expect(recorded).not.toContain("c2VjcmV0");
});

describe("the page is renewed after secrets were on it", () => {
  const keystore = anOpenKeystore({ backup: "unchecked", backupCheckedAtMs: null, hasPassphrase: false });
  const revealed = async () => {
    const bridge = await renderApp(aSnapshot({ keystore }), [], {
      "backup.reveal": () => ok({ words: [...sampleWords] }),
      "backup.challenge": () => ok({ positions: [2] }),
      "app.renewPage": () => new Promise(() => undefined),
    });
    await click("Check my copy");
    await click("Show my words again");
    fireEvent.click(screen.getByRole("checkbox", { name: /I am alone/ }));
    await click("Show my words");
    return bridge;
  };

  it("hiding the words tells main that they are off the screen", async () => {
    const bridge = await revealed();
    expect(bridge.inputsOf("backup.hide")).toEqual([]);
    await click("Hide the words");
    expect(bridge.inputsOf("backup.hide")).toEqual([{}]);
    expect(bridge.inputsOf("app.renewPage")).toEqual([]);
  });
  it("so does going elsewhere, and nothing can be typed until the new page is there", async () => {
    const bridge = await revealed();
    await click("Settings");
    expect(bridge.inputsOf("backup.hide")).toEqual([{}]);
    expect(bridge.inputsOf("app.renewPage")).toEqual([{}]);
    expect(location.hash).toBe("#settings");
    expect(screen.queryByRole("navigation")).toBeNull();
    expect(heading()).toBe("Opening Countersign");
  });
  it("so does a lock", async () => {
    const bridge = await revealed();
    await act(async () => bridge.push(aSnapshot({ keystore, windowLocked: true })));
    expect(bridge.inputsOf("backup.hide")).toEqual([{}]);
    expect(bridge.inputsOf("app.renewPage")).toEqual([{}]);
  });
  it("a seed that was typed and given up goes too; a look at the form does not count", async () => {
    const bridge = await renderApp(aSnapshot());
    await click(/Restore a seed/);
    await click("Back");
    expect(bridge.inputsOf("app.renewPage")).toEqual([]);
    await click(/Restore a seed/);
    type("Your words", "zebra zone zoo");
    await click("Back");
    expect(bridge.inputsOf("app.renewPage")).toEqual([{}]);
  });
  it("a page that cannot be renewed goes on", async () => {
    const bridge = await revealed();
    bridge.answer("app.renewPage", () => no({ code: "INTERNAL", message: "It did not load." }));
    await click("Settings");
    expect(screen.getByRole("navigation", { name: "Pages" })).toBeTruthy();
  });
});
