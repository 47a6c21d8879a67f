/** What earlier requests taught, in the database: amounts of outputs for ever, channels, fundings that wait. */
import type { PolicyMemory } from "../policy/memory";
import type { ChannelRecord, Lesson } from "../policy/verdict";
import { channelOf, channelText } from "./channelText";
import { asBytes, textFrom } from "./safeText";
import type { Transactions } from "./transactions";

type FundingLesson = Extract<Lesson, { kind: "funding" }>;

/** Amounts that were looked up or learned last, about 200 bytes each. */
const mostCachedAmounts = 20_000;

export class MemoryTable implements PolicyMemory {
  readonly #transactions: Transactions;
  readonly #seed: string;
  readonly #selectAmount;
  readonly #insertAmount;
  readonly #writeChannel;
  readonly #writeFunding;
  readonly #hasNonce;
  readonly #byKey = new Map<number, ChannelRecord>();
  readonly #byOutpoint = new Map<string, ChannelRecord>();
  /** undefined: known not to be in the database. */
  readonly #amounts = new Map<string, bigint | undefined>();
  /** What waits for the database: it is true all the same. */
  #held: Lesson[] = [];
  readonly #heldAmounts = new Map<string, bigint>();
  #hasUsedMuSig2: boolean;
  #damagedChannels = 0;

  /** @param seed whose channels these are: `seedScope` */
  constructor(transactions: Transactions, seed: string) {
    const { database } = transactions;
    this.#transactions = transactions;
    this.#seed = seed;
    this.#selectAmount = database.prepare(`SELECT ${asBytes("amount_sat")} FROM outpoint_amounts WHERE outpoint = ?`);
    // The first amount stays: another one is refused by a rule and never gets here.
    this.#insertAmount = transactions.statement("INSERT INTO outpoint_amounts VALUES (?, ?) ON CONFLICT DO NOTHING");
    this.#writeChannel = transactions.statement(
      "INSERT INTO channels VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
    );
    this.#writeFunding = transactions.statement("INSERT INTO fundings VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    this.#hasNonce = database.prepare("SELECT 1 AS one FROM nonces LIMIT 1");
    this.#loadChannels();
    this.#hasUsedMuSig2 = this.#hasNonce.get() !== undefined;
  }

  amountOf(outpoint: string): bigint | undefined {
    const held = this.#heldAmounts.get(outpoint);
    if (held !== undefined) return held;
    if (this.#amounts.has(outpoint)) return this.#amounts.get(outpoint);
    const row = this.#selectAmount.get(outpoint) as { readonly amount_sat: ArrayBuffer } | undefined;
    const amountSat = row === undefined ? undefined : BigInt(textFrom(row.amount_sat));
    this.#cache(outpoint, amountSat);
    return amountSat;
  }

  channelOfKey(fundingKeyIndex: number): ChannelRecord | undefined {
    return this.#byKey.get(fundingKeyIndex);
  }

  channelOfOutpoint(fundingOutpoint: string): ChannelRecord | undefined {
    return this.#byOutpoint.get(fundingOutpoint);
  }

  /** Every nonce that signed is remembered, which is how the first use is told. */
  hasUsedMuSig2(): boolean {
    this.#hasUsedMuSig2 ||= this.#hasNonce.get() !== undefined;
    return this.#hasUsedMuSig2;
  }

  /** Every channel of this seed. */
  channels(): ChannelRecord[] {
    return [...this.#byKey.values()];
  }

  /** Channels whose rows are damaged: they are unknown until they are seen again. */
  get damagedChannels(): number {
    return this.#damagedChannels;
  }

  /** Reads the database anew: memory was imported. */
  reload(): void {
    this.#byKey.clear();
    this.#byOutpoint.clear();
    this.#amounts.clear();
    this.#loadChannels();
    for (const lesson of this.#held) this.#remember(lesson);
  }

  /** Fundings signed before `beforeMs` that no commitment has followed. */
  fundingsWithoutChannel(beforeMs: number): FundingLesson[] {
    const rows = this.#transactions.database
      .prepare(
        `SELECT ${asBytes("outpoint")}, ${asBytes("amount_sat")}, at_ms FROM fundings WHERE at_ms < ? ORDER BY at_ms`,
      )
      .all(beforeMs) as FundingRow[];
    return rows
      .map(
        ({ outpoint, amount_sat, at_ms }): FundingLesson => ({
          kind: "funding",
          outpoint: textFrom(outpoint),
          amountSat: BigInt(textFrom(amount_sat)),
          atMs: at_ms,
        }),
      )
      .filter(({ outpoint }) => !this.#byOutpoint.has(outpoint));
  }

  /** Forgets a funding: its channel came, or a person knows better. */
  forgetFunding(outpoint: string): void {
    this.#transactions.database.prepare("DELETE FROM fundings WHERE outpoint = ?").run(outpoint);
  }

  /** Remembers, as part of the running transaction or in one of its own. */
  apply(lessons: readonly Lesson[]): void {
    if (lessons.length === 0) return;
    this.#transactions.run(() => {
      for (const lesson of lessons) {
        // First: an amount is looked up, and this transaction would find its own.
        this.#remember(lesson);
        this.#write(lesson);
      }
    });
  }

  /** Remembers in memory until `flush` writes it: the database cannot be written, and the channel goes on. */
  hold(lessons: readonly Lesson[]): void {
    this.#held.push(...lessons);
    for (const lesson of lessons) {
      if (lesson.kind === "outpoint-amount" && this.#amountIfReadable(lesson.outpoint) === undefined) {
        this.#heldAmounts.set(lesson.outpoint, lesson.amountSat);
      }
      this.#remember(lesson);
    }
  }

  /** Writes what was held. Part of a transaction: if that fails it is held on. */
  flush(): void {
    const held = this.#held;
    if (held.length === 0) return;
    for (const lesson of held) this.#write(lesson);
    const amounts = [...this.#heldAmounts];
    this.#held = [];
    this.#heldAmounts.clear();
    for (const [outpoint, amountSat] of amounts) this.#cache(outpoint, amountSat);
    this.#transactions.onRollback(() => {
      this.#held = held;
      for (const [outpoint, amountSat] of amounts) {
        this.#amounts.delete(outpoint);
        this.#heldAmounts.set(outpoint, amountSat);
      }
    });
  }

  #loadChannels(): void {
    const rows = this.#transactions.database
      .prepare(`SELECT ${asBytes("json")} FROM channels WHERE seed = ?`)
      .all(this.#seed) as { readonly json: ArrayBuffer }[];
    this.#damagedChannels = 0;
    for (const { json } of rows) {
      const channel = channelOf(textFrom(json));
      if (channel === null) this.#damagedChannels += 1;
      else this.#index(channel);
    }
  }

  #write(lesson: Lesson): void {
    switch (lesson.kind) {
      case "outpoint-amount":
        this.#insertAmount.run(lesson.outpoint, String(lesson.amountSat));
        break;
      case "channel":
        this.#writeChannel.run(this.#seed, lesson.channel.fundingKeyIndex, channelText(lesson.channel));
        break;
      case "funding":
        this.#writeFunding.run(lesson.outpoint, String(lesson.amountSat), lesson.atMs);
        break;
    }
  }

  #remember(lesson: Lesson): void {
    if (lesson.kind === "channel") {
      const before = this.#byKey.get(lesson.channel.fundingKeyIndex);
      this.#index(lesson.channel);
      this.#transactions.onRollback(() => this.#replace(lesson.channel, before));
    } else if (lesson.kind === "outpoint-amount") {
      if (this.#amountIfReadable(lesson.outpoint) !== undefined) return;
      // Another thread may write it: until then the database does not know.
      this.#cache(lesson.outpoint, lesson.amountSat);
      this.#transactions.onRollback(() => void this.#amounts.delete(lesson.outpoint));
    }
  }

  #index(channel: ChannelRecord): void {
    const before = this.#byKey.get(channel.fundingKeyIndex);
    if (before !== undefined) this.#byOutpoint.delete(before.fundingOutpoint);
    this.#byKey.set(channel.fundingKeyIndex, channel);
    this.#byOutpoint.set(channel.fundingOutpoint, channel);
  }

  #replace(channel: ChannelRecord, before: ChannelRecord | undefined): void {
    this.#byKey.delete(channel.fundingKeyIndex);
    this.#byOutpoint.delete(channel.fundingOutpoint);
    if (before !== undefined) this.#index(before);
  }

  #amountIfReadable(outpoint: string): bigint | undefined {
    try {
      return this.amountOf(outpoint);
    } catch {
      // The database is in trouble, which is why amounts are held at all.
      return undefined;
    }
  }

  #cache(outpoint: string, amountSat: bigint | undefined): void {
    this.#amounts.delete(outpoint);
    this.#amounts.set(outpoint, amountSat);
    if (this.#amounts.size <= mostCachedAmounts) return;
    const oldest = this.#amounts.keys().next().value;
    if (oldest !== undefined) this.#amounts.delete(oldest);
  }
}

interface FundingRow {
  readonly outpoint: ArrayBuffer;
  readonly amount_sat: ArrayBuffer;
  readonly at_ms: number;
}

/** Whose memory it is: a profile may hold another seed later, whose key indexes mean other channels. */
export function seedScope(network: string, identityPubkeyHex: string): string {
  return `${network}:${identityPubkeyHex}`;
}
