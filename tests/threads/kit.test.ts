/** The new-node kit and the pre-flight, as a command and behind the window. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { decodeMacaroon, isSignedWith } from "../../main/pairing/macaroon";
import { SignerSession } from "../../main/session/session";
import { createLog } from "../../main/support/log";
import { calls } from "../../preload/contract/schemas";
import { type MemoryKeychain, memoryKeychain } from "../support/memoryKeychain";

const run = promisify(execFile);
const root = JSON.parse(readFileSync("tests/vectors/accounts_itest_root.json", "utf8")) as {
  root_tprv: string;
  node_pubkey_family6_index0: string;
};
const recorded = readFileSync("tests/vectors/accounts_signer_regtest.json", "utf8");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-kit-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const inFolder = (name: string) => path.join(folder, name);

describe("as a command", () => {
  async function command(...words: string[]): Promise<{ status: number; out: string; err: string }> {
    const all = [path.resolve("dist/main/headless.cjs"), ...words, "--profile", inFolder("profile")];
    return run(process.execPath, [...all, "--passphrase-file", inFolder("passphrase")]).then(
      ({ stdout, stderr }) => ({ status: 0, out: stdout, err: stderr }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        status: error.code,
        out: error.stdout,
        err: error.stderr,
      }),
    );
  }

  beforeEach(async () => {
    writeFileSync(inFolder("passphrase"), "correct horse\n");
    writeFileSync(inFolder("seed"), root.root_tprv);
    await command("seed", "import", "--network", "regtest", "--file", inFolder("seed"), "--store", "file");
  });

  const kit = (host = "node.lan") => command("kit", "--host", host, "--out", inFolder("kit"));
  const kitFile = (name: string) => readFileSync(path.join(inFolder("kit"), name));

  test("kit writes five files for their owner alone, and the root key into one of them", async () => {
    const { status, out, err } = await kit();
    expect({ status, out }).toEqual({ status: 0, out: "" });
    expect(err).toContain("root-key.hex");
    const names = ["README.txt", "accounts.json", "lnd.conf.part", "root-key.hex", "signer.macaroon"];
    expect(readdirSync(inFolder("kit")).sort()).toEqual(names);
    for (const name of names) expect(statSync(path.join(inFolder("kit"), name)).mode & 0o777).toBe(0o600);

    expect(JSON.parse(kitFile("accounts.json").toString())).toEqual(JSON.parse(recorded));
    const rootKeyHex = kitFile("root-key.hex").toString();
    expect(isSignedWith(decodeMacaroon(kitFile("signer.macaroon")), Buffer.from(rootKeyHex, "hex"))).toBe(true);
    for (const name of names.filter((each) => each !== "root-key.hex")) {
      expect(kitFile(name).includes(rootKeyHex)).toBe(false);
    }
    expect(kitFile("lnd.conf.part").toString()).toContain("tlsextradomain=node.lan");
  });

  test("a kit never overwrites another, and leaves nothing half done", async () => {
    await kit();
    const before = kitFile("root-key.hex");
    rmSync(path.join(inFolder("kit"), "accounts.json"));
    expect(await kit()).toMatchObject({ status: 1, err: expect.stringContaining("is there already") });
    expect(kitFile("root-key.hex")).toEqual(before);
    expect(existsSync(path.join(inFolder("kit"), "accounts.json"))).toBe(false);
  });

  test("kit refuses a host nobody can dial", async () => {
    expect(await kit("0.0.0.0")).toMatchObject({ status: 2, err: expect.stringContaining("--host") });
    expect(existsSync(inFolder("kit"))).toBe(false);
  });

  test("preflight is green with status 0 for this seed's accounts", async () => {
    writeFileSync(inFolder("hot.json"), recorded);
    writeFileSync(inFolder("getinfo.json"), JSON.stringify({ identity_pubkey: root.node_pubkey_family6_index0 }));
    const text = await command("preflight", "--accounts", inFolder("hot.json"));
    expect(text).toMatchObject({ status: 0, out: expect.stringMatching(/^green: 259 of 259/) });
    const words = ["--accounts", inFolder("hot.json"), "--getinfo", inFolder("getinfo.json"), "--json"];
    const json = await command("preflight", ...words);
    expect(json.status).toBe(0);
    expect(JSON.parse(json.out)).toMatchObject({ verdict: "green", matching: 259, problems: [], notes: [] });
  });

  test("preflight names a mismatch and ends with status 1", async () => {
    writeFileSync(inFolder("hot.json"), recorded.replaceAll("m/86'", "m/87'"));
    const { status, out, err } = await command("preflight", "--accounts", inFolder("hot.json"));
    expect(status).toBe(1);
    expect(out).toContain("problem [account-missing] m/86'/0'/0'");
    expect(err).toContain("did not pass");
  });

  test("preflight says which file it cannot use", async () => {
    writeFileSync(inFolder("hot.json"), recorded);
    writeFileSync(inFolder("getinfo.json"), "{}");
    const words = ["preflight", "--accounts", inFolder("hot.json"), "--getinfo"];
    expect(await command(...words, inFolder("getinfo.json"))).toMatchObject({
      status: 1,
      err: expect.stringContaining("identity_pubkey"),
    });
    expect(await command(...words, inFolder("nowhere"))).toMatchObject({
      status: 1,
      err: expect.stringContaining("ENOENT"),
    });
  });
});

describe("behind the window", () => {
  const files = {
    thread: path.resolve("dist/main/thread.cjs"),
    practice: path.resolve("dist/main/practice.cjs"),
    qrThread: path.resolve("dist/main/qr.cjs"),
    protoDir: path.resolve("proto"),
  };
  const given = { host: "node.lan", requestTimeoutMs: 30_000 };
  let keychain: MemoryKeychain;
  let session: SignerSession;

  async function start(): Promise<SignerSession> {
    const { AsyncEntry } = keychain;
    const started = await SignerSession.open({ profileFolder: folder, files, AsyncEntry, log: createLog(null) });
    await started.settled();
    return started;
  }

  beforeEach(async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    keychain = memoryKeychain();
    session = await start();
    await session.restoreSeed({ format: "extended-key", text: root.root_tprv, passphrase: "", network: "regtest" });
    await session.keepSeed({ passphrase: "", store: "keychain" });
  });
  afterEach(() => session.close());

  test("a kit survives a restart, its root key does not", async () => {
    const { kit } = await session.kit.prepare(given);
    expect(calls["kit.prepare"].output.parse({ kit }).kit).toMatchObject({
      address: "node.lan:10019",
      rootKey: "unseen",
    });
    await session.close();
    session = await start();
    expect((await session.kit.view()).kit).toEqual({ ...kit, rootKey: "gone" });
    await expect(session.kit.revealRootKey()).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });

  test("the root key is shown once, can be copied while it is shown, and then is gone", async () => {
    await session.kit.prepare(given);
    await expect(session.kit.shownRootKey()).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    const shown = await session.kit.revealRootKey();
    expect(shown.rootKeyHex).toMatch(/^[0-9a-f]{64}$/);
    expect(await session.kit.shownRootKey()).toEqual(shown);
    await expect(session.kit.revealRootKey()).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    session.kit.forgetRootKey();
    await expect(session.kit.shownRootKey()).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });

  test("locking the window forgets the root key", async () => {
    await session.kit.prepare(given);
    await session.kit.revealRootKey();
    await session.lock();
    await expect(session.kit.shownRootKey()).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });

  test("its pairing lacks the certificate and nothing else", async () => {
    await session.kit.prepare(given);
    const review = await session.kit.reviewPairing();
    expect(review).toMatchObject({
      host: "node.lan",
      port: 10_019,
      requestTimeoutMs: 30_000,
      certificate: null,
      canFetchCertificate: true,
      canConnect: false,
    });
    expect(review.macaroon?.permissions).toEqual([{ entity: "remotesigner", action: "generate" }]);
  });

  test("a discarded kit is gone", async () => {
    await session.kit.prepare(given);
    await session.kit.discard();
    expect(await session.kit.view()).toEqual({ kit: null });
    for (const call of [() => session.kit.reviewPairing(), () => session.kit.text()]) {
      await expect(call()).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    }
  });

  test("hosts nobody can dial are refused with the reason", async () => {
    await expect(session.kit.prepare({ ...given, host: "::" })).rejects.toMatchObject({ code: "BAD_INPUT" });
    const guide = { guide: "migration", host: "a/b", requestTimeoutMs: 5_000 } as const;
    await expect(session.kit.guide(guide)).rejects.toMatchObject({ code: "BAD_INPUT" });
  });

  test.each([
    "migration",
    "rotate-macaroon",
    "rotate-certificate",
    "move-host",
    "retire-signer",
    "retire-node",
  ] as const)("the guide %s is what the contract says, and saves as text", async (guide) => {
    const answer = await session.kit.guide({ guide, ...given });
    expect(calls["guide.read"].output.parse(answer)).toEqual(answer);
    expect(await session.kit.guideText({ guide, ...given })).toContain(`# ${answer.guide.title}\n`);
  });

  test("the pre-flight and the check of lnd.conf answer as the contract says", async () => {
    const accounts = new TextEncoder().encode(recorded);
    const result = await session.kit.preflight({ accounts, nodePubkeyHex: root.node_pubkey_family6_index0 });
    expect(calls["migration.preflight"].output.parse(result)).toMatchObject({ verdict: "green", matching: 259 });
    const checked = await session.kit.checkConf({ text: "bitcoin.mainnet=1", host: "", requestTimeoutMs: 5_000 });
    expect(calls["conf.check"].output.parse(checked).findings.map(({ tag }) => tag)).toContain("other-network");
  });
});
