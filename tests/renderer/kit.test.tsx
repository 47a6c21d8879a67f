// @vitest-environment jsdom
import { act, fireEvent, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import { no, ok } from "./support/fakeBridge";
import { anOpenKeystore, aReviewWithoutCertificate, aSigningSnapshot, aSnapshot } from "./support/fixtures";
import {
  aBadConf,
  aGreenPreflight,
  aKit,
  aMigrationGuide,
  aMismatch,
  aRotationGuide,
  confFindings,
  sampleRootKeyHex,
} from "./support/kitFixtures";
import { click, heading, renderApp, type } from "./support/renderApp";

const unpaired = () => aSnapshot({ keystore: anOpenKeystore() });

async function openKit(answers: Parameters<typeof renderApp>[2] = {}) {
  const bridge = await renderApp(unpaired(), [], { "kit.view": () => ok({ kit: aKit() }), ...answers });
  await click("Node");
  await click("New node");
  return bridge;
}

describe("the new-node kit", () => {
  it("is made from host and timeout", async () => {
    const bridge = await openKit({
      "kit.view": () => ok({ kit: null }),
      "kit.prepare": () => ok({ kit: aKit() }),
    });
    type("How Countersign will reach the node", "node.lan");
    type("The node's request timeout", "30");
    await click("Make the kit");
    expect(bridge.inputsOf("kit.prepare")).toEqual([{ host: "node.lan", requestTimeoutMs: 30_000 }]);
    expect(screen.getByText(/For a node at node\.lan:10019/)).toBeTruthy();
    expect(screen.getAllByRole("listitem").length).toBeGreaterThan(5);
  });

  it("refuses an impossible timeout before main hears of it", async () => {
    const bridge = await openKit({ "kit.view": () => ok({ kit: null }) });
    type("How Countersign will reach the node", "node.lan");
    type("The node's request timeout", "0.5");
    await click("Make the kit");
    expect(bridge.inputsOf("kit.prepare")).toEqual([]);
    expect(screen.getByRole("alert").textContent).toContain("Between 1 and 600");
  });

  it("says why a host cannot be used", async () => {
    await openKit({
      "kit.view": () => ok({ kit: null }),
      "kit.prepare": () => no({ code: "BAD_INPUT", message: "There is a path behind the address." }),
    });
    type("How Countersign will reach the node", "node.lan/x");
    await click("Make the kit");
    expect(screen.getByRole("alert").textContent).toContain("There is a path behind the address.");
  });

  it("shows the root key once, copies it through main, and keeps nothing of it", async () => {
    const bridge = await openKit({
      "kit.revealRootKey": () => ok({ rootKeyHex: sampleRootKeyHex }),
      "kit.copyRootKey": () => ok({ clearsAfterMs: 60_000 }),
    });
    expect(document.body.textContent).not.toContain("0123456789ab");
    await click("Show the root key");
    const dialog = screen.getByRole("dialog", { name: "Root key of the new node" });
    const shown = within(dialog).getByText("cdef", { selector: "span:nth-child(4)" }).parentElement;
    expect(shown?.textContent).toBe(sampleRootKeyHex);
    expect(shown?.className).toContain("select-none");
    await click("Copy for one minute");
    expect(within(dialog).getByRole("status").textContent).toContain("60 seconds");
    expect(JSON.stringify(bridge.inputsOf("clipboard.copy"))).toBe("[]");

    fireEvent(dialog, new Event("cancel", { cancelable: true }));
    expect(screen.getByRole("dialog")).toBeTruthy();
    await click("The wallet is created");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.body.innerHTML).not.toContain("0123");
    expect(bridge.inputsOf("kit.forgetRootKey")).toEqual([{}]);
    expect(screen.queryByRole("button", { name: "Show the root key" })).toBeNull();
  });

  it("forgets the root key when the window is locked meanwhile", async () => {
    const bridge = await openKit({ "kit.revealRootKey": () => ok({ rootKeyHex: sampleRootKeyHex }) });
    await click("Show the root key");
    await act(async () => bridge.push({ ...unpaired(), windowLocked: true }));
    expect(document.body.innerHTML).not.toContain("0123");
    expect(bridge.inputsOf("kit.forgetRootKey")).toEqual([{}]);
  });

  it("goes on to the pairing, which lacks only the certificate", async () => {
    await openKit({ "kit.review": () => ok(aReviewWithoutCertificate()) });
    await click("Pair with the new node");
    expect(heading()).not.toBe("A new node");
    expect(screen.getByLabelText("Name for this node")).toBeTruthy();
  });

  it("asks before it throws a kit away", async () => {
    const bridge = await openKit();
    await click("Start over");
    expect(bridge.inputsOf("kit.discard")).toEqual([]);
    await click("Throw it away");
    expect(bridge.inputsOf("kit.discard")).toEqual([{}]);
    expect(screen.getByRole("button", { name: "Make the kit" })).toBeTruthy();
  });

  it("saves the steps as text", async () => {
    await openKit({ "kit.save": () => ok({ saved: true }) });
    await click("Save as text");
    expect(screen.getByText("Saved")).toBeTruthy();
  });
});

describe("migration", () => {
  async function open(result = aGreenPreflight()) {
    const bridge = await renderApp(unpaired(), [], {
      "guide.read": () => ok({ guide: aMigrationGuide() }),
      "migration.preflight": () => ok(result),
    });
    await click("Node");
    await click("Move it here");
    type("How Countersign will reach the node", "node.lan");
    await click("Show the steps");
    const file = new File(["{}"], "hot.json");
    file.arrayBuffer = vi.fn(async () => new TextEncoder().encode("{}").buffer as ArrayBuffer);
    fireEvent.change(screen.getByLabelText("Choose hot.json", { selector: "input" }), { target: { files: [file] } });
    type("The node's public key (optional)", "02ab");
    await click("Compare");
    return bridge;
  }

  it("compares the chosen file and says green", async () => {
    const bridge = await open();
    const [input] = bridge.inputsOf("migration.preflight");
    expect(new TextDecoder().decode(input?.accounts)).toBe("{}");
    expect(input?.nodePubkeyHex).toBe("02ab");
    expect(screen.getByRole("alert").textContent).toContain("Green: all 259 accounts");
  });

  it("names what is not the same", async () => {
    await open(aMismatch());
    expect(screen.getByRole("alert").textContent).toContain("Stop");
    expect(screen.getByText(/m\/1017'\/0'\/6': the node's key is not this seed's/)).toBeTruthy();
  });

  it("warns before what cannot be undone", async () => {
    await open();
    const purge = screen.getByRole("heading", { name: "Purge the keys from the node" }).closest("li");
    expect(purge?.textContent).toContain("This cannot be undone");
  });
});

describe("credentials", () => {
  it("shows how to change each of them for this node", async () => {
    const bridge = await renderApp(aSigningSnapshot(), [], { "guide.read": () => ok({ guide: aRotationGuide() }) });
    await click("Node");
    await click("Show how");
    expect(screen.getByText("lncli deletemacaroonid 77")).toBeTruthy();
    await act(async () => fireEvent.click(screen.getByRole("radio", { name: "Certificate" })));
    expect(bridge.inputsOf("guide.read")).toEqual(
      ["rotate-macaroon", "rotate-certificate"].map((guide) => ({
        guide,
        host: "node.lan:10019",
        requestTimeoutMs: 5_000,
      })),
    );
    await click("Pair again");
    expect(screen.getByLabelText("Connection text")).toBeTruthy();
  });
});

describe("lnd.conf", () => {
  it("shows every finding with its line and the line as it should read", async () => {
    const bridge = await renderApp(aSigningSnapshot(), [], {
      "conf.check": ({ text }) => ok({ findings: confFindings(text) }),
    });
    await click("Node");
    await click("Check my lnd.conf");
    type("lnd.conf", aBadConf);
    await click("Check");
    expect(bridge.inputsOf("conf.check")).toEqual([
      { text: aBadConf, host: "node.lan:10019", requestTimeoutMs: 5_000 },
    ]);
    const old = screen.getByText("old-option-name").closest("li");
    expect(old?.textContent).toContain("Line 3");
    expect(old?.textContent).toContain("remotesigner.experimentalallowinboundconnection=true");
    expect(screen.getByText("listener-missing").closest("li")?.textContent).toContain("Missing line");
  });
});

it.each([
  ["kit", ["New node"]],
  ["migration", ["Move it here"]],
  ["lnd.conf", ["Check my lnd.conf"]],
])("axe has nothing against the page %s", async (_name, buttons) => {
  await renderApp(unpaired(), [], { "kit.view": () => ok({ kit: aKit() }) });
  await click("Node");
  for (const button of buttons) await click(button);
  const { violations } = await axe.run(document.body, {
    resultTypes: ["violations"],
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
});
