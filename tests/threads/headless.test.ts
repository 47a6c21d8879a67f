import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PracticeHost } from "../../main/practice/host";
import { PracticeNode } from "../../main/practice/practiceNode";
import { startSocks5Proxy } from "../support/socks5Proxy";
import { waitFor } from "../support/waitFor";

const headless = path.resolve("dist/main/headless.cjs");
const root = JSON.parse(readFileSync("tests/vectors/accounts_itest_root.json", "utf8")) as {
  root_tprv: string;
  node_pubkey_family6_index0: string;
};

let folder: string;
let running: ChildProcess[];
let node: PracticeHost;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-headless-"));
  running = [];
  node = new PracticeHost();
  writeFileSync(path.join(folder, "passphrase"), "correct horse\n");
  writeFileSync(path.join(folder, "seed"), `${root.root_tprv}\n`);
});
afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  await node.stop();
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly child: ChildProcess;
  out: string;
  err: string;
}

const inFolder = (name: string) => path.join(folder, name);
const profile = () => inFolder("profile");
const protectedBy = () => ["--passphrase-file", inFolder("passphrase")];

function start(...args: string[]): Run {
  const child = spawn(process.execPath, [headless, ...args], { stdio: "pipe" });
  running.push(child);
  const run: Run = { child, out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    run.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    run.err += text;
  });
  return run;
}

async function finished(run: Run): Promise<Run & { status: number | null }> {
  if (run.child.exitCode === null) await once(run.child, "close");
  return { ...run, status: run.child.exitCode };
}

const ended = (...args: string[]) => finished(start(...args));
const importSeed = () =>
  ended(
    "seed",
    "import",
    "--profile",
    profile(),
    "--network",
    "regtest",
    "--file",
    inFolder("seed"),
    "--store",
    "file",
    ...protectedBy(),
  );
const accounts = () => ended("accounts", "--profile", profile(), ...protectedBy());

function states(run: Run): { state: string; reason: string | null }[] {
  return run.out
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { state: string; reason: string | null });
}

const reached = (run: Run, state: string) =>
  waitFor(
    () => ({ states: states(run), err: run.err }),
    (seen) => seen.states.at(-1)?.state === state,
  );

describe("seed import and accounts", () => {
  test("accounts are what lncli prints for this seed, and standard output holds nothing else", async () => {
    const imported = await importSeed();
    expect(imported).toMatchObject({ status: 0, out: "" });
    expect(imported.err).toContain(root.node_pubkey_family6_index0);
    const { status, out, err } = await accounts();
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const recorded: unknown = JSON.parse(readFileSync("tests/vectors/accounts_signer_regtest.json", "utf8"));
    expect(JSON.parse(out)).toEqual(recorded);
  });

  test("nothing secret is on disk in the clear, and the file is its owner's alone", async () => {
    await importSeed();
    const file = path.join(profile(), "secrets", "seed");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file).includes(root.root_tprv)).toBe(false);
    expect(existsSync(path.join(profile(), "state.db"))).toBe(false);
  });

  test("a second seed does not replace the first", async () => {
    await importSeed();
    expect(await importSeed()).toMatchObject({ status: 1, err: expect.stringMatching(/has a seed already/) });
    expect((await accounts()).status).toBe(0);
  });

  test("the seed comes through standard input as well", async () => {
    const run = start(
      "seed",
      "import",
      "--profile",
      profile(),
      "--network",
      "regtest",
      "--file",
      "-",
      "--store",
      "file",
      ...protectedBy(),
    );
    run.child.stdin?.end(root.root_tprv);
    expect((await finished(run)).status).toBe(0);
  });

  test("a wrong or missing passphrase, a missing profile and a bad seed are one sentence each", async () => {
    await importSeed();
    writeFileSync(inFolder("passphrase"), "wrong horse\n");
    expect(await accounts()).toMatchObject({
      status: 1,
      out: "",
      err: "this is not the passphrase of the stored seed\n",
    });
    expect(await ended("accounts", "--profile", profile())).toMatchObject({
      status: 1,
      err: expect.stringMatching(/passphrase/),
    });
    expect(await ended("accounts", "--profile", inFolder("typo"))).toMatchObject({
      status: 1,
      err: expect.stringMatching(/no folder/),
    });
    expect(existsSync(inFolder("typo"))).toBe(false);
    writeFileSync(inFolder("seed"), "abandon abandon");
    const bad = await ended(
      "seed",
      "import",
      "--profile",
      inFolder("other"),
      "--network",
      "regtest",
      "--file",
      inFolder("seed"),
      "--store",
      "file",
      ...protectedBy(),
    );
    expect(bad).toMatchObject({ status: 1, err: expect.stringMatching(/24 words/) });
  });
});

describe("seed new", () => {
  const make = (...args: string[]) =>
    ended("seed", "new", "--profile", profile(), "--network", "signet", "--store", "file", ...protectedBy(), ...args);

  test("writes its words to a new file of mode 0600 and nowhere else, and they restore the same keys", async () => {
    const made = await make("--words-file", inFolder("words"));
    expect(made).toMatchObject({ status: 0, out: "" });
    expect(statSync(inFolder("words")).mode & 0o777).toBe(0o600);
    const lines = readFileSync(inFolder("words"), "utf8").trim().split("\n");
    expect(lines).toHaveLength(24);
    const words = lines.map((line) => line.trim().split(/\s+/)[1] ?? "");
    for (const word of words.filter((each) => each.length > 6)) expect(made.err).not.toContain(word);

    writeFileSync(inFolder("seed"), words.join("\n"));
    const again = await ended(
      "seed",
      "import",
      "--profile",
      inFolder("again"),
      "--network",
      "signet",
      "--file",
      inFolder("seed"),
      "--store",
      "file",
      ...protectedBy(),
    );
    const nodeKey = /node key (\w+)/;
    expect(again.err.match(nodeKey)?.[1]).toBe(made.err.match(nodeKey)?.[1]);
    expect(again.err.match(nodeKey)?.[1]).toMatch(/^0[23]/);
  });

  test("does not overwrite a file, and keeps no seed then", async () => {
    writeFileSync(inFolder("words"), "other words");
    expect(await make("--words-file", inFolder("words"))).toMatchObject({
      status: 1,
      err: expect.stringMatching(/already/),
    });
    expect(readFileSync(inFolder("words"), "utf8")).toBe("other words");
    expect(existsSync(path.join(profile(), "secrets"))).toBe(false);
  });

  test("does not print words into a pipe", async () => {
    expect(await make("--show-words")).toMatchObject({ status: 2, out: "", err: expect.stringMatching(/terminal/) });
  });
});

describe("run", () => {
  /** A practice node for the imported seed, and its credentials in files as lnd has them. */
  async function withNode() {
    await importSeed();
    const protoDir = path.resolve("proto");
    const practiceFile = path.resolve("dist/main/practice.cjs");
    const pairing = await node.start({ practiceFile, protoDir, accounts: (await accounts()).out, speed: 5 });
    writeFileSync(inFolder("node.cert"), pairing.certificatePem);
    writeFileSync(inFolder("node.macaroon"), pairing.macaroon);
    return pairing;
  }

  test("pairs by string, says each state in one line, ends with 0 on SIGTERM, and finds its node again", async () => {
    const { lndconnect, host, port } = await withNode();
    const first = start("run", "--profile", profile(), ...protectedBy(), "--pair", lndconnect);
    await reached(first, "online");
    expect(states(first).at(-1)?.reason).toBe(`${host}:${port}, watchonlyrpc`);
    first.child.kill("SIGTERM");
    expect((await finished(first)).status).toBe(0);

    const second = start("run", "--profile", profile(), ...protectedBy());
    await reached(second, "online");
    second.child.kill("SIGINT");
    expect((await finished(second)).status).toBe(0);
    expect(second.out).not.toContain(lndconnect.slice(-40));
  });

  test("one process has the profile: a second is told which, and one that was killed is in nobody's way", async () => {
    const { lndconnect } = await withNode();
    const args = ["run", "--profile", profile(), ...protectedBy(), "--pair", lndconnect];
    const first = start(...args);
    await reached(first, "online");
    const inUse = new RegExp(`in use by \\S+, process ${first.child.pid}`);
    const second = await ended(...args);
    expect(second).toMatchObject({ status: 1, err: expect.stringMatching(inUse) });
    expect(await importSeed()).toMatchObject({ status: 1, err: expect.stringMatching(inUse) });
    expect(await accounts()).toMatchObject({ status: 0 });
    first.child.kill("SIGKILL");
    await finished(first);
    await reached(start(...args), "online");
  });

  test("with credential files it waits until they are there, and reads them anew", async () => {
    const { host, port } = await withNode();
    const files = ["--tlscert", inFolder("tls.cert"), "--macaroon", inFolder("signer.macaroon")];
    const run = start("run", "--profile", profile(), ...protectedBy(), "--host", `${host}:${port}`, ...files);
    const { states: waiting } = await reached(run, "backing-off");
    expect(waiting.at(-1)?.reason).toMatch(/^credentials-missing: tls.cert/);
    copyFileSync(inFolder("node.cert"), inFolder("tls.cert"));
    copyFileSync(inFolder("node.macaroon"), inFolder("signer.macaroon"));
    await reached(run, "online");
    run.child.kill("SIGTERM");
    expect((await finished(run)).status).toBe(0);
  });

  test("with --protocol it insists on one form: the other's node is on the wrong port", async () => {
    const { lndconnect, host, port } = await withNode();
    const first = start(
      "run",
      "--profile",
      profile(),
      ...protectedBy(),
      "--protocol",
      "walletrpc",
      "--pair",
      lndconnect,
    );
    const { states: refused } = await reached(first, "action-needed");
    expect(refused.at(-1)?.reason).toMatch(/^wrong-port: /);
    first.child.kill("SIGTERM");
    await finished(first);
    const second = start("run", "--profile", profile(), ...protectedBy(), "--protocol", "watchonlyrpc");
    await reached(second, "online");
    expect(states(second).at(-1)?.reason).toBe(`${host}:${port}, watchonlyrpc`);
  });

  test("with --protocol walletrpc it is online with a node of that form, and with auto it finds it out", async () => {
    await importSeed();
    const older = await PracticeNode.start({ protoDir: path.resolve("proto"), protocol: "walletrpc" });
    try {
      const { lndconnect, host, port } = older.pairing;
      for (const [protocol, ...node] of [["walletrpc", "--pair", lndconnect], ["auto"]] as const) {
        const run = start("run", "--profile", profile(), ...protectedBy(), "--protocol", protocol, ...node);
        await reached(run, "online");
        expect(states(run).at(-1)?.reason).toBe(`${host}:${port}, walletrpc`);
        run.child.kill("SIGTERM");
        await finished(run);
      }
    } finally {
      await older.stop();
    }
  });

  test("--proxy leads to the node, is kept with a node paired by string, and serves credential files too", async () => {
    const { lndconnect, host, port } = await withNode();
    const proxy = await startSocks5Proxy();
    try {
      const through = ["--proxy", `127.0.0.1:${proxy.port}`];
      const end = async (run: Run) => {
        run.child.kill("SIGTERM");
        expect((await finished(run)).status).toBe(0);
      };
      const paired = start("run", "--profile", profile(), ...protectedBy(), "--pair", lndconnect, ...through);
      await reached(paired, "online");
      expect(proxy.asked).toEqual([`${host}:${port}`]);
      await end(paired);
      const again = start("run", "--profile", profile(), ...protectedBy());
      await reached(again, "online");
      expect(proxy.asked).toHaveLength(2);
      await end(again);
      const files = ["--tlscert", inFolder("node.cert"), "--macaroon", inFolder("node.macaroon")];
      const byFiles = ["run", "--profile", profile(), ...protectedBy(), "--host", `${host}:${port}`, ...files];
      const third = start(...byFiles, ...through);
      await reached(third, "online");
      expect(proxy.asked).toHaveLength(3);
      await end(third);
    } finally {
      proxy.stop();
    }
    const dead = start("run", "--profile", profile(), ...protectedBy(), "--proxy", `127.0.0.1:${proxy.port}`);
    const { states: waiting } = await reached(dead, "backing-off");
    expect(waiting.at(-1)?.reason).toMatch(/^proxy-failed: /);
  });

  test("refuses to start without passphrase, seed or node, with status 1", async () => {
    expect(await ended("run", "--profile", profile())).toMatchObject({
      status: 1,
      err: expect.stringMatching(/no folder/),
    });
    await importSeed();
    expect(await ended("run", "--profile", profile())).toMatchObject({
      status: 1,
      err: expect.stringMatching(/--passphrase-file/),
    });
    expect(await ended("run", "--profile", profile(), ...protectedBy())).toMatchObject({
      status: 1,
      err: expect.stringMatching(/not paired/),
    });
  });

  test("without a certificate a string is refused, as nobody compares it; a link with its hash is enough", async () => {
    const { lndconnect } = await withNode();
    const { host, searchParams } = new URL(lndconnect.replace("lndconnect:", "http:"));
    const macaroon = searchParams.get("macaroon") ?? "";
    const certificate = Buffer.from(searchParams.get("cert") ?? "", "base64url");
    const args = ["run", "--profile", profile(), ...protectedBy(), "--pair"];
    const bare = await ended(...args, `lndconnect://${host}?macaroon=${macaroon}`);
    expect(bare.status).toBe(1);
    const hash = createHash("sha256").update(certificate);
    expect(bare.err).toContain(hash.copy().digest("hex"));
    const pin = `sha256-${hash.digest("base64url")}`;
    const pinned = start(...args, `countersign://pair/1/?host=${host}&pin=${pin}&macaroon=${macaroon}`);
    await reached(pinned, "online");
  });

  test("a string that cannot be used is refused with what to do", async () => {
    await importSeed();
    const run = await ended("run", "--profile", profile(), ...protectedBy(), "--pair", "lightning:abc");
    expect(run).toMatchObject({ status: 1, err: expect.stringMatching(/lndconnect/i) });
  });
});

test("practice serves the practice node until it is told to stop", async () => {
  const run = start("practice");
  await reached(run, "online");
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  run.child.kill("SIGINT");
  const { status, err } = await finished(run);
  expect(status).toBe(0);
  expect(err).toMatch(/[1-9]\d* requests answered, 0 of them refused/);
});

test("a wrong command line ends with 2, and a secret on it is refused with the reason and not repeated", async () => {
  expect(await ended("kit")).toMatchObject({ status: 2, out: "", err: expect.stringMatching(/usage:/) });
  const secret = await ended(
    "seed",
    "import",
    "--profile",
    profile(),
    "--network",
    "regtest",
    "--file",
    root.root_tprv,
  );
  expect(secret).toMatchObject({ status: 2, err: expect.stringMatching(/extended private key on the command line/) });
  expect(secret.err).not.toContain(root.root_tprv.slice(0, 20));
  expect(existsSync(profile())).toBe(false);
});
