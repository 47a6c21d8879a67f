/** What the main process says about the node's side: the real guides and checks, on made-up input. */
import { checkConf } from "../../../main/kit/confChecker";
import type { Guide as KitGuide } from "../../../main/kit/guide";
import { newNodeGuide } from "../../../main/kit/kit";
import { migrationGuide } from "../../../main/kit/migration";
import { rotateMacaroonGuide } from "../../../main/kit/rotation";
import type { ConfFinding, Guide, KitView, Preflight } from "../../../preload/contract/types";

const address = { host: "node.lan", port: 10_019 };
const options = { address, network: "mainnet", requestTimeoutMs: 5_000 } as const;

function contractGuide({ steps, ...guide }: KitGuide): Guide {
  return { ...guide, steps: steps.map((step) => ({ ...step, blocks: [...step.blocks] })) };
}

export function aKit(changes: Partial<KitView> = {}): KitView {
  const guide = contractGuide(newNodeGuide({ ...options, birthdayMs: 1_700_006_400_000, rootKey: "typed" }));
  return { address: "node.lan:10019", requestTimeoutMs: 5_000, guide, rootKey: "unseen", ...changes };
}

export const aMigrationGuide = (): Guide => contractGuide(migrationGuide(options));

export const aRotationGuide = (): Guide => contractGuide(rotateMacaroonGuide({ ...options, rootKeyId: "77" }));

export const sampleRootKeyHex = "0123456789abcdef".repeat(4);

export function aGreenPreflight(): Preflight {
  return {
    verdict: "green",
    text: "Every key of the node comes from this seed. Go on with the dry run; the node keeps its own keys meanwhile.",
    matching: 259,
    expected: 259,
    problems: [],
    furtherProblems: 0,
    notes: [],
  };
}

export function aMismatch(): Preflight {
  return {
    ...aGreenPreflight(),
    verdict: "mismatch",
    text: "2 of 259 accounts are not as this seed makes them. Do not migrate.",
    matching: 257,
    problems: [
      { tag: "account-missing", path: "m/86'/0'/0'", text: "m/86'/0'/0': the node does not list this account." },
      { tag: "account-differs", path: "m/1017'/0'/6'", text: "m/1017'/0'/6': the node's key is not this seed's." },
    ],
    notes: [{ tag: "node-key-not-given", path: null, text: "The node's public key was not compared." }],
  };
}

export const aBadConf = [
  "[remotesigner]",
  "remotesigner.enable=true",
  "remotesigner.allowinboundconnection=true",
  "remotesigner.rpchost=signer.lan:10009",
  "remotesigner.experimentalrequesttimeout=5s ; default",
  "",
].join("\n");

export const confFindings = (text: string): ConfFinding[] => [...checkConf(text, options)];
