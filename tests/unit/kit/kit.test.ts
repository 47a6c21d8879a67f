import { describe, expect, test } from "vitest";
import { checkConf } from "../../../main/kit/confChecker";
import { guideText } from "../../../main/kit/guide";
import { birthdayAnswer, newNodeGuide } from "../../../main/kit/kit";
import { migrationGuide } from "../../../main/kit/migration";
import {
  moveHostGuide,
  retireNodeGuide,
  retireSignerGuide,
  rotateCertificateGuide,
  rotateMacaroonGuide,
} from "../../../main/kit/rotation";
import { signerConf } from "../../../main/kit/signerConf";
import { bakeSignerMacaroon } from "../../../main/kit/signerMacaroon";
import { decodeMacaroon, isSignedWith } from "../../../main/pairing/macaroon";
import { reviewMacaroon } from "../../../main/pairing/macaroonFindings";
import { decodeMacaroonId } from "../../../main/pairing/macaroonId";
import { networks } from "../../../main/signer/network";

const address = { host: "node.lan", port: 10_019 };
const options = { address, requestTimeoutMs: 30_000, network: "testnet", birthdayMs: 1_700_006_400_000 } as const;
const blocks = (guide: ReturnType<typeof newNodeGuide>, tag: string) =>
  guide.steps.find((step) => step.tag === tag)?.blocks.map(({ text }) => text) ?? [];

describe("the macaroon", () => {
  const rootKey = new Uint8Array(32).fill(3);
  const bytes = bakeSignerMacaroon(rootKey, new Uint8Array(16).fill(9));

  test("case 81: may connect a signer and nothing else, under lnd's own root key", () => {
    const macaroon = decodeMacaroon(bytes);
    expect(isSignedWith(macaroon, rootKey)).toBe(true);
    expect(decodeMacaroonId(macaroon.id)).toEqual({
      nonce: new Uint8Array(16).fill(9),
      rootKeyId: "0",
      permissions: [{ entity: "remotesigner", action: "generate" }],
    });
    expect(new TextDecoder().decode(macaroon.location)).toBe("lnd");
  });

  test("passes the pairing's own review", () => {
    expect(reviewMacaroon(bytes, 0).findings.filter(({ level }) => level === "block" || level === "warn")).toEqual([]);
  });
});

describe("the lines for lnd.conf", () => {
  test.each(networks)("are good to the checker on %s", (network) => {
    const conf = signerConf({ address, requestTimeoutMs: 7_500 }, network);
    const found = checkConf(conf, { address, network, requestTimeoutMs: 7_500 });
    expect(found.map(({ tag }) => tag).sort()).toEqual(["conf-good", "no-auto-unlock"]);
    expect(conf).toContain(`\nbitcoin.${network}=true\n`);
  });

  test.each([
    ["node.lan", "0.0.0.0:9", "tlsextradomain=node.lan"],
    ["192.0.2.10", "0.0.0.0:9", "tlsextraip=192.0.2.10"],
    ["fd00::7", "[::]:9", "tlsextraip=fd00::7"],
    ["abcdef.onion", "127.0.0.1:9", "tlsextradomain=abcdef.onion"],
    ["localhost", "127.0.0.1:9", null],
    ["127.0.0.1", "127.0.0.1:9", null],
    ["::1", "[::1]:9", null],
  ])("dialled at %s the node listens on %s", (host, listen, name) => {
    const lines = signerConf({ address: { host, port: 9 }, requestTimeoutMs: 5_000 }, null).split("\n");
    expect(lines).toContain(`remotesigner.experimentalrpclisten=${listen}`);
    expect(lines.filter((line) => line.startsWith("tlsextra"))).toEqual(name === null ? [] : [name]);
    expect(lines.filter((line) => line.startsWith("bitcoin."))).toEqual([]);
  });
});

describe("the new-node guide", () => {
  test("types the birthday in seconds, and says Enter when there is none", () => {
    expect(birthdayAnswer(options.birthdayMs)).toBe("1700006400");
    const typed = newNodeGuide({ ...options, rootKey: "typed" });
    expect(blocks(typed, "create")).toContain("1700006400");
    const unknown = newNodeGuide({ ...options, birthdayMs: null, rootKey: "typed" });
    expect(unknown.steps.find(({ tag }) => tag === "create")?.text).toContain("At the birthday press Enter");
  });

  test("keeps the root key out of the shell's history, and deletes its file", () => {
    expect(blocks(newNodeGuide({ ...options, rootKey: "typed" }), "create")[0]).toBe(
      'read -rs -p "Root key: " ROOT_KEY\nlncli --network=testnet createwatchonly --mac_root_key "$ROOT_KEY" accounts.json\nunset ROOT_KEY',
    );
    expect(blocks(newNodeGuide({ ...options, rootKey: "file" }), "create")[0]).toContain("shred -u root-key.hex");
  });

  test("has an onion service only for an onion address", () => {
    const tags = (host: string) =>
      newNodeGuide({ ...options, address: { host, port: 10_019 }, rootKey: "typed" }).steps.map(({ tag }) => tag);
    const usual = ["conf", "start", "create", "certificate", "check", "service"];
    expect(tags("node.lan")).toEqual(usual);
    expect(tags("abc.onion")).toEqual(["conf", "onion-service", ...usual.slice(1)]);
  });

  test("lets systemd restart lnd always, since it ends with status 0", () => {
    expect(blocks(newNodeGuide({ ...options, rootKey: "typed" }), "service")[0]).toContain("Restart=always");
  });
});

describe("the migration guide", () => {
  const guide = migrationGuide(options);

  test("goes from what can be taken back to what cannot", () => {
    expect(guide.steps.map(({ tag }) => tag)).toEqual([
      "export",
      "seed",
      "preflight",
      "conf",
      "pair",
      "dry-run",
      "purge",
      "remove-line",
      "service",
      "old-copies",
    ]);
    expect(guide.lead).toContain("Everything up to step 6 can be taken back; step 7 cannot");
    expect(guide.steps[6]?.caution).toContain("cannot be undone");
  });

  test("has the line that purges in one step only, and out again in the next", () => {
    const migrate = "remotesigner.migrate-wallet-to-watch-only=true";
    const has = guide.steps.filter((step) => step.blocks.some(({ text }) => text.includes(migrate)));
    expect(has.map(({ tag }) => tag)).toEqual(["purge", "remove-line"]);
  });
});

describe("rotation", () => {
  const at = (rootKeyId: string | null) => ({ network: "mainnet", address, rootKeyId }) as const;

  test("a new macaroon comes under the next root key and the old key goes", () => {
    expect(blocks(rotateMacaroonGuide(at("77")), "bake")[0]).toContain("--root_key_id 78 ");
    expect(blocks(rotateMacaroonGuide(at("77")), "revoke")).toEqual(["lncli deletemacaroonid 77"]);
  });

  test.each(["0", null])("under root key %s only a new key for everything revokes", (rootKeyId) => {
    expect(blocks(rotateMacaroonGuide(at(rootKeyId)), "bake")[0]).toContain("--root_key_id 77 ");
    expect(blocks(rotateMacaroonGuide(at(rootKeyId)), "revoke")).toEqual(["lncli changepassword --new_mac_root_key"]);
  });

  test("nothing is revoked before the new pairing stands", () => {
    const tags = (guide: ReturnType<typeof rotateMacaroonGuide>) => guide.steps.map(({ tag }) => tag);
    expect(tags(rotateMacaroonGuide(at("77")))).toEqual(["bake", "pair-again", "revoke"]);
    expect(tags(rotateCertificateGuide(at("77")))).toEqual(["make", "compare", "pair-again"]);
    expect(tags(moveHostGuide(at("77")))).toEqual(["name", "pair-again"]);
    expect(tags(retireSignerGuide(at("77")))).toEqual(["prepare", "forget", "revoke", "erase"]);
    expect(tags(retireNodeGuide(at("77")))).toEqual(["close", "revoke", "forget"]);
  });

  test("the certificate's lines are the host's", () => {
    expect(blocks(rotateCertificateGuide(at("77")), "make")[0]).toContain("tlsextradomain=node.lan");
  });
});

test("as text a guide numbers its steps, indents its blocks and keeps its cautions", () => {
  const text = guideText(migrationGuide(options));
  expect(text).toMatch(/^# Move an existing node to this signer\n/);
  expect(text).toContain("## 7. Purge the keys from the node (on the node)");
  expect(text).toContain("CAREFUL: This cannot be undone.");
  expect(text).toContain("\n    remotesigner.migrate-wallet-to-watch-only=true\n");
});
