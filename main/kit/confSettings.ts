/** What the lines of an lnd.conf together mean for a signer that dials in. */

import { defaultRequestTimeoutMs, defaultSignerPort } from "../pairing/watchOnlyNode";
import { networks } from "../signer/network";
import type { ConfEntry } from "./confFile";
import { about, type ConfContext, type ConfFinding } from "./confFinding";
import { goDuration, parseGoBool, parseGoDuration } from "./goValues";
import { certificateNameLine, hostKind, listenLine } from "./signerConf";

/** lnd's defaults (lncfg/remotesigner.go; config.go, DefaultConfig). */
const defaults = { startupTimeoutMs: 300_000, attempts: 1, checkTimeoutMs: 1_000 };
/** Below this a busy signer is taken for a dead one. */
const patientCheckMs = 5_000;

export function settingFindings(entries: readonly ConfEntry[], context: ConfContext): ConfFinding[] {
  const settings = new Settings(entries);
  return [
    ...modeFindings(settings),
    ...listenerFindings(settings, context),
    ...timeoutFindings(settings, context),
    ...healthFindings(settings),
    ...certificateFindings(settings, context),
    ...walletFindings(settings, context),
  ];
}

/** The lines that count: of a repeated option the last. */
class Settings {
  readonly #last: ReadonlyMap<string, ConfEntry>;
  readonly #entries: readonly ConfEntry[];

  constructor(entries: readonly ConfEntry[]) {
    this.#entries = entries;
    this.#last = new Map(entries.map((entry) => [entry.name, entry]));
  }

  entry(name: string): ConfEntry | undefined {
    return this.#last.get(name);
  }

  all(name: string): readonly ConfEntry[] {
    return this.#entries.filter((entry) => entry.name === name);
  }

  named(prefix: string): readonly ConfEntry[] {
    return this.#entries.filter(({ name }) => name.startsWith(prefix));
  }

  isOn(name: string): boolean {
    const entry = this.entry(name);
    return entry !== undefined && parseGoBool(entry.value) === true;
  }

  line(name: string): number | null {
    return this.entry(name)?.line ?? null;
  }

  durationMs(name: string, defaultMs: number): number {
    return parseGoDuration(this.entry(name)?.value ?? "") ?? defaultMs;
  }
}

function modeFindings(settings: Settings): ConfFinding[] {
  const findings: ConfFinding[] = [];
  const enable = "remotesigner.enable";
  if (!settings.isOn(enable)) {
    const text = "Remote signing is off: lnd needs this line to work with any signer.";
    findings.push(about(settings.line(enable), "block", "remote-signer-off", text, `${enable}=true`));
  }
  const inbound = "remotesigner.experimentalallowinboundconnection";
  if (!settings.isOn(inbound)) {
    const text = "lnd would look for a signer by itself instead of letting this one connect.";
    findings.push(about(settings.line(inbound), "block", "inbound-off", text, `${inbound}=true`));
  }
  for (const option of ["rpchost", "macaroonpath", "tlscertpath", "timeout"]) {
    const entry = settings.entry(`remotesigner.${option}`);
    if (entry === undefined) continue;
    const text = `${entry.name} belongs to the other way round, where lnd dials its signer. Remove the line.`;
    findings.push(about(entry.line, "warn", "outbound-option", text));
  }
  for (const entry of settings.named("watchonlynode.")) {
    const isSwitch = entry.name === "watchonlynode.experimentalenable" && parseGoBool(entry.value) === true;
    const text = isSwitch
      ? "This makes lnd the signer of another node, and lnd refuses to be both. Remove the line."
      : "watchonlynode options are for an lnd that is the signer; Countersign takes that part. Remove the line.";
    findings.push(
      about(entry.line, isSwitch ? "block" : "warn", isSwitch ? "is-signer-itself" : "signer-side-option", text),
    );
  }
  return findings;
}

function listenerFindings(settings: Settings, { address }: ConfContext): ConfFinding[] {
  const listeners = settings
    .all("remotesigner.experimentalrpclisten")
    .filter(({ value }) => !value.startsWith("unix:"));
  if (settings.entry("remotesigner.experimentalrpclisten") === undefined) {
    const corrected = listenLine(address ?? { host: "", port: defaultSignerPort });
    const text = "lnd has no address to listen on for signers, and does not start without one.";
    return [about(null, "block", "listener-missing", text, corrected)];
  }
  const [first] = listeners;
  if (address === null || first === undefined) return [];
  const corrected = listenLine(address);
  if (!listeners.some(({ value }) => portOf(value) === address.port)) {
    const text = `lnd listens on port ${portOf(first.value)}; Countersign dials ${address.port}.`;
    return [about(first.line, "block", "listener-port-differs", text, corrected)];
  }
  const kind = hostKind(address.host);
  const isLocal = kind === "loopback" || kind === "onion";
  if (!isLocal && listeners.every(({ value }) => hostKind(hostOf(value)) === "loopback")) {
    const text = `lnd listens on this one computer alone, and Countersign dials ${address.host}.`;
    return [about(first.line, "block", "listener-local-only", text, corrected)];
  }
  return [];
}

function timeoutFindings(settings: Settings, { requestTimeoutMs }: ConfContext): ConfFinding[] {
  const findings: ConfFinding[] = [];
  const request = "remotesigner.experimentalrequesttimeout";
  const nodeMs = settings.durationMs(request, defaultRequestTimeoutMs);
  const corrected = `${request}=${goDuration(requestTimeoutMs)}`;
  if (nodeMs >= 0 && nodeMs < 1_000) {
    findings.push(
      about(
        settings.line(request),
        "block",
        "request-timeout-too-short",
        "lnd wants at least one second here.",
        corrected,
      ),
    );
  } else if (nodeMs !== requestTimeoutMs) {
    const isDefault = settings.entry(request) === undefined ? ", lnd's default," : "";
    const text =
      nodeMs < requestTimeoutMs
        ? `The node waits ${goDuration(nodeMs)}${isDefault} and Countersign takes up to ${goDuration(requestTimeoutMs)}: late answers stop lnd.`
        : `The node waits ${goDuration(nodeMs)}${isDefault}, Countersign gives up after ${goDuration(requestTimeoutMs)}. Set both alike.`;
    const level = nodeMs < requestTimeoutMs ? "block" : "warn";
    findings.push(about(settings.line(request), level, "request-timeout-differs", text, corrected));
  }
  const startup = "remotesigner.experimentalstartuptimeout";
  const startupMs = settings.durationMs(startup, defaults.startupTimeoutMs);
  if (startupMs > 0) {
    const text = `lnd stops when no signer came within ${goDuration(startupMs)} of its start. With 0 it waits.`;
    findings.push(about(settings.line(startup), "warn", "startup-timeout-ends", text, `${startup}=0`));
  }
  return findings;
}

function healthFindings(settings: Settings): ConfFinding[] {
  const attempts = "healthcheck.remotesigner.attempts";
  const tries = Number(settings.entry(attempts)?.value ?? defaults.attempts);
  if (tries === 0) {
    const text =
      "The health check of the signer is off. lnd then notices a lost signer only when it needs a signature.";
    return [about(settings.line(attempts), "info", "health-check-off", text)];
  }
  const findings: ConfFinding[] = [];
  if (tries === 1) {
    const text = "lnd stops after a single failed check of its signer. Three tries survive a short gap.";
    findings.push(about(settings.line(attempts), "warn", "health-check-single-try", text, `${attempts}=3`));
  }
  const timeout = "healthcheck.remotesigner.timeout";
  if (settings.durationMs(timeout, defaults.checkTimeoutMs) < patientCheckMs) {
    const text = "The check of the signer gives up so soon that a slow network counts as a lost signer.";
    findings.push(about(settings.line(timeout), "warn", "health-check-hasty", text, `${timeout}=10s`));
  }
  return findings;
}

function certificateFindings(settings: Settings, { address }: ConfContext): ConfFinding[] {
  const findings: ConfFinding[] = [];
  if (settings.isOn("tlsencryptkey")) {
    const text =
      "With an encrypted TLS key lnd shows a new certificate at every start, before its wallet is open: just when the signer connects and refuses it.";
    findings.push(about(settings.line("tlsencryptkey"), "block", "tls-key-encrypted", text, "tlsencryptkey=false"));
  }
  if (settings.isOn("tlsautorefresh")) {
    const text =
      "lnd makes a new certificate when its addresses change, and Countersign trusts only the one you compared.";
    findings.push(
      about(settings.line("tlsautorefresh"), "warn", "certificate-refreshes", text, "tlsautorefresh=false"),
    );
  }
  const nameLine = address === null ? null : certificateNameLine(address.host);
  const names = [...settings.all("tlsextradomain"), ...settings.all("tlsextraip")];
  if (nameLine !== null && !names.some(({ name, value }) => `${name}=${value}` === nameLine)) {
    const text =
      "The certificate will not name the host that Countersign dials. Add the line and remove tls.cert and tls.key, or accept it as it is while pairing.";
    findings.push(about(null, "info", "certificate-lacks-host", text, nameLine));
  }
  if (settings.isOn("no-macaroons")) {
    const text = "Without macaroons everyone who reaches the port can pose as the signer.";
    findings.push(about(settings.line("no-macaroons"), "block", "macaroons-off", text, "no-macaroons=false"));
  }
  return findings;
}

function walletFindings(settings: Settings, { network }: ConfContext): ConfFinding[] {
  const findings: ConfFinding[] = [];
  const migrate = "remotesigner.migrate-wallet-to-watch-only";
  if (settings.isOn(migrate)) {
    const text =
      "At the next unlock lnd erases the wallet's private keys, for good, before any signer has connected. Remove the line unless the pre-flight was green and the dry run went well.";
    findings.push(about(settings.line(migrate), "block", "migrate-line-present", text));
  }
  const other = networks.find((known) => known !== network && settings.isOn(`bitcoin.${known}`));
  if (other !== undefined) {
    const text = `The node is on ${other}, the seed here is for ${network}.`;
    findings.push(about(settings.line(`bitcoin.${other}`), "block", "other-network", text, `bitcoin.${network}=true`));
  }
  if (settings.entry("wallet-unlock-password-file") === undefined) {
    const text =
      "After a restart lnd waits until someone unlocks its wallet. A password file, once there is a wallet, spares that.";
    const corrected = "wallet-unlock-password-file=/home/lnd/.lnd/wallet-password";
    findings.push(about(null, "info", "no-auto-unlock", text, corrected));
  }
  return findings;
}

function hostOf(listener: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(listener)?.[1];
  return bracketed ?? listener.split(":")[0] ?? "";
}

function portOf(listener: string): number {
  const port = /:(\d+)$/.exec(listener.replace(/^\[[^\]]*\]/, ""))?.[1];
  return port === undefined ? defaultSignerPort : Number(port);
}
