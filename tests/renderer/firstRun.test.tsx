// @vitest-environment jsdom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { AppSnapshot } from "../../preload/contract/types";
import { no, ok } from "./support/fakeBridge";
import { anOpenKeystore, aSnapshot, identityPubkeyHex, sampleWords } from "./support/fixtures";
import { click, heading, renderApp, type } from "./support/renderApp";

const draft: AppSnapshot["keystore"] = {
  state: "draft",
  origin: "new-aezeed",
  network: "mainnet",
  identityPubkeyHex,
  masterFingerprintHex: "a81c5f02",
  birthdayMs: 1_700_000_000_000,
};
const unchecked = anOpenKeystore({ backup: "unchecked", backupCheckedAtMs: null, hasPassphrase: false });

/** The window just after `seed.keep`: the seed is open, its backup unchecked. */
async function renderBackup(keystore = unchecked) {
  const bridge = await renderApp(aSnapshot({ keystore: draft }), [], {
    "seed.keep": () => {
      bridge.push(aSnapshot({ keystore }));
      return ok({});
    },
    "backup.reveal": () => ok({ words: [...sampleWords] }),
    "backup.challenge": () => ok({ positions: [19, 2, 7] }),
  });
  await click("Keep this seed");
  return bridge;
}

describe("welcome", () => {
  it("offers three ways to begin", async () => {
    await renderApp(aSnapshot());
    expect(heading()).toContain("This computer signs.");
    for (const name of [/Create a new seed/, /Restore a seed/, /Try it with a practice node/]) {
      expect(screen.getByRole("button", { name })).toBeTruthy();
    }
  });
  it("starts the practice node at one click", async () => {
    const bridge = await renderApp(aSnapshot());
    await click(/Try it with a practice node/);
    expect(bridge.inputsOf("practice.start")).toEqual([{}]);
  });
  it("says why practice did not start", async () => {
    await renderApp(aSnapshot(), [], {
      "practice.start": () => no({ code: "BUSY", message: "Practice is starting already." }),
    });
    await click(/Try it with a practice node/);
    expect(screen.getByRole("alert").textContent).toContain("Practice is starting already.");
  });
});

describe("a new seed", () => {
  it("is for mainnet unless another network is chosen", async () => {
    const bridge = await renderApp(aSnapshot());
    await click(/Create a new seed/);
    await click("Generate 24 words");
    type(/^Network/, "regtest");
    await click("Generate 24 words");
    expect(bridge.inputsOf("seed.generate")).toEqual([{ network: "mainnet" }, { network: "regtest" }]);
  });
});

describe("restoring a seed", () => {
  const field = () => screen.getByLabelText<HTMLTextAreaElement>("Your words");

  it("counts words while typing, and judges none", async () => {
    await renderApp(aSnapshot());
    await click(/Restore a seed/);
    type("Your words", "abandon abilty able");
    expect(screen.getByText("3 of 24 words")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(field().getAttribute("autocomplete")).toBe("off");
    expect(field().getAttribute("spellcheck")).toBe("false");
  });
  it("shows the exact error, selects the word and keeps the text to be mended", async () => {
    await renderApp(aSnapshot(), [], {
      "seed.restore": () => no({ code: "SEED_UNKNOWN_WORD", message: "Word 2 is not on the word list.", at: 2 }),
    });
    await click(/Restore a seed/);
    type("Your words", "abandon abilty able");
    await click("Restore");
    expect(screen.getByRole("alert").textContent).toContain("Word 2 is not on the word list.");
    expect(field().value.slice(field().selectionStart, field().selectionEnd)).toBe("abilty");
  });
  it("empties the text as soon as the main process has it", async () => {
    const bridge = await renderApp(aSnapshot());
    await click(/Restore a seed/);
    type("Your words", "abandon ability able");
    type("Seed passphrase", "hunter2");
    await click("Restore");
    expect(bridge.inputsOf("seed.restore")).toEqual([
      { format: "aezeed", text: "abandon ability able", passphrase: "hunter2", network: "mainnet" },
    ]);
    expect(field().value).toBe("");
    expect(screen.getByLabelText<HTMLInputElement>("Seed passphrase").value).toBe("");
  });
  it("takes an extended key without a passphrase", async () => {
    const bridge = await renderApp(aSnapshot());
    await click(/Restore a seed/);
    fireEvent.mouseDown(screen.getByRole("tab", { name: "Extended key" }), { button: 0 });
    type("Extended master key", "xprv9s21");
    expect(screen.queryByLabelText("Seed passphrase")).toBeNull();
    await click("Restore");
    expect(bridge.inputsOf("seed.restore")[0]).toMatchObject({
      format: "extended-key",
      text: "xprv9s21",
      passphrase: "",
    });
  });
});

describe("protection", () => {
  it("keeps the seed in the keychain without a passphrase, and says what that means", async () => {
    const bridge = await renderApp(aSnapshot({ keystore: draft }));
    expect(screen.getByText(/any program that runs as you/)).toBeTruthy();
    await click("Keep this seed");
    expect(bridge.inputsOf("seed.keep")).toEqual([{ passphrase: "", store: "keychain" }]);
  });
  it("wants the passphrase twice and alike", async () => {
    const bridge = await renderApp(aSnapshot({ keystore: draft }));
    type("Passphrase (optional)", "five quiet herons");
    type("Passphrase once more", "five quiet heron");
    await click("Keep this seed");
    expect(screen.getByRole("alert").textContent).toContain("differ");
    expect(bridge.inputsOf("seed.keep")).toEqual([]);
    type("Passphrase once more", "five quiet herons");
    await click("Keep this seed");
    expect(bridge.inputsOf("seed.keep")).toEqual([{ passphrase: "five quiet herons", store: "keychain" }]);
  });
  it("refuses a passphrase that is too short", async () => {
    await renderApp(aSnapshot({ keystore: draft }));
    type("Passphrase (optional)", "seven77");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Keep this seed" }).disabled).toBe(true);
    expect(screen.getByText(/eight characters/)).toBeTruthy();
  });
  it("requires a passphrase for the file", async () => {
    await renderApp(aSnapshot({ keystore: draft }));
    fireEvent.click(screen.getByRole("radio", { name: /A file sealed/ }));
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Keep this seed" }).disabled).toBe(true);
    type("Passphrase", "five quiet herons");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Keep this seed" }).disabled).toBe(false);
  });
  it("turns to the file when it shows that there is no keychain", async () => {
    await renderApp(aSnapshot({ keystore: draft }), [], {
      "seed.keep": () => no({ code: "KEYCHAIN_ABSENT", message: "No keychain service answers." }),
    });
    await click("Keep this seed");
    expect(screen.getByRole<HTMLInputElement>("radio", { name: /A file sealed/ }).checked).toBe(true);
    expect(screen.getByRole<HTMLInputElement>("radio", { name: /This computer's keychain/ }).disabled).toBe(true);
  });
  it("discards the draft only after a question whose safe answer has the focus", async () => {
    const bridge = await renderApp(aSnapshot({ keystore: draft }));
    await click("Discard and start over");
    expect(document.activeElement?.textContent).toBe("Cancel");
    expect(bridge.inputsOf("seed.discard")).toEqual([]);
    await click("Discard seed");
    expect(bridge.inputsOf("seed.discard")).toEqual([{}]);
  });
});

describe("backup", () => {
  const grid = () => screen.queryByRole("list", { name: "Your 24 words, in order" });
  const showWords = async () => {
    fireEvent.click(screen.getByRole("checkbox", { name: /I am alone/ }));
    await click("Show my words");
  };

  it("shows the words only after a deliberate step", async () => {
    const bridge = await renderBackup();
    expect(heading()).toBe("Write down your words");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Show my words" }).disabled).toBe(true);
    await showWords();
    expect(bridge.inputsOf("backup.reveal")).toEqual([{ passphrase: "" }]);
    expect(within(grid() as HTMLElement).getAllByRole("listitem")).toHaveLength(24);
  });
  it("asks for the passphrase again if there is one, and forgets it", async () => {
    const bridge = await renderBackup(anOpenKeystore({ ...unchecked, hasPassphrase: true }));
    bridge.answer("backup.reveal", () => no({ code: "WRONG_PASSPHRASE", message: "That is not the passphrase." }));
    type("Passphrase", "five quiet herons");
    await showWords();
    expect(bridge.inputsOf("backup.reveal")).toEqual([{ passphrase: "five quiet herons" }]);
    expect(screen.getByLabelText<HTMLInputElement>("Passphrase").value).toBe("");
    expect(grid()).toBeNull();
    expect(screen.getByRole("alert").textContent).toContain("That is not the passphrase.");
  });
  it("lets the words be neither copied nor dragged, and hides them again", async () => {
    await renderBackup();
    await showWords();
    for (const event of ["copy", "cut", "contextMenu", "dragStart"] as const) {
      expect(fireEvent[event](grid() as HTMLElement)).toBe(false);
    }
    await click("Hide the words");
    expect(grid()).toBeNull();
  });
  it("hides the words when the window is hidden", async () => {
    await renderBackup();
    await showWords();
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    act(() => void document.dispatchEvent(new Event("visibilitychange")));
    Reflect.deleteProperty(document, "hidden");
    expect(grid()).toBeNull();
  });
  it("asks for words by number, in order, marks the wrong ones and keeps what was typed", async () => {
    const bridge = await renderBackup();
    bridge.answer("backup.check", () => ok({ correct: false, wrongPositions: [7] }));
    await showWords();
    await click("I have written them down");
    expect(grid()).toBeNull();
    const boxes = screen.getAllByRole<HTMLInputElement>("textbox");
    expect(boxes.map((box) => box.labels?.[0]?.textContent)).toEqual(["Word 2", "Word 7", "Word 19"]);
    expect(document.activeElement).toBe(boxes[0]);
    type("Word 2", " ability ");
    type("Word 7", "cherry");
    type("Word 19", "able");
    await click("Check");
    expect(bridge.inputsOf("backup.check")[0]?.words).toEqual([
      { position: 2, word: "ability" },
      { position: 7, word: "cherry" },
      { position: 19, word: "able" },
    ]);
    expect(screen.getByLabelText("Word 7").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByLabelText("Word 2").getAttribute("aria-invalid")).toBe("false");
    expect(screen.getByLabelText<HTMLInputElement>("Word 2").value).toBe(" ability ");
  });
  it("goes on to pairing when the copy is right", async () => {
    const bridge = await renderBackup();
    bridge.answer("backup.check", () => {
      bridge.push(aSnapshot({ keystore: anOpenKeystore({ hasPassphrase: false }) }));
      return ok({ correct: true, wrongPositions: [] });
    });
    await showWords();
    await click("I have written them down");
    for (const label of ["Word 2", "Word 7", "Word 19"]) type(label, "able");
    await click("Check");
    expect(heading()).toBe("Your copy is right");
    await click("Continue");
    expect(heading()).toBe("Pair with your node");
  });
  it("may wait, and Home keeps reminding", async () => {
    await renderBackup();
    await click("Later");
    expect(heading()).toBe("Pair with your node");
    await click("Later");
    expect(heading()).toBe("Your keys are ready");
    await click("Check my copy");
    expect(heading()).toBe("Check my copy");
  });
});
