/** BOLT 11 invoices as lnd signs them: human-readable part || data as bytes, padded with zero bits. */
import { type Network, networks } from "../signer/network";
import { plainText } from "./plainText";

export interface Invoice {
  /** Null for an invoice without an amount. */
  readonly amountMsat: bigint | null;
  readonly description: string | null;
  readonly expiresAtMs: number;
}

/** Prefix per network (lnd zpay32 Encode). */
const prefixes: Readonly<Record<Network, string>> = {
  mainnet: "lnbc",
  testnet: "lntb",
  testnet4: "lntb",
  signet: "lntbs",
  regtest: "lnbcrt",
};

/** Tenths of a milli-satoshi per unit of each multiplier: one pico-bitcoin is one of them. */
const tenthsOfMsat: Readonly<Record<string, bigint>> = {
  "": 1_000_000_000_000n,
  m: 1_000_000_000n,
  u: 1_000_000n,
  n: 1_000n,
  p: 1n,
};

const longestAmount = 20;
const timestampBits = 35;
const descriptionField = 13;
const expiryField = 6;
/** BOLT 11, when the field is absent. */
const defaultExpirySeconds = 3_600;

/** Reads an invoice of this network. Undefined for anything else, an invoice of another network included. */
export function parseInvoice(message: Uint8Array, network: Network): Invoice | undefined {
  const prefix = prefixes[network];
  const head = String.fromCharCode(...message.subarray(0, prefix.length + longestAmount + 1));
  if (!head.startsWith(prefix)) return undefined;
  const [amount = "", digits = "", multiplier = ""] = /^(\d*)([munp]?)/.exec(head.slice(prefix.length)) ?? [];
  if (digits === "" ? multiplier !== "" : digits.startsWith("0")) return undefined;
  const tenths = digits === "" ? 0n : BigInt(digits) * (tenthsOfMsat[multiplier] ?? 0n);
  const data = message.subarray(prefix.length + amount.length);
  if (tenths % 10n !== 0n || !startsWithTimestamp(data)) return undefined;
  const fields = readFields(data);
  return fields && { amountMsat: digits === "" ? null : tenths / 10n, ...fields };
}

/** The network that a message is an invoice of, when it is not this one. */
export function invoiceNetwork(message: Uint8Array, network: Network): Network | undefined {
  return networks.find((other) => prefixes[other] !== prefixes[network] && parseInvoice(message, other) !== undefined);
}

/** 35 bits of seconds: no letter or digit begins them before 2106, so none of the prefix is left in front of them. */
function startsWithTimestamp(data: Uint8Array): boolean {
  const [first] = data;
  return first !== undefined && first < 0x20;
}

/** What the tagged fields say; undefined when they do not fit. */
function readFields(data: Uint8Array): Pick<Invoice, "description" | "expiresAtMs"> | undefined {
  const end = data.length * 8;
  let position = timestampBits;
  let description: string | null = null;
  let expirySeconds = defaultExpirySeconds;
  // type(5 bits) || length(10 bits, in groups of 5) || value; fewer than 15 bits at the end are padding.
  while (position + 15 <= end) {
    const type = readBits(data, position, 5);
    const length = readBits(data, position + 5, 10) * 5;
    position += 15;
    if (position + length > end) return undefined;
    if (type === descriptionField) {
      const from = position;
      const bytes = Uint8Array.from({ length: Math.floor(length / 8) }, (_, index) =>
        readBits(data, from + 8 * index, 8),
      );
      description = plainText(bytes);
    }
    if (type === expiryField) expirySeconds = readBits(data, position, length);
    position += length;
  }
  if (position > end) return undefined;
  return { description, expiresAtMs: (readBits(data, 0, timestampBits) + expirySeconds) * 1000 };
}

function readBits(data: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let bit = start; bit < start + count; bit++) {
    value = value * 2 + (((data[bit >>> 3] as number) >>> (7 - (bit & 7))) & 1);
  }
  return value;
}
