/**
 * The recorded session with a real lnd, labelled request by request from what tests/lnd/session.test.ts did: each is
 * recognised, and Standard stops nothing but asks where money leaves the wallet.
 *
 * tests/vectors/lnd-session/labels.json has a label per line of the recording; a new recording needs new labels.
 */
import path from "node:path";
import { HDKey } from "@scure/bip32";
import { beforeAll, describe, expect, it } from "vitest";
import { loadCodecs } from "../../../main/link/codec";
import { createExaminer } from "../../../main/policy/examine";
import { refine } from "../../../main/policy/refine";
import type { RequestClass, RequestSummary } from "../../../main/policy/summary";
import type { Verdict } from "../../../main/policy/verdict";
import { bytesToHex } from "../../../main/signer/bytes";
import { createKeyRing } from "../../../main/signer/keyRing";
import { nativeCurve as curve } from "../../support/curves";
import { readVectors, vectorEntropy, vectorMasterKey } from "../../support/engines";
import { p2wkh, p2wsh } from "../../support/outputScripts";
import { judge, policyContext } from "../../support/policyContext";
import { bytes } from "../../support/psbtBuilder";

const codec = loadCodecs(path.resolve(import.meta.dirname, "../../../proto")).watchonlyrpc;
const { exchanges } = readVectors<{ exchanges: [requestHex: string, answerHex: string][] }>("lnd-session/session");
const { labels } = readVectors<{ labels: (RequestClass | "ping" | "registered")[] }>("lnd-session/labels");

/** Channels under a lease: their balances stand in scripts with a height that no request shows. */
const leasedFundingKeys = [8, 14];

interface Judged {
  readonly at: number;
  readonly label: string;
  readonly summary: RequestSummary;
  readonly verdict: Verdict;
}
const judged: Judged[] = [];

beforeAll(() => {
  const keys = createKeyRing({ curve, network: "regtest", masterKey: vectorMasterKey() });
  const { examine } = createExaminer({ network: "regtest", keys, curve });
  const context = policyContext("standard");
  exchanges.forEach(([requestHex], at) => {
    const decoded = codec.decode(Buffer.from(requestHex, "hex"));
    if (decoded.kind !== "request") return;
    context.nowMs += 2_000;
    const summary = refine(examine(decoded.request), context.memory);
    const verdict = judge(summary, context);
    if (decoded.request.kind === "mu_sig2_session_request") context.memory.noteMuSig2();
    judged.push({ at, label: labels[at] ?? "unlabelled", summary, verdict });
  });
});

const isLeased = ({ facts }: RequestSummary) =>
  facts.kind === "psbt" && facts.commitment !== null && leasedFundingKeys.includes(facts.commitment.fundingKeyIndex);

describe("a recorded session with a real lnd", () => {
  it("has a label for every request, and most kinds of them", () => {
    expect(labels).toHaveLength(exchanges.length);
    expect(new Set(labels).size).toBeGreaterThanOrEqual(20);
  });

  it("is recognised, every request", () => {
    const wrong = judged.filter(({ label, summary }) => label !== summary.class && !isLeased(summary));
    expect(wrong.map(({ at, label, summary }) => `${at}: ${label}, told as ${summary.class}`)).toEqual([]);
  });

  it("says so where a commitment of a leased channel cannot be told", () => {
    const leased = judged.filter(({ summary }) => isLeased(summary));
    expect(leased.length).toBeGreaterThan(10);
    for (const { summary } of leased) {
      expect(summary).toMatchObject({ class: "remote-commitment", facts: { commitment: { side: "either" } } });
    }
  });

  it("has labels that fit the seed: the peer's commitments pay our payment key, ours do not", () => {
    const root = HDKey.fromMasterSeed(vectorEntropy);
    const toRemoteScripts = Array.from({ length: 20 }, (_, index) => {
      const { publicKey } = root.derive(`m/1017'/1'/3'/0/${index}`);
      if (publicKey === null) throw new Error("derived keys have public halves");
      return [p2wkh(publicKey), p2wsh(bytes([0x21], publicKey, [0xad, 0x51, 0xb2]))].map(bytesToHex);
    }).flat();
    const commitments = judged.filter(({ label, summary }) => label.endsWith("-commitment") && !isLeased(summary));
    expect(commitments.length).toBeGreaterThan(40);
    for (const { label, summary, at } of commitments) {
      const isPeers = summary.outputs.some(({ scriptHex }) => toRemoteScripts.includes(scriptHex));
      expect(isPeers, `request ${at}`).toBe(label === "remote-commitment");
    }
  });

  it("is stopped nowhere in Standard, and asked about only where money leaves the wallet", () => {
    const stopped = judged.filter(({ verdict }) => verdict.action !== "allow");
    expect(stopped.filter(({ verdict }) => verdict.action === "block")).toEqual([]);
    expect(new Set(stopped.map(({ label }) => label))).toEqual(new Set(["funding", "wallet-send"]));
    const asked = judged.filter(({ label }) => label === "funding" || label === "wallet-send");
    expect(stopped).toHaveLength(asked.length);
  });

  it("warns only of what stands out", () => {
    const warnings = judged.flatMap(({ verdict }) => verdict.findings.filter(({ action }) => action === "warn"));
    expect(new Set(warnings.map(({ tag }) => tag))).toEqual(new Set(["msg-user", "policy-onchain-no-channel-push"]));
  });

  it("tells of closes without the peer and of the first joint signature, and of nothing else", () => {
    const alerts = judged.flatMap(({ verdict, at }) => verdict.alerts.map(({ tag }) => ({ tag, at })));
    expect(new Set(alerts.map(({ tag }) => tag))).toEqual(new Set(["first-taproot", "force-close"]));
    expect(alerts.filter(({ tag }) => tag === "first-taproot")).toHaveLength(1);
    for (const { at } of alerts.filter(({ tag }) => tag === "force-close")) expect(labels[at]).toBe("own-commitment");
  });

  it("fits memory: every balance of a close is the one remembered", () => {
    const closes = judged.filter(({ label }) => label === "cooperative-close");
    expect(closes.length).toBeGreaterThan(6);
    for (const { verdict } of closes) expect(verdict.findings).toEqual([]);
  });
});
