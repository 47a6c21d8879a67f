/** Payment requests as people paste them: an address, or a `bitcoin:` URI (BIP21). */
import { plainText } from "../policy/plainText";
import { scriptFromAddress } from "../signer/address";
import { utf8ToBytes } from "../signer/bytes";
import type { Network } from "../signer/network";

export interface PaymentRequest {
  /** On the signer's network. */
  readonly address: string;
  /** Decimal text; null when the request leaves the amount to the payer. */
  readonly amountSat: string | null;
  /** Whom it is for, in the words of whoever made the request; null without any. */
  readonly label: string | null;
}

const longestText = 2_000;
const longestLabel = 100;

/** Reads a payment request; null for what is none, for another network's, and for one that demands what is unknown. */
export function readPaymentRequest(text: string, network: Network): PaymentRequest | null {
  const trimmed = text.trim();
  if (trimmed.length > longestText) return null;
  const [, address = "", query = ""] = /^(?:bitcoin:)?([^?]*)(?:\?(.*))?$/is.exec(trimmed) ?? [];
  if (scriptFromAddress(address, network) === undefined) return null;
  let amountSat: string | null = null;
  let label: string | null = null;
  for (const pair of query.split("&").filter((each) => each !== "")) {
    const [name = "", value = ""] = splitOnce(pair);
    const key = name.toLowerCase();
    // BIP21: a variable with this prefix that is not understood makes the whole request invalid.
    if (key.startsWith("req-")) return null;
    if (key === "amount") {
      amountSat = satoshi(value);
      if (amountSat === null) return null;
    } else if (key === "label") {
      label = decoded(value);
    }
  }
  return { address, amountSat, label };
}

function splitOnce(pair: string): [string, string] {
  const at = pair.indexOf("=");
  return at === -1 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
}

/** Decimal bitcoin, at most eight digits after the point, into satoshi. */
function satoshi(amountBtc: string): string | null {
  const [, whole = "", fraction = ""] = /^(\d{1,8})(?:\.(\d{0,8}))?$/.exec(amountBtc) ?? [];
  if (whole === "") return null;
  return BigInt(whole + fraction.padEnd(8, "0")).toString();
}

function decoded(text: string): string | null {
  try {
    return plainText(utf8ToBytes(decodeURIComponent(text)))?.slice(0, longestLabel) ?? null;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
