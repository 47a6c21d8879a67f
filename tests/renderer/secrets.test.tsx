// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Store } from "../../renderer/stores/createStore";
import { ok } from "./support/fakeBridge";
import { anOpenKeystore, aSnapshot, sampleWords } from "./support/fixtures";
import { click, renderApp, type } from "./support/renderApp";

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
