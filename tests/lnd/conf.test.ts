/** The check of an lnd.conf against lnd itself: what it calls a stop is one, and what it calls good is read. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkConf } from "../../main/kit/confChecker";
import { signerConf } from "../../main/kit/signerConf";
import { executables } from "./support/pairedWorld";

const found = executables();
const address = { host: "127.0.0.1", port: 10_019 };
const context = { address, network: "regtest", requestTimeoutMs: 5_000 } as const;
const good = signerConf(context, "regtest");

describe.skipIf(!found)("lnd and the check of lnd.conf agree", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "lnd-conf-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What lnd says when it has read the file: an impossible option, validated last, always stops it. */
  function lndSays(conf: string): string {
    const file = path.join(folder, "lnd.conf");
    writeFileSync(file, conf);
    const words = [`--lnddir=${folder}`, `--configfile=${file}`, "--bitcoin.node=nochainbackend", "--nolisten"];
    const stop = ["--rpclisten=127.0.0.1:0", "--restlisten=127.0.0.1:0", "--sweeper.batchwindowduration=-1s"];
    const { stdout, stderr } = spawnSync(found?.lnd ?? "", [...words, ...stop], { encoding: "utf8", timeout: 20_000 });
    return `${stdout}${stderr}`;
  }
  const readAll = "batchwindowduration";

  test("good is good", () => {
    expect(checkConf(good, context).map(({ level }) => level)).not.toContain("block");
    expect(lndSays(good)).toContain(readAll);
  });

  test.each([
    ["malformed-line", "tlsautorefresh\n"],
    ["malformed-line", "[tor] ; off\n"],
    ["malformed-line", 'alias="aurora\n'],
    ["old-option-name", "remotesigner.allowinboundconnection=true\n"],
    ["old-option-name", "remotesigner.Enable=true\n"],
    ["unknown-option", "remotesigner.signerrole=inbound\n"],
    ["comment-behind-value", "remotesigner.experimentalrequesttimeout=5s ; default\n"],
    ["wrong-section", "[remotesigner]\nhealthcheck.remotesigner.attempts=3\n"],
    ["wrong-section", "[Bitcoin]\ntlsextradomain=a\n"],
    ["bad-value", "remotesigner.enable=yes\n"],
    ["bad-value", "healthcheck.remotesigner.timeout=30\n"],
    ["bad-value", "healthcheck.remotesigner.attempts=three\n"],
  ])("%s stops lnd at the same line", (tag, lines) => {
    const conf = `${good}${lines}`;
    const finding = checkConf(conf, context).find((each) => each.tag === tag);
    expect(finding?.level).toBe("block");
    const said = lndSays(conf);
    expect(said).toContain(`lnd.conf:${finding?.line}:`);
    expect(said).not.toContain(readAll);
  });

  test.each([
    ["listener-missing", good.replace(/^.*rpclisten.*$/m, ""), /experimentalrpclisten must be set/],
    ["remote-signer-off", good.replace("signer.enable=true", "signer.enable=false"), /remote signing is not enabled/],
    ["request-timeout-too-short", good.replace("timeout=5s", "timeout=500ms"), /experimentalrequesttimeout/],
    ["is-signer-itself", `${good}watchonlynode.experimentalenable=1\n`, /both a watchonly node and a remote signer/],
  ])("%s stops lnd", (tag, conf, words) => {
    expect(checkConf(conf, context).find((each) => each.tag === tag)?.level).toBe("block");
    const said = lndSays(conf);
    expect(said).toMatch(words);
    expect(said).not.toContain(readAll);
  });
});
