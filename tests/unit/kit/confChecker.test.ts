import { describe, expect, test } from "vitest";
import { checkConf } from "../../../main/kit/confChecker";
import type { ConfContext, ConfFinding } from "../../../main/kit/confFinding";
import { signerConf } from "../../../main/kit/signerConf";

const context: ConfContext = {
  address: { host: "node.lan", port: 10_019 },
  network: "mainnet",
  requestTimeoutMs: 30_000,
};
const address = { host: "node.lan", port: 10_019 };
const good = `${signerConf({ address, requestTimeoutMs: 30_000 }, "mainnet")}wallet-unlock-password-file=/p\n`;

const lineOf = (conf: string, part: string) => conf.split("\n").findIndex((line) => line.includes(part)) + 1;
const without = (name: string) =>
  good
    .split("\n")
    .filter((line) => !line.startsWith(`${name}=`))
    .join("\n");
const withValue = (name: string, value: string) => good.replace(new RegExp(`^${name}=.*$`, "m"), `${name}=${value}`);

test("the kit's own lines are good", () => {
  expect(checkConf(good, context)).toEqual([
    { level: "ok", tag: "conf-good", line: null, text: expect.stringContaining("node.lan:10019"), corrected: null },
  ]);
});

/** A conf, and what is found in it: tag, level, part of the line (null: a missing line), corrected line. */
const table: [tag: string, level: ConfFinding["level"], conf: string, line: string | null, corrected: string | null][] =
  [
    ["conf-empty", "block", "  \n", null, null],
    ["conf-too-long", "block", "x".repeat(65_537), null, null],
    ["malformed-line", "block", `${good}tlsautorefresh\n`, "tlsautorefresh", "tlsautorefresh=true"],
    ["malformed-line", "block", `${good}[tor] ; off\n`, "[tor]", "[tor]"],
    ["malformed-line", "block", `${good}[]\n`, "[]", null],
    ["malformed-line", "block", `${good}alias="aurora\n`, "alias", "alias=aurora"],
    [
      "old-option-name",
      "block",
      good.replace("experimentalallow", "allow"),
      "remotesigner.allowinbound",
      "remotesigner.experimentalallowinboundconnection=true",
    ],
    [
      "old-option-name",
      "block",
      good.replace("experimentalrequest", "request"),
      "remotesigner.requesttimeout",
      "remotesigner.experimentalrequesttimeout=30s",
    ],
    [
      "old-option-name",
      "block",
      `${good}watchonlynode.enable=false\n`,
      "watchonlynode.enable",
      "watchonlynode.experimentalenable=false",
    ],
    [
      "old-option-name",
      "block",
      good.replace("signer.enable", "signer.Enable"),
      "signer.Enable",
      "remotesigner.enable=true",
    ],
    ["unknown-option", "block", `${good}remotesigner.signerrole=inbound\n`, "signerrole", null],
    [
      "comment-behind-value",
      "block",
      withValue("remotesigner.experimentalrequesttimeout", "30s ; as in the app"),
      "30s ;",
      "remotesigner.experimentalrequesttimeout=30s",
    ],
    [
      "wrong-section",
      "block",
      `${without("healthcheck.remotesigner.attempts")}[remotesigner]\nhealthcheck.remotesigner.attempts=3\n`,
      "attempts=3",
      "[Application Options]\nhealthcheck.remotesigner.attempts=3",
    ],
    ["bad-value", "block", withValue("remotesigner.enable", "yes"), "enable=yes", null],
    ["bad-value", "block", withValue("healthcheck.remotesigner.backoff", "30"), "backoff=30", null],
    ["bad-value", "block", withValue("remotesigner.experimentalstartuptimeout", "-1s"), "=-1s", null],
    ["bad-value", "block", withValue("healthcheck.remotesigner.attempts", "three"), "three", null],
    ["bad-value", "block", `${good}remotesigner.experimentalrpclisten=http://x/\n`, "http", null],
    ["bad-value", "block", withValue("wallet-unlock-password-file", ""), "password-file=", null],
    ["given-twice", "warn", `${good}healthcheck.remotesigner.backoff=40s\n`, "40s", null],
    ["given-twice", "warn", `${good}[healthcheck]\nhealthcheck.remotesigner.backoff=40s\n`, "40s", null],
    ["remote-signer-off", "block", without("remotesigner.enable"), null, "remotesigner.enable=true"],
    ["remote-signer-off", "block", withValue("remotesigner.enable", "0"), "enable=0", "remotesigner.enable=true"],
    [
      "inbound-off",
      "block",
      without("remotesigner.experimentalallowinboundconnection"),
      null,
      "remotesigner.experimentalallowinboundconnection=true",
    ],
    ["outbound-option", "warn", `${good}remotesigner.rpchost=signer:10009\n`, "rpchost", null],
    ["outbound-option", "warn", `${good}remotesigner.macaroonpath=/m\n`, "macaroonpath", null],
    ["outbound-option", "warn", `${good}remotesigner.tlscertpath=/c\n`, "tlscertpath", null],
    ["outbound-option", "warn", `${good}remotesigner.timeout=5s\n`, "timeout=5s", null],
    ["is-signer-itself", "block", `${good}watchonlynode.experimentalenable=1\n`, "watchonlynode", null],
    ["signer-side-option", "warn", `${good}watchonlynode.rpchost=n:10019\n`, "watchonlynode", null],
    [
      "listener-missing",
      "block",
      without("remotesigner.experimentalrpclisten"),
      null,
      "remotesigner.experimentalrpclisten=0.0.0.0:10019",
    ],
    [
      "listener-port-differs",
      "block",
      withValue("remotesigner.experimentalrpclisten", "0.0.0.0:10020"),
      ":10020",
      "remotesigner.experimentalrpclisten=0.0.0.0:10019",
    ],
    [
      "listener-local-only",
      "block",
      withValue("remotesigner.experimentalrpclisten", "localhost"),
      "localhost",
      "remotesigner.experimentalrpclisten=0.0.0.0:10019",
    ],
    [
      "request-timeout-too-short",
      "block",
      withValue("remotesigner.experimentalrequesttimeout", "500ms"),
      "500ms",
      "remotesigner.experimentalrequesttimeout=30s",
    ],
    [
      "request-timeout-differs",
      "block",
      without("remotesigner.experimentalrequesttimeout"),
      null,
      "remotesigner.experimentalrequesttimeout=30s",
    ],
    [
      "request-timeout-differs",
      "warn",
      withValue("remotesigner.experimentalrequesttimeout", "1m"),
      "=1m",
      "remotesigner.experimentalrequesttimeout=30s",
    ],
    [
      "startup-timeout-ends",
      "warn",
      without("remotesigner.experimentalstartuptimeout"),
      null,
      "remotesigner.experimentalstartuptimeout=0",
    ],
    ["health-check-off", "info", withValue("healthcheck.remotesigner.attempts", "0"), "attempts=0", null],
    [
      "health-check-single-try",
      "warn",
      without("healthcheck.remotesigner.attempts"),
      null,
      "healthcheck.remotesigner.attempts=3",
    ],
    [
      "health-check-hasty",
      "warn",
      withValue("healthcheck.remotesigner.timeout", "1s"),
      "timeout=1s",
      "healthcheck.remotesigner.timeout=10s",
    ],
    ["tls-key-encrypted", "block", `${good}tlsencryptkey=true\n`, "tlsencryptkey", "tlsencryptkey=false"],
    ["certificate-refreshes", "warn", `${good}tlsautorefresh=1\n`, "tlsautorefresh", "tlsautorefresh=false"],
    ["certificate-lacks-host", "info", without("tlsextradomain"), null, "tlsextradomain=node.lan"],
    ["macaroons-off", "block", `${good}no-macaroons=true\n`, "no-macaroons", "no-macaroons=false"],
    ["migrate-line-present", "block", `${good}remotesigner.migrate-wallet-to-watch-only=true\n`, "migrate", null],
    ["other-network", "block", good.replace("bitcoin.mainnet", "bitcoin.signet"), "signet", "bitcoin.mainnet=true"],
    [
      "no-auto-unlock",
      "info",
      without("wallet-unlock-password-file"),
      null,
      "wallet-unlock-password-file=/home/lnd/.lnd/wallet-password",
    ],
  ];

describe("finds", () => {
  test.each(table)("%s as %s", (tag, level, conf, line, corrected) => {
    const found = checkConf(conf, context).filter((finding) => finding.tag === tag);
    const at = line === null ? null : lineOf(conf, line);
    expect(found).toEqual([{ level, tag, line: at, text: expect.stringMatching(/\w.*[.?]$/), corrected }]);
  });
});

test("a file for another kind of host gets that host's lines", () => {
  const at = (host: string) =>
    checkConf("remotesigner.enable=true", { ...context, address: { host, port: 10_019 } })
      .filter(({ tag }) => tag === "listener-missing" || tag === "certificate-lacks-host")
      .map(({ corrected }) => corrected);
  const listen = "remotesigner.experimentalrpclisten=";
  expect(at("192.0.2.10")).toEqual([`${listen}0.0.0.0:10019`, "tlsextraip=192.0.2.10"]);
  expect(at("fd00::1")).toEqual([`${listen}[::]:10019`, "tlsextraip=fd00::1"]);
  expect(at("127.0.0.1")).toEqual([`${listen}127.0.0.1:10019`]);
  expect(at("::1")).toEqual([`${listen}[::1]:10019`]);
  expect(at("abc.onion")).toEqual([`${listen}127.0.0.1:10019`, "tlsextradomain=abc.onion"]);
});

test("without a known node nothing is said about host and port", () => {
  const tags = checkConf(without("tlsextradomain"), { ...context, address: null }).map(({ tag }) => tag);
  expect(tags).toEqual(["conf-good"]);
});

test("findings are in the order of the lines, and never more than a hundred", () => {
  const lines = checkConf(`remotesigner.x=1\n`.repeat(500), context).map(({ line }) => line);
  expect(lines).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
});

test("comments, sections in any case, quotes and Windows line ends are lnd's", () => {
  const conf = good
    .replace("[Application Options]", "# one\n; two\n[APPLICATION OPTIONS]")
    .replace("remotesigner.enable=true", 'remotesigner.enable = "true"')
    .replaceAll("\n", "\r\n");
  expect(checkConf(conf, context).map(({ tag }) => tag)).toEqual(["conf-good"]);
});

test("the last of several lines counts", () => {
  const tags = checkConf(`${good}remotesigner.enable=false\n`, context).map(({ tag }) => tag);
  expect(tags.sort()).toEqual(["given-twice", "remote-signer-off"]);
});
