/** Memory out of a database into a file, and into another one: what both know is kept, and contradictions are refused. */
import type { ChannelRecord, LimitMeasure } from "../policy/verdict";
import { channelOf, channelText } from "./channelText";
import type { Database } from "./database";
import { type MemoryContents, MemoryFileError, readMemoryFile, writeMemoryFile } from "./memoryFile";
import { contradictionOf, mergeChannel } from "./mergeChannel";
import { asBytes, textFrom } from "./safeText";
import { SettingTable } from "./settings";
import type { Transactions } from "./transactions";

/** Settings that belong to the memory: what a person decided about the rules. */
const travellingSettings = ["guard"];

/** Everything that the signer learned and counted, as bytes of a file. */
export function exportMemory(database: Database, nowMs: number): Uint8Array {
  return writeMemoryFile(readContents(database), nowMs);
}

export interface ImportOptions {
  readonly nowMs: number;
  /** `seedScope` that the file has to be about, if it is about any seed. */
  readonly seed?: string;
  /** "if-none": settings come along where there are none. "leave": they are the caller's business. */
  readonly settings: "if-none" | "leave";
}

export interface MemoryImport {
  /** What is here now that was not before, or more of it. */
  readonly channels: number;
  readonly amounts: number;
  readonly fundings: number;
  readonly nonces: number;
  readonly limitUses: number;
  /** Settings in the file, JSON text by key, whether they were taken or not. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Adds the memory of a file, in the running transaction or one of its own. Tables that are open have to `reload`.
 *
 * @throws MemoryFileError; then nothing was added
 */
export function importMemory(transactions: Transactions, bytes: Uint8Array, options: ImportOptions): MemoryImport {
  const contents = readMemoryFile(bytes);
  const { seed, nowMs } = options;
  if (seed !== undefined && contents.channels.length > 0 && !contents.channels.some((each) => each.seed === seed)) {
    throw new MemoryFileError("OTHER_SEED", "The memory file is of another seed or network.");
  }
  const { database } = transactions;
  return transactions.run(() => {
    const added: MemoryImport = {
      channels: addChannels(database, contents),
      amounts: addAmounts(database, contents),
      fundings: addFundings(database, contents),
      nonces: addNonces(database, contents),
      limitUses: addLimitUses(database, contents),
      settings: contents.settings,
    };
    if (options.settings === "if-none") addSettings(database, contents);
    database
      .prepare(
        "INSERT INTO signer_time VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at_ms = max(at_ms, excluded.at_ms)",
      )
      .run(contents.signerTimeMs);
    database.prepare("UPDATE memory_start SET imported_at_ms = ?").run(nowMs);
    return added;
  });
}

/** What an import added, in a sentence for the journal and for people. */
export function additionsOf({ channels, amounts, fundings, nonces, limitUses }: MemoryImport): string {
  const parts = [`${channels} channels`, `${amounts} amounts`, `${fundings} fundings`, `${nonces} nonces`];
  return `added: ${parts.join(", ")}, ${limitUses} uses of limits`;
}

function addChannels(database: Database, { channels }: MemoryContents): number {
  const find = database.prepare(`SELECT ${asBytes("json")} FROM channels WHERE seed = ? AND funding_key_index = ?`);
  const write = database.prepare(
    "INSERT INTO channels VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
  );
  let added = 0;
  for (const { seed, channel } of channels) {
    const row = find.get(seed, channel.fundingKeyIndex) as { readonly json: ArrayBuffer } | undefined;
    const before = row === undefined ? null : textFrom(row.json);
    const here = before === null ? null : channelOf(before);
    const after = here === null ? channel : merged(here, channel);
    const text = channelText(after);
    if (text === before) continue;
    write.run(seed, channel.fundingKeyIndex, text);
    added += 1;
  }
  return added;
}

function merged(here: ChannelRecord, there: ChannelRecord): ChannelRecord {
  const field = contradictionOf(here, there);
  if (field !== null) {
    throw contradiction(
      `the channel of funding key ${here.fundingKeyIndex}`,
      `${here[field]}`,
      `${there[field]}`,
      field,
    );
  }
  return mergeChannel(here, there);
}

function addAmounts(database: Database, { amounts }: MemoryContents): number {
  const insert = database.prepare("INSERT INTO outpoint_amounts VALUES (?, ?) ON CONFLICT DO NOTHING");
  const find = database.prepare(`SELECT ${asBytes("amount_sat")} FROM outpoint_amounts WHERE outpoint = ?`);
  let added = 0;
  for (const [outpoint, amountSat] of amounts) {
    const { changes } = insert.run(outpoint, String(amountSat));
    added += changes;
    if (changes > 0) continue;
    const row = find.get(outpoint) as { readonly amount_sat: ArrayBuffer };
    const here = textFrom(row.amount_sat);
    if (here !== String(amountSat)) throw contradiction(`the output ${outpoint}`, here, String(amountSat), "amountSat");
  }
  return added;
}

function addFundings(database: Database, { fundings }: MemoryContents): number {
  const insert = database.prepare("INSERT INTO fundings VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
  let added = 0;
  for (const { outpoint, amountSat, atMs } of fundings) {
    added += insert.run(outpoint, String(amountSat), atMs).changes;
  }
  return added;
}

function addNonces(database: Database, { nonces }: MemoryContents): number {
  const insert = database.prepare("INSERT INTO nonces (nonce_hash, binding) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const find = database.prepare("SELECT binding FROM nonces WHERE nonce_hash = ?");
  let added = 0;
  for (const [nonceHash, binding] of nonces) {
    const { changes } = insert.run(Buffer.from(nonceHash, "hex"), Buffer.from(binding, "hex"));
    added += changes;
    if (changes > 0) continue;
    // In a list: libsql takes a lone object, a Buffer too, for named parameters.
    const row = find.get([Buffer.from(nonceHash, "hex")]) as { readonly binding: ArrayBuffer };
    const here = Buffer.from(row.binding).toString("hex");
    if (here !== binding) throw contradiction(`the nonce ${nonceHash}`, here, binding, "binding");
  }
  return added;
}

/** The larger amount and the later time of both: nothing is free sooner than on either side. */
function addLimitUses(database: Database, { limitUses }: MemoryContents): number {
  const insert = database.prepare(
    "INSERT INTO limit_uses (measure, key, amount_sat, at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const find = database.prepare(`SELECT ${asBytes("amount_sat")}, at_ms FROM limit_uses WHERE key = ? AND measure = ?`);
  const update = database.prepare("UPDATE limit_uses SET amount_sat = ?, at_ms = ? WHERE key = ? AND measure = ?");
  let added = 0;
  for (const { measure, key, amountSat, atMs } of limitUses) {
    const { changes } = insert.run(measure, key, String(amountSat), atMs);
    added += changes;
    if (changes > 0) continue;
    const row = find.get(key, measure) as { readonly amount_sat: ArrayBuffer; readonly at_ms: number };
    const here = BigInt(textFrom(row.amount_sat));
    update.run(String(here > amountSat ? here : amountSat), Math.max(row.at_ms, atMs), key, measure);
  }
  return added;
}

function addSettings(database: Database, { settings }: MemoryContents): void {
  const table = new SettingTable(database);
  for (const [key, json] of Object.entries(settings)) {
    if (travellingSettings.includes(key) && table.read(key) === null) table.write(key, json);
  }
}

function contradiction(what: string, here: string, there: string, field: string): MemoryFileError {
  return new MemoryFileError(
    "CONTRADICTION",
    `The memory file contradicts what is remembered here of ${what}: ${field} is ${here} here and ${there} there. ` +
      "Nothing was imported.",
  );
}

function readContents(database: Database): MemoryContents {
  const all = (sql: string) => database.prepare(sql).raw().all() as unknown[][];
  const text = (value: unknown) => textFrom(value as ArrayBuffer);
  const hex = (value: unknown) => Buffer.from(value as ArrayBuffer).toString("hex");
  const settings = new SettingTable(database);
  const uses = "SELECT CAST(measure AS BLOB), CAST(key AS BLOB), CAST(amount_sat AS BLOB), at_ms FROM limit_uses";
  return {
    signerTimeMs: Number(all("SELECT coalesce(max(at_ms), 0) FROM signer_time")[0]?.[0]),
    channels: all("SELECT CAST(seed AS BLOB), CAST(json AS BLOB) FROM channels").flatMap(([seed, json]) => {
      const channel = channelOf(text(json));
      return channel === null ? [] : [{ seed: text(seed), channel }];
    }),
    amounts: all("SELECT CAST(outpoint AS BLOB), CAST(amount_sat AS BLOB) FROM outpoint_amounts").map(
      ([outpoint, amount]) => [text(outpoint), BigInt(text(amount))],
    ),
    fundings: all("SELECT CAST(outpoint AS BLOB), CAST(amount_sat AS BLOB), at_ms FROM fundings").map(
      ([outpoint, amount, atMs]) => ({ outpoint: text(outpoint), amountSat: BigInt(text(amount)), atMs: Number(atMs) }),
    ),
    nonces: all("SELECT nonce_hash, binding FROM nonces ORDER BY id").map(([nonce, bound]) => [hex(nonce), hex(bound)]),
    limitUses: all(`${uses} ORDER BY id`).map(([measure, key, amount, atMs]) => ({
      measure: text(measure) as LimitMeasure,
      key: text(key),
      amountSat: BigInt(text(amount)),
      atMs: Number(atMs),
    })),
    settings: Object.fromEntries(
      travellingSettings.flatMap((key) => {
        const json = settings.read(key);
        return json === null ? [] : [[key, json]];
      }),
    ),
  };
}
