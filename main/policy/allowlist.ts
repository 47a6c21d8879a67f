/** Destinations that a person allowed for good: addresses and output descriptors, compared by script. */
import { scriptFromAddress } from "../signer/address";
import { bytesToHex } from "../signer/bytes";
import type { Curve } from "../signer/curve";
import { type Network, networks } from "../signer/network";
import { parseBip21 } from "./bip21";
import type { AllowlistEntry } from "./config";
import { DescriptorError, descriptorScripts } from "./descriptor";

export interface CompiledAllowlist {
  /** @param scriptHex lower-case hex of an output script */
  has(scriptHex: string): boolean;
  /** The entry that a script is of. */
  entryOf(scriptHex: string): AllowlistEntry | undefined;
  /** Entries that could not be read, with the reason; they allow nothing. */
  readonly unreadable: readonly { readonly id: string; readonly error: string }[];
}

/** What a text means as a destination. */
export type ReadDestination =
  | {
      readonly ok: true;
      readonly kind: AllowlistEntry["kind"];
      /** The address, or the descriptor with its checksum. */
      readonly text: string;
      /** From a BIP 21 text. */
      readonly label: string | null;
      readonly amountSat: string | null;
      readonly scripts: readonly Uint8Array[];
    }
  | { readonly ok: false; readonly error: string };

export interface AllowlistOptions {
  readonly network: Network;
  readonly curve: Curve;
}

/** Makes the list ready to be asked. An entry that cannot be read is told of and allows nothing. */
export function compileAllowlist(entries: readonly AllowlistEntry[], options: AllowlistOptions): CompiledAllowlist {
  const scripts = new Map<string, AllowlistEntry>();
  const unreadable: { id: string; error: string }[] = [];
  for (const entry of entries) {
    const read = readDestination(entry.text, options);
    if (!read.ok) unreadable.push({ id: entry.id, error: read.error });
    else if (read.kind !== entry.kind) unreadable.push({ id: entry.id, error: `It is no ${entry.kind}.` });
    else for (const script of read.scripts) scripts.set(bytesToHex(script), entry);
  }
  return { has: (scriptHex) => scripts.has(scriptHex), entryOf: (scriptHex) => scripts.get(scriptHex), unreadable };
}

/** Reads what somebody typed or pasted: an address, a BIP 21 text or a descriptor with its checksum. */
export function readDestination(text: string, { network, curve }: AllowlistOptions): ReadDestination {
  const trimmed = text.trim();
  // Letters that look like others, invisible ones and line ends have no place in any of the three.
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    return { ok: false, error: "It holds characters that no address has: copy it from where it comes from." };
  }
  if (/^[a-z]+\(/.test(trimmed)) return readDescriptor(trimmed, network, curve);
  const payment = parseBip21(trimmed);
  if (!payment.ok) return payment;
  const script = scriptFromAddress(payment.address, network);
  if (script === undefined) return { ok: false, error: addressTrouble(payment.address, network) };
  const { address, label, amountSat } = payment;
  return { ok: true, kind: "address", text: address, label, amountSat, scripts: [script] };
}

function readDescriptor(text: string, network: Network, curve: Curve): ReadDestination {
  try {
    const scripts = descriptorScripts(text, network, curve);
    return { ok: true, kind: "descriptor", text, label: null, amountSat: null, scripts };
  } catch (error) {
    if (error instanceof DescriptorError) return { ok: false, error: error.message };
    throw error;
  }
}

function addressTrouble(address: string, network: Network): string {
  const other = networks.find((each) => scriptFromAddress(address, each) !== undefined);
  return other === undefined
    ? "This is no address: a character is wrong or missing, or it is of a kind that is not known here."
    : `This address belongs to ${other}, and the signer to ${network}.`;
}
