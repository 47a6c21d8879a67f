/** The options of lnd.conf that concern a remote signer, as lnd knows them now, and names they had or are taken for. */

type ConfValue = "boolean" | "duration" | "count" | "address" | "text";

interface ConfOption {
  readonly value: ConfValue;
  /** May be given several times. */
  readonly repeatable?: true;
}

/** Options by their full name (lnd lncfg/remotesigner.go, lncfg/healthcheck.go, config.go). */
export const confOptions: Readonly<Record<string, ConfOption>> = {
  "remotesigner.enable": { value: "boolean" },
  "remotesigner.experimentalallowinboundconnection": { value: "boolean" },
  "remotesigner.experimentalrpclisten": { value: "address", repeatable: true },
  "remotesigner.experimentalrequesttimeout": { value: "duration" },
  "remotesigner.experimentalstartuptimeout": { value: "duration" },
  "remotesigner.migrate-wallet-to-watch-only": { value: "boolean" },
  "remotesigner.rpchost": { value: "text" },
  "remotesigner.macaroonpath": { value: "text" },
  "remotesigner.tlscertpath": { value: "text" },
  "remotesigner.timeout": { value: "duration" },
  "watchonlynode.experimentalenable": { value: "boolean" },
  "watchonlynode.rpchost": { value: "text" },
  "watchonlynode.macaroonpath": { value: "text" },
  "watchonlynode.tlscertpath": { value: "text" },
  "watchonlynode.timeout": { value: "duration" },
  "watchonlynode.experimentalrequesttimeout": { value: "duration" },
  "healthcheck.remotesigner.attempts": { value: "count" },
  "healthcheck.remotesigner.timeout": { value: "duration" },
  "healthcheck.remotesigner.backoff": { value: "duration" },
  "healthcheck.remotesigner.interval": { value: "duration" },
  tlsextradomain: { value: "text", repeatable: true },
  tlsextraip: { value: "text", repeatable: true },
  tlsencryptkey: { value: "boolean" },
  tlsautorefresh: { value: "boolean" },
  "no-macaroons": { value: "boolean" },
  "wallet-unlock-password-file": { value: "text" },
  "bitcoin.mainnet": { value: "boolean" },
  "bitcoin.testnet": { value: "boolean" },
  "bitcoin.testnet4": { value: "boolean" },
  "bitcoin.signet": { value: "boolean" },
  "bitcoin.regtest": { value: "boolean" },
};

const renamed: Readonly<Record<string, string>> = {
  "remotesigner.allowinboundconnection": "remotesigner.experimentalallowinboundconnection",
  "remotesigner.rpclisten": "remotesigner.experimentalrpclisten",
  "remotesigner.requesttimeout": "remotesigner.experimentalrequesttimeout",
  "remotesigner.startuptimeout": "remotesigner.experimentalstartuptimeout",
  "remotesigner.migratewallettowatchonly": "remotesigner.migrate-wallet-to-watch-only",
  "watchonlynode.enable": "watchonlynode.experimentalenable",
  "watchonlynode.requesttimeout": "watchonlynode.experimentalrequesttimeout",
  "tls-extra-domain": "tlsextradomain",
  "tls-extra-ip": "tlsextraip",
};

/** Today's name of an option that is close to one of ours; null for an option that has its right name or is not ours. */
export function rightNameOf(name: string): string | null {
  if (Object.hasOwn(confOptions, name)) return null;
  const plain = name.toLowerCase().replaceAll("_", "");
  if (Object.hasOwn(confOptions, plain)) return plain;
  return Object.hasOwn(renamed, plain) ? (renamed[plain] ?? null) : null;
}

/** Whether an option that is not in the table claims to be one of a group that is there in full. */
export function isUnknownOption(name: string): boolean {
  return /^(remotesigner|watchonlynode|healthcheck\.remotesigner)\./i.test(name) && !Object.hasOwn(confOptions, name);
}

/** Headings under which lnd finds an option: none, the general one, or that of its own group (go-flags ini.go, parse). */
export function sectionsOf(name: string): readonly string[] {
  const general = ["", "application options"];
  const dot = name.indexOf(".");
  return dot < 0 ? general : [...general, name.slice(0, dot)];
}
