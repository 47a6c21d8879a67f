/** First look at a pasted text: tidies it up and recognises what is not a connection string at all. */
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { block, type Finding } from "./finding";

/** The largest text that is looked at; a connection string is about 1,200 characters. */
export const maxTextLength = 65_536;

const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]/gu;
const quotes = /^["'`\u201c\u201d\u2018\u2019<]+|["'`\u201c\u201d\u2018\u2019>]+$/gu;

/**
 * Removes what copying adds: invisible characters, line breaks with their indentation, outer blanks and quotes.
 * Single blanks inside stay; within base64 they stand for a `+` that a form decoder ate.
 */
export function tidyPastedText(text: string): string {
  return text
    .replace(invisible, "")
    .replace(/[^\S\r\n]*[\r\n]+\s*/g, "\n")
    .trim()
    .replace(quotes, "")
    .trim();
}

const extendedPrivateKey = /\b[xtyzuv]prv[1-9A-HJ-NP-Za-km-z]{60,}/i;
const words: ReadonlySet<string> = new Set(wordlist);

/** True if the text holds seed words, an extended private key or a nostr secret key. */
export function looksLikeASeed(text: string): boolean {
  if (extendedPrivateKey.test(text) || /\bnsec1[02-9ac-hj-np-z]{50,}/i.test(text)) return true;
  const parts = text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part.length > 0);
  const known = parts.filter((part) => words.has(part)).length;
  // A typing mistake or two, or numbers between the words, must not hide a seed.
  return known >= 11 && known >= 0.75 * parts.length;
}

export const seedFinding: Finding = block(
  "looks-like-a-seed",
  "This looks like a seed or private key, not a connection string. Nothing was kept. If anybody else may have seen it, " +
    "move the funds to a new seed.",
);

const foreignSchemes: Readonly<Record<string, string>> = {
  lightning: "a Lightning invoice or address",
  lnurl: "an LNURL",
  lnurlp: "an LNURL",
  bitcoin: "a Bitcoin payment request",
  bunker: "a Nostr signer address",
  nostrconnect: "a Nostr connection",
  "nostr+walletconnect": "a Nostr Wallet Connect string",
  clnrest: "a Core Lightning connection string",
  lndhub: "an LNDHub account",
  http: "a web address",
  https: "a web address",
  ssh: "an SSH address",
};

/** Says what a text is that is not a connection string; undefined for one that is. `text` is tidied. */
export function recogniseForeignText(text: string): Finding | undefined {
  if (text.length === 0) {
    return {
      level: "block",
      tag: "empty",
      message: "There is nothing here yet. Paste the lndconnect:// string that the node's operator made.",
    };
  }
  if (looksLikeASeed(text)) return seedFinding;
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return privateKeyFinding;
  if (/^-----BEGIN CERTIFICATE-----/.test(text)) {
    return {
      level: "block",
      tag: "certificate-alone",
      message:
        "This is the node's certificate alone. Its address and a macaroon are needed too: paste the whole lndconnect:// string, or drop the macaroon's file as well.",
    };
  }
  if (/^(?:0201[0-9a-f]+|AgE[\w+/=-]+)$/i.test(text)) {
    return {
      level: "block",
      tag: "macaroon-alone",
      message:
        "This is a macaroon alone. The node's address and certificate are needed too: paste the whole lndconnect:// string, or drop tls.cert as well.",
    };
  }
  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d)/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === "lndconnect" || scheme === "countersign") return undefined;
  const what = scheme === undefined ? undefined : foreignSchemes[scheme];
  return {
    level: "block",
    tag: scheme === undefined ? "not-a-connection-string" : "wrong-scheme",
    message: `This is ${what ?? (scheme === undefined ? "no connection string" : `a ${scheme}: link`)}. Paste a string that starts with lndconnect:// or countersign://.`,
  };
}

/** A node's TLS key has no business here, in whichever form it comes. */
export const privateKeyFinding: Finding = {
  level: "block",
  tag: "certificate-is-private-key",
  message:
    "This holds a private key (tls.key) instead of the certificate (tls.cert). Nothing was kept. Delete the string, " +
    "remove tls.key and tls.cert on the node, restart it so that it makes new ones, and use tls.cert.",
};
