/** The practice node's traffic, built by other code than the engine's, is recognised request by request. */
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createExaminer } from "../../../main/policy/examine";
import { type ActName, acts } from "../../../main/practice/traffic/acts";
import { World } from "../../../main/practice/traffic/world";
import { type AccountsExport, WatchOnlyKeys } from "../../../main/practice/watchOnlyKeys";
import { accountsJson, watchOnlyAccounts } from "../../../main/signer/accounts";
import { createKeyRing } from "../../../main/signer/keyRing";
import { nativeCurve as curve } from "../../support/curves";

const network = "regtest";
const masterKey = new Uint8Array(randomBytes(64));
const accounts = JSON.parse(accountsJson(watchOnlyAccounts({ curve, network, masterKey }))) as AccountsExport;
const world = new World(new WatchOnlyKeys(accounts, network), network);
const { examine } = createExaminer({ network, curve, keys: createKeyRing({ curve, network, masterKey }) });

/** Classes an act's requests may have. */
const expected: Partial<Record<ActName, readonly string[]>> = {
  announceNode: ["node-announcement"],
  refreshChannel: ["channel-update"],
  connectPeer: ["node-ecdh"],
  connectTower: ["tower-ecdh"],
  receiveHtlc: ["node-ecdh"],
  forwardHtlc: ["node-ecdh", "remote-commitment", "htlc-second-level"],
  updateAnchorsChannel: ["remote-commitment", "htlc-second-level"],
  updateLegacyChannel: ["remote-commitment", "htlc-second-level"],
  openChannel: ["revocation-root-ecdh", "remote-commitment", "funding", "channel-update", "channel-announcement"],
  announceChannel: ["channel-announcement"],
  closeChannel: ["cooperative-close"],
  // With anchors and payments in flight one request does not tell whose commitment it is.
  forceClose: ["own-commitment", "remote-commitment"],
  makeInvoice: ["invoice"],
  signUserMessage: ["user-message"],
  send: ["wallet-send"],
  sendFromAllTypes: ["wallet-send"],
  consolidate: ["consolidation"],
  callersPsbt: ["wallet-send"],
  sweepToLocal: ["to-local-sweep"],
  sweepToRemoteAnchors: ["to-remote-sweep"],
  sweepToRemoteStatic: ["to-remote-sweep"],
  sweepToRemoteLegacy: ["to-remote-sweep"],
  sweepHtlc: ["htlc-claim"],
  sweepAnchor: ["anchor-sweep"],
  sweepTaprootAnchor: ["anchor-sweep"],
  sweepTaprootHtlc: ["htlc-claim"],
  punish: ["justice"],
};

async function summariesOf(act: ActName) {
  const summaries: ReturnType<typeof examine>[] = [];
  await acts[act]({
    world,
    mirrorsRevocationRoots: false,
    ask: async ({ request }) => {
      if (request.kind !== "ping") summaries.push(examine(request));
      return undefined;
    },
  });
  return summaries;
}

describe("traffic of the practice node", () => {
  it.each(Object.entries(expected))("%s", async (act, classes) => {
    for (let round = 0; round < 5; round++) {
      const summaries = await summariesOf(act as ActName);
      expect(summaries.length).toBeGreaterThan(0);
      for (const { class: found } of summaries) expect(classes).toContain(found);
    }
  });

  it("pays nothing to strangers when it sweeps or consolidates", async () => {
    for (const act of ["consolidate", "sweepToLocal", "sweepHtlc", "punish", "sweepAnchor"] as const) {
      for (const { amountSat } of await summariesOf(act)) expect(amountSat).toBe("0");
    }
  });

  it("pays somebody when it sends, and less than it spends", async () => {
    for (const { amountSat, feeSat, outputs } of await summariesOf("send")) {
      expect(BigInt(amountSat ?? 0)).toBeGreaterThan(0n);
      expect(BigInt(feeSat ?? -1)).toBeGreaterThan(0n);
      expect(outputs.map(({ owner }) => owner).sort()).toEqual(["own-change", "unknown"]);
    }
  });
});
