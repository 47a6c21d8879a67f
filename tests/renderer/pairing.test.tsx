// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { PairingReview } from "../../preload/contract/types";
import { addFiles } from "../../renderer/features/pairing/givenFiles";
import { ok } from "./support/fakeBridge";
import {
  aBackingOffSnapshot,
  aBlockedReview,
  anInspectedCertificate,
  anOpenKeystore,
  aRefusedText,
  aReview,
  aReviewToCompare,
  aReviewWithoutCertificate,
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
    await click("New node");
    await click("Save accounts.json");
    expect(bridge.inputsOf("keystore.saveAccounts")).toEqual([{}]);
    expect(screen.getByText(/^Saved/)).toBeTruthy();
  });
});

describe("files", () => {
  const choose = async (files: readonly File[]) => {
    await act(async () => {
      fireEvent.change(screen.getByLabelText("Choose files", { selector: "input" }), { target: { files } });
    });
  };

  it("cross as bytes, beside the address, and leave the screen with the review", async () => {
    const bridge = await renderApp(aSnapshot({ keystore: anOpenKeystore() }), [], {
      "pairing.reviewFiles": () => ok(aReview()),
    });
    await click("Node");
    // jsdom's files cannot be read as browsers' can.
    const file = (name: string, bytes: Uint8Array<ArrayBuffer>) =>
      Object.assign(new File([bytes], name), { arrayBuffer: async () => bytes.slice().buffer });
    await choose([file("tls.cert", Uint8Array.of(1, 2)), file("signer.macaroon", Uint8Array.of(3))]);
    type("The node's address, if the files do not hold it", "node.lan");
    await click("Review");
    await waitFor(() => expect(heading()).toBe("Pair with node.lan?"));
    expect(bridge.inputsOf("pairing.reviewFiles")).toEqual([
      {
        text: "node.lan",
        files: [
          { name: "tls.cert", bytes: Uint8Array.of(1, 2) },
          { name: "signer.macaroon", bytes: Uint8Array.of(3) },
        ],
      },
    ]);
  });
  it("can be dropped, pasted and removed again", async () => {
    await renderApp(aSnapshot({ keystore: anOpenKeystore() }));
    await click("Node");
    const field = screen.getByLabelText("Connection text");
    await act(async () => {
      fireEvent.drop(field, { dataTransfer: { files: [new File(["x"], "dropped")] } });
    });
    await act(async () => {
      fireEvent.paste(field, { clipboardData: { files: [new File(["x"], "pasted")] } });
    });
    expect(screen.getAllByRole("button", { name: /^Remove/ })).toHaveLength(2);
    await click("Remove dropped");
    await click("Remove pasted");
    expect(screen.getByLabelText("Connection text")).toBeTruthy();
  });
  it("that are empty or too many are left out, and it is said", () => {
    const file = (name: string, content = "x") => new File([content], name);
    const nine = Array.from({ length: 9 }, (_, index) => file(`f${index}`));
    expect(addFiles([], nine)).toMatchObject({ files: nine.slice(0, 8), leftOut: true });
    expect(addFiles([], [file("empty", "")])).toEqual({ files: [], leftOut: true });
    expect(addFiles([file("a")], [file("b")]).leftOut).toBe(false);
  });
});

describe("a certificate that was not given", () => {
  it("is shown by the node on request, and connects only after it was compared", async () => {
    const bridge = await paste(aReviewWithoutCertificate());
    bridge.answer("pairing.fetchCertificate", () => ok(aReviewToCompare()));
    expect(heading()).toBe("Is this your node?");
    expect(connect().disabled).toBe(true);
    await click("Show the node's certificate");
    expect(bridge.inputsOf("pairing.fetchCertificate")).toEqual([{ draftId: "draft-1", port: 10_019, proxy: null }]);
    expect(connect().disabled).toBe(true);
    fireEvent.click(screen.getByLabelText(/I compared this fingerprint/));
    await click("Connect");
    expect(bridge.inputsOf("pairing.confirm")[0]?.accepted).toEqual(["certificate-unproven"]);
  });
});

describe("a macaroon", () => {
  it("is limited before it is kept, if the person wants that", async () => {
    const bridge = await paste(aReview());
    fireEvent.click(screen.getByLabelText("90 days"));
    await click("Connect");
    expect(bridge.inputsOf("pairing.confirm")[0]?.limitDays).toBe(90);
  });
});

describe("a changed certificate", () => {
  const open = async () => {
    const bridge = await renderApp(aBackingOffSnapshot("certificate-mismatch", ""), [], {
      "pairing.inspectCertificate": () => ok(anInspectedCertificate()),
    });
    await click("Compare certificates");
    return bridge;
  };
  const trust = () => screen.getByRole<HTMLButtonElement>("button", { name: "Trust the new one" });

  it("is shown beside the old one, and trusted only after it was compared; the safe answer has the focus", async () => {
    const bridge = await open();
    expect(screen.getByRole("region", { name: "Shown by node.lan:10019" }).textContent).toContain("7B7B");
    expect(document.activeElement?.textContent).toBe("Cancel");
    expect(trust().disabled).toBe(true);
    fireEvent.click(screen.getByLabelText(/I compared/));
    await click("Trust the new one");
    expect(bridge.inputsOf("pairing.acceptCertificate")).toEqual([{ fingerprintHex: "7b".repeat(32) }]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });
  it("stays on the screen while the link goes on trying", async () => {
    const bridge = await open();
    await act(async () =>
      bridge.push(aSigningSnapshot({ link: { state: "connecting", attempt: 2, address: "node.lan:10019" } })),
    );
    expect(trust()).toBeTruthy();
  });
  it("that is none any more cannot be accepted", async () => {
    const bridge = await renderApp(aBackingOffSnapshot("certificate-mismatch", ""));
    const { pinned, address } = anInspectedCertificate();
    bridge.answer("pairing.inspectCertificate", () => ok({ pinned, presented: pinned, address }));
    await click("Compare certificates");
    expect(screen.getByText(/shows the certificate you trust/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Trust the new one" })).toBeNull();
  });
});

describe("a pairing link", () => {
  const waiting = (changes: Parameters<typeof anOpenKeystore>[0] = {}) =>
    aSnapshot({ keystore: anOpenKeystore(changes), pairingLinkWaits: true });

  it("is only looked at, and only when the person wants to", async () => {
    const bridge = await renderApp(waiting(), [], { "pairing.reviewLink": () => ok(aReview()) });
    expect(document.activeElement?.textContent).toBe("Discard");
    expect(bridge.inputsOf("pairing.reviewLink")).toEqual([]);
    await click("Look at it");
    expect(heading()).toBe("Pair with node.lan?");
    expect(bridge.inputsOf("pairing.confirm")).toEqual([]);
  });
  it("is discarded", async () => {
    const bridge = await renderApp(waiting());
    await click("Discard");
    expect(bridge.inputsOf("pairing.discard")).toEqual([{}]);
  });
  it("waits behind a locked window", async () => {
    await renderApp({ ...waiting(), windowLocked: true });
    expect(screen.queryByText("A pairing link was opened")).toBeNull();
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
