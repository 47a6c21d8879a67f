// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { PairingReview } from "../../preload/contract/types";
import { ok } from "./support/fakeBridge";
import {
  aBackingOffSnapshot,
  aBlockedReview,
  anOpenKeystore,
  aRefusedText,
  aReview,
  aSigningSnapshot,
  aSnapshot,
  aWorryingReview,
} from "./support/fixtures";
import { click, heading, renderApp, type } from "./support/renderApp";

async function paste(review: PairingReview) {
  const bridge = await renderApp(aSnapshot({ keystore: anOpenKeystore() }), [], { "pairing.review": () => ok(review) });
  await click("Node");
  type("Connection text", "lndconnect://node.lan:10019?cert=AA&macaroon=AA");
  await click("Review");
  return bridge;
}
const connect = () => screen.getByRole<HTMLButtonElement>("button", { name: "Connect" });

describe("pairing", () => {
  it("connects nothing before the review is confirmed", async () => {
    const bridge = await paste(aReview());
    expect(heading()).toBe("Pair with node.lan?");
    expect(bridge.inputsOf("pairing.confirm")).toEqual([]);
    await click("Connect");
    expect(bridge.inputsOf("pairing.confirm")).toEqual([
      {
        draftId: "draft-1",
        name: "aurora",
        port: 10_019,
        requestTimeoutMs: 5_000,
        proxy: null,
        accepted: [],
        limitDays: null,
      },
    ]);
  });
  it("shows the fingerprint by bytes, the dates and the names of the certificate", async () => {
    await paste(aReview());
    expect(screen.getByText("3F")).toBeTruthy();
    expect(screen.getByText(/aurora, localhost, node\.lan/)).toBeTruthy();
    expect(screen.getByText(/ends in 2\d\d days/)).toBeTruthy();
  });
  it("shows every finding with its level in words, worst first", async () => {
    await paste(aWorryingReview());
    const levels = screen.getAllByText(/^(Stop|Careful|Note|Good)\.$/).map((element) => element.textContent);
    expect(levels).toEqual(["Careful.", "Careful.", "Note.", "Good."]);
    expect(screen.getByText(/admin macaroon/)).toBeTruthy();
    expect(screen.getByText("Make new macaroons with any right")).toBeTruthy();
  });
  it("offers the signers' port for lnd's general one", async () => {
    const bridge = await paste(aWorryingReview());
    await click("Use 10019");
    await click("Connect");
    expect(bridge.inputsOf("pairing.confirm")[0]?.port).toBe(10_019);
  });
  it("does not connect what is blocked", async () => {
    await paste(aBlockedReview());
    expect(heading()).toBe("This cannot connect yet");
    expect(connect().disabled).toBe(true);
    expect(screen.getByText(/this is lnd's default for signers/)).toBeTruthy();
  });
  it.each([
    ["Port", "70000"],
    ["Name for this node", "  "],
    ["The node's request timeout", "0.5"],
  ])("does not connect with a bad %s", async (label, value) => {
    await paste(aReview());
    type(label, value);
    expect(connect().disabled).toBe(true);
    expect(screen.getByLabelText(label).getAttribute("aria-invalid")).toBe("true");
  });
  it("discards the draft when another text is to be pasted", async () => {
    const bridge = await paste(aReview());
    await click("Paste another text");
    expect(bridge.inputsOf("pairing.discard")).toEqual([{}]);
    expect(screen.getByLabelText<HTMLTextAreaElement>("Connection text").value).toBe("");
  });
  it("says what a text is that is no connection text, and lets it be mended", async () => {
    await paste(aRefusedText());
    expect(screen.getByRole("alert").textContent).toContain("This is a web address.");
    expect(screen.getByLabelText<HTMLTextAreaElement>("Connection text").value).not.toBe("");
  });
  it.each(["looks-like-a-seed", "certificate-is-private-key"])("takes %s off the screen at once", async (tag) => {
    await paste(aRefusedText(tag, "This looks like a secret."));
    expect(screen.getByLabelText<HTMLTextAreaElement>("Connection text").value).toBe("");
    expect(screen.getByRole("alert").textContent).toContain("This looks like a secret.");
  });
  it("copies the operator's commands through the main process", async () => {
    const bridge = await renderApp(aSnapshot({ keystore: anOpenKeystore() }));
    await click("Node");
    await click("Copy How do I get this text?");
    expect(bridge.inputsOf("clipboard.copy")[0]?.text).toContain("bakemacaroon --root_key_id 77");
  });
  it("saves the public accounts", async () => {
    const bridge = await renderApp(aSnapshot({ keystore: anOpenKeystore() }), [], {
      "keystore.saveAccounts": () => ok({ saved: true }),
    });
    await click("Node");
    await click("Save accounts.json");
    expect(bridge.inputsOf("keystore.saveAccounts")).toEqual([{}]);
    expect(screen.getByText(/lncli createwatchonly accounts\.json/)).toBeTruthy();
  });
});

describe("the paired node", () => {
  it("keeps its pairing until the new connection text is confirmed", async () => {
    const bridge = await renderApp(aBackingOffSnapshot("certificate-mismatch", ""), [], {
      "pairing.review": () => ok(aReview({ suggestedName: "aurora" })),
    });
    await click("Pair again");
    expect(heading()).toBe("New credentials");
    type("Connection text", "lndconnect://node.lan");
    await click("Review");
    expect(bridge.inputsOf("pairing.forget")).toEqual([]);
    await click("Connect");
    expect(bridge.inputsOf("pairing.confirm")).toHaveLength(1);
  });
  it("is forgotten only after its consequences were read; the safe answer has the focus", async () => {
    const bridge = await renderApp(aSigningSnapshot());
    await click("Node");
    await click("Forget");
    expect(screen.getByText(/your node stops until a signer is back/)).toBeTruthy();
    expect(screen.getByText("lncli deletemacaroonid 77")).toBeTruthy();
    expect(document.activeElement?.textContent).toBe("Cancel");
    await click("Forget node");
    expect(bridge.inputsOf("pairing.forget")).toEqual([{}]);
  });
});
