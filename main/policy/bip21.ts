/** Payment requests as links and QR codes carry them (BIP 21): bitcoin:ADDRESS?amount=0.01&label=Ann */

import { utf8ToBytes } from "../signer/bytes";
import { plainText } from "./plainText";

type Bip21 =
  | { readonly ok: true; readonly address: string; readonly label: string | null; readonly amountSat: string | null }
  | { readonly ok: false; readonly error: string };

const scheme = /^bitcoin:/i;
const satPerBitcoin = 100_000_000n;
const longestLabel = 60;

/** Reads a plain address as well: a text without the scheme is the address. */
export function parseBip21(text: string): Bip21 {
  if (!scheme.test(text)) return { ok: true, address: text, label: null, amountSat: null };
  const [address = "", query = ""] = text.replace(scheme, "").split(/\?(.*)/s);
  const fields = new Map<string, string>();
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const [name = "", value = ""] = pair.split(/=(.*)/s);
    const decoded = decode(value);
    if (decoded === undefined) return { ok: false, error: `The field ${name} of the payment link cannot be read.` };
    if (fields.has(name)) return { ok: false, error: `The payment link says ${name} twice.` };
    fields.set(name, decoded);
  }
  const required = [...fields.keys()].find((name) => name.startsWith("req-"));
  if (required !== undefined) {
    return { ok: false, error: `The payment link requires ${required.slice(4)}, which is not known here.` };
  }
  const amount = fields.get("amount");
  const amountSat = amount === undefined ? null : satOf(amount);
  if (amountSat === undefined) return { ok: false, error: `"${amount}" is no amount in bitcoin.` };
  const label = plainText(utf8ToBytes(fields.get("label") ?? ""));
  return { ok: true, address, label: label === null ? null : [...label].slice(0, longestLabel).join(""), amountSat };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Bitcoin with up to eight decimals to satoshi. */
function satOf(text: string): string | undefined {
  const [, whole, decimals = ""] = /^([0-9]{1,8})(?:\.([0-9]{1,8}))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return (BigInt(whole) * satPerBitcoin + BigInt(decimals.padEnd(8, "0"))).toString();
}
