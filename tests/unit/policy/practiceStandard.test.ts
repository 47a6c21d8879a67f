/** The practice node's traffic, labelled by the act that makes it: recognised, and never refused in Standard. */
import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { createExaminer } from "../../../main/policy/examine";
import { refine } from "../../../main/policy/refine";
import { type ActName, acts } from "../../../main/practice/traffic/acts";
import { World } from "../../../main/practice/traffic/world";
import { type AccountsExport, WatchOnlyKeys } from "../../../main/practice/watchOnlyKeys";
import { accountsJson, watchOnlyAccounts } from "../../../main/signer/accounts";
import { createKeyRing } from "../../../main/signer/keyRing";
import { nativeCurve as curve } from "../../support/curves";
import { judge, policyContext } from "../../support/policyContext";

const network = "regtest";

/** Classes by what the practice node calls a request. */
const classOfVariant: Readonly<Record<string, readonly string[]>> = {
  "commitment-remote": ["remote-commitment"],
  "commitment-local": ["own-commitment"],
  "cooperative-close": ["cooperative-close"],
  "htlc-anchors": ["htlc-second-level"],
  "htlc-legacy": ["htlc-second-level"],
  "sweep-to-local": ["to-local-sweep"],
  "sweep-to-remote-anchors": ["to-remote-sweep"],
  "sweep-to-remote-static": ["to-remote-sweep"],
  "sweep-to-remote-legacy": ["to-remote-sweep"],
  "sweep-htlc": ["htlc-claim"],
  "taproot-script": ["htlc-claim"],
  "sweep-anchor": ["anchor-sweep"],
  "taproot-key-root": ["anchor-sweep"],
  justice: ["justice"],
  invoice: ["invoice"],
  "user-message": ["user-message"],
  "callers-psbt": ["wallet-send"],
  "ecdh-revocation-root": ["revocation-root-ecdh"],
  "ecdh-revocation-root-mirror": ["other-ecdh"],
  "ecdh-tower": ["tower-ecdh"],
  "ecdh-search": ["tower-ecdh"],
  "ecdh-peer": ["node-ecdh"],
  "ecdh-onion": ["node-ecdh"],
  "ecdh-locator": ["node-ecdh"],
  "ecdh-default": ["node-ecdh"],
  "musig2-channel-session": ["musig2-session"],
  "musig2-v040-session": ["musig2-app-session"],
  "musig2-v100-session": ["musig2-app-session"],
  "musig2-combined-nonce-session": ["musig2-app-session"],
};
/** What one wallet coin signs depends on what it is spent for. */
const classOfWalletAct: Partial<Record<ActName, string>> = {
  send: "wallet-send",
  sendFromAllTypes: "wallet-send",
  consolidate: "consolidation",
  openChannel: "funding",
  sweepAnchor: "anchor-sweep",
};
/** Acts of persons and of applications, which Standard asks about. */
const askedActs: readonly ActName[] = [
  "send",
  "sendFromAllTypes",
  "callersPsbt",
  "openChannel",
  "muSig2V100",
  "muSig2V040",
  "muSig2CombinedNonce",
  "signerRpcCalls",
  "closeChannel",
];

interface Judged {
  readonly act: ActName;
  readonly variant: string;
  readonly told: string;
  readonly action: string;
  readonly tags: readonly string[];
  /** A commitment that shows neither side's balance, of a channel nobody has seen: nothing tells whose it is. */
  readonly isUntellable: boolean;
}
const judged: Judged[] = [];

beforeAll(async () => {
  const masterKey = new Uint8Array(randomBytes(64));
  const accounts = JSON.parse(accountsJson(watchOnlyAccounts({ curve, network, masterKey }))) as AccountsExport;
  const world = new World(new WatchOnlyKeys(accounts, network), network);
  const { examine } = createExaminer({ network, curve, keys: createKeyRing({ curve, network, masterKey }) });
  const context = policyContext("standard", { limits: policyContext("blind").config.limits });
  while (judged.length < 1_000) {
    for (const act of Object.keys(acts) as ActName[]) {
      await acts[act]({
        world,
        mirrorsRevocationRoots: true,
        ask: async ({ request, variant }) => {
          if (request.kind === "ping") return undefined;
          const summary = refine(examine(request), context.memory);
          context.nowMs += 100;
          const commitment = summary.facts.kind === "psbt" ? summary.facts.commitment : null;
          const isUntellable =
            commitment?.side === "either" && context.memory.channelOfKey(commitment.fundingKeyIndex) === undefined;
          const { action, findings } = judge(summary, context);
          judged.push({
            act,
            variant,
            told: summary.class,
            action,
            tags: findings.map(({ tag }) => tag),
            isUntellable,
          });
          return undefined;
        },
      });
    }
  }
}, 120_000);

describe("a thousand requests of the practice node", () => {
  it("are recognised, each by what it is", () => {
    const wrong = judged.filter(({ act, variant, told, isUntellable }) => {
      if (isUntellable) return told !== "remote-commitment";
      const expected = variant.startsWith("wallet-") ? [classOfWalletAct[act] ?? ""] : classOfVariant[variant];
      return expected !== undefined && !expected.includes(told);
    });
    expect(wrong).toEqual([]);
    const own = judged.filter(({ variant, isUntellable }) => variant === "commitment-local" && !isUntellable);
    expect(own.length).toBeGreaterThan(0);
  });

  it("are never refused in Standard", () => {
    expect(judged.filter(({ action }) => action === "block")).toEqual([]);
  });

  it("are asked about only where a person or an application acts", () => {
    const asked = new Set(judged.filter(({ action }) => action === "ask").map(({ act }) => act));
    expect([...asked].filter((act) => !askedActs.includes(act))).toEqual([]);
    for (const act of ["send", "openChannel", "muSig2V100"] as const) expect(asked).toContain(act);
  });

  it("of a channel's life raise no warning", () => {
    const daily: readonly ActName[] = ["connectPeer", "receiveHtlc", "forwardHtlc", "refreshChannel", "makeInvoice"];
    const tags = judged.filter(({ act }) => daily.includes(act)).flatMap(({ tags }) => tags);
    expect(new Set(tags)).toEqual(new Set());
  });
});
