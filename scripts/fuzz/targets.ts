/** Every parser that hostile or mistaken input can reach, each with inputs close to good ones. */
import { createHash } from "node:crypto";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64urlnopad, createBase58check } from "@scure/base";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { EnvelopeError, readEnvelopeHeader, sealEnvelope } from "../../main/keystore/envelope";
import { decodeSeedRecord, encodeSeedRecord, SeedRecordError } from "../../main/keystore/record";
import { reviewCertificate } from "../../main/pairing/certificate";
import { decodeMacaroon, MacaroonError } from "../../main/pairing/macaroon";
import { decodeMacaroonId } from "../../main/pairing/macaroonId";
import { encodePairingUri } from "../../main/pairing/pairingUri";
import { reviewPairing } from "../../main/pairing/review";
import { addressFromScript, scriptFromAddress } from "../../main/signer/address";
import { cipherSeedFromWords, type Stretch } from "../../main/signer/aezeed";
import { masterFromBip39 } from "../../main/signer/bip39";
import { concatBytes, readUint32LE, uint32LE, utf8ToBytes } from "../../main/signer/bytes";
import { writeEncipheredSeed } from "../../main/signer/encipheredSeed";
import { SignerError } from "../../main/signer/errors";
import { masterFromExtendedKey } from "../../main/signer/extendedKey";
import { networks } from "../../main/signer/network";
import { locatorPath, psbtPath } from "../../main/signer/paths";
import { checkPoints } from "../../main/signer/psbtFields";
import { readPsbt } from "../../main/signer/psbtReader";
import { writePsbt } from "../../main/signer/psbtWriter";
import { SeedError } from "../../main/signer/seedError";
import { bytesToWords, wordsToBytes } from "../../main/signer/seedWords";
import { parseTransaction } from "../../main/signer/transaction";
import { openCurve } from "../../main/thread/nativeCurve";
import { calls } from "../../preload/contract/schemas";
import type { CallName } from "../../preload/contract/types";
import { samples } from "../../tests/contract/samples";
import { type FuzzTarget, fuzzTarget } from "./fuzzInput";
import { mutate, mutateWords } from "./mutate";
import type { Random } from "./random";
import { readSeedVectors, type SeedVectors } from "./seeds";
import { streamTargets } from "./streamTargets";
import { damagedValue, oddValue } from "./values";

const fixedNowMs = Date.UTC(2026, 6, 1);
const base58check = createBase58check(sha256);
/** The real one is meant to be slow; what it returns is noise to the parser either way. */
const quickStretch: Stretch = async (passphrase, salt) =>
  new Uint8Array(createHash("sha256").update(passphrase).update(salt).digest());

/** Builds the targets; the same list in the same order at every start. */
export function fuzzTargets(): FuzzTarget[] {
  const vectors = readSeedVectors();
  const { curve } = openCurve();
  return [
    ...seedTargets(vectors),
    ...keyTargets(vectors),
    fuzzTarget({
      name: "psbt",
      makeInput: (random) => mutate(random, vectors.psbts),
      parse(bytes) {
        const psbt = readPsbt(bytes);
        for (const _ of checkPoints(psbt.uncheckedPoints, curve));
        writePsbt(psbt);
      },
      typedErrors: [SignerError],
    }),
    fuzzTarget({
      name: "transaction",
      makeInput: (random) => mutate(random, vectors.transactions),
      parse(bytes) {
        parseTransaction(bytes, "witness");
        parseTransaction(bytes, "no-witness");
      },
      typedErrors: [SignerError],
    }),
    ...streamTargets(vectors, curve),
    ...pairingTargets(vectors),
    ...keystoreTargets(vectors),
    fuzzTarget({
      name: "window calls",
      makeInput(random) {
        const name = random.pick(Object.keys(samples) as CallName[]);
        const value = random.below(4) === 0 ? oddValue(random) : damagedValue(random, samples[name].input);
        return { name, value };
      },
      parse: ({ name, value }) => calls[name].input.safeParse(value),
      typedErrors: [],
    }),
  ];
}

function seedTargets({ aezeedTexts, extendedKeys }: SeedVectors): FuzzTarget[] {
  const enciphered = aezeedTexts.map((text) => wordsToBytes(text.split(" ").map((word) => knownWord(word))));
  const keyBytes = extendedKeys.map((text) => base58check.decode(text));
  const bip39Texts = [`${"abandon ".repeat(23)}art`, ...aezeedTexts];
  return [
    fuzzTarget({
      name: "aezeed words",
      makeInput: (random) => mutateWords(random, aezeedTexts, wordlist),
      parse: (text) => cipherSeedFromWords(text, new Uint8Array(), quickStretch),
      typedErrors: [SeedError],
    }),
    fuzzTarget({
      name: "aezeed content",
      // The checksum is made right again, so that the cipher gets to see the damage.
      makeInput(random) {
        const bytes = mutate(random, enciphered);
        const content = concatBytes(bytes, random.bytes(33)).subarray(0, 33);
        return bytesToWords(writeEncipheredSeed(content.subarray(1, 24), content.subarray(24, 29))).join(" ");
      },
      parse: (text) => cipherSeedFromWords(text, utf8ToBytes("passphrase"), quickStretch),
      typedErrors: [SeedError],
    }),
    fuzzTarget({
      name: "BIP39 words",
      makeInput: (random) => mutateWords(random, bip39Texts, wordlist),
      parse: (text) => masterFromBip39(text, ""),
      typedErrors: [SeedError],
    }),
    fuzzTarget({
      name: "extended key",
      makeInput: (random) => ({
        text: random.below(2) === 0 ? mutatedText(random, extendedKeys) : base58check.encode(mutate(random, keyBytes)),
        network: random.pick(networks),
      }),
      parse: ({ text, network }) => masterFromExtendedKey(text, network),
      typedErrors: [SeedError],
    }),
  ];
}

function keyTargets({ paths, addresses, scripts }: SeedVectors): FuzzTarget[] {
  const pathBytes = paths.map((path) => concatBytes(...path.map(uint32LE)));
  return [
    fuzzTarget({
      name: "derivation path",
      makeInput(random) {
        const bytes = mutate(random, pathBytes);
        const length = Math.floor(bytes.length / 4);
        return { path: Array.from({ length }, (_, at) => readUint32LE(bytes, 4 * at)), network: random.pick(networks) };
      },
      parse: ({ path, network }) => psbtPath(path, network),
      typedErrors: [SignerError],
    }),
    fuzzTarget({
      name: "key locator",
      makeInput: (random) => ({ keyFamily: oddNumber(random), keyIndex: oddNumber(random) }),
      parse: locatorPath,
      typedErrors: [SignerError],
    }),
    fuzzTarget({
      name: "address",
      makeInput: (random) => ({
        address: mutatedText(random, addresses),
        script: mutate(random, scripts),
        network: random.pick(networks),
      }),
      parse({ address, script, network }) {
        scriptFromAddress(address, network);
        addressFromScript(script, network);
      },
      typedErrors: [],
    }),
  ];
}

function pairingTargets({ macaroons, certificate }: SeedVectors): FuzzTarget[] {
  const strings = macaroons.map(
    (macaroon) =>
      `lndconnect://node.example:10019?cert=${base64urlnopad.encode(certificate)}&macaroon=${base64urlnopad.encode(macaroon)}`,
  );
  const links = macaroons.map((macaroon) =>
    encodePairingUri({
      addresses: [{ host: "node.example", port: 10_019 }],
      certificateDer: certificate,
      macaroon,
      network: "regtest",
    }),
  );
  return [
    fuzzTarget({
      name: "lndconnect",
      makeInput: (random) => ({ text: mutatedText(random, strings), seedNetwork: random.pick(networks) }),
      parse: ({ text, seedNetwork }) =>
        reviewPairing(text, { nowMs: fixedNowMs, seedNetwork, identityPubkeyHex: "", known: null }),
      typedErrors: [],
    }),
    fuzzTarget({
      name: "pairing link",
      makeInput: (random) => mutatedText(random, links),
      parse: (text) =>
        reviewPairing(text, { nowMs: fixedNowMs, seedNetwork: "regtest", identityPubkeyHex: "", known: null }),
      typedErrors: [],
    }),
    fuzzTarget({
      name: "macaroon",
      makeInput: (random) => mutate(random, macaroons),
      parse: (bytes) => decodeMacaroonId(decodeMacaroon(bytes).id),
      typedErrors: [MacaroonError],
    }),
    fuzzTarget({
      name: "certificate",
      makeInput: (random) => mutate(random, [certificate]),
      parse: (bytes) => reviewCertificate(bytes, "node.example", fixedNowMs),
      typedErrors: [],
    }),
  ];
}

function keystoreTargets({ aezeedTexts }: SeedVectors): FuzzTarget[] {
  const record = encodeSeedRecord({
    network: "regtest",
    origin: "aezeed",
    masterKey: new Uint8Array(64).fill(1),
    createdAtMs: fixedNowMs,
    birthdayMs: null,
    backup: "unchecked",
    backupCheckedAtMs: null,
    encipheredSeed: wordsToBytes((aezeedTexts[0] as string).split(" ")),
  });
  const envelope = sealEnvelope(record, "regtest", null);
  return [
    fuzzTarget({
      name: "seed envelope",
      makeInput: (random) => mutate(random, [envelope]),
      parse: readEnvelopeHeader,
      typedErrors: [EnvelopeError],
    }),
    fuzzTarget({
      name: "seed record",
      makeInput: (random) => mutate(random, [record]),
      parse: decodeSeedRecord,
      typedErrors: [SeedRecordError],
    }),
  ];
}

/** Damages the UTF-8 form and reads it back: also gives characters that no encoder would. */
function mutatedText(random: Random, texts: readonly string[]): string {
  return new TextDecoder().decode(mutate(random, texts.map(utf8ToBytes)));
}

function oddNumber(random: Random): number {
  const near = random.pick([0, 255, -(2 ** 31), 2 ** 31 - 2, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER, Number.NaN]);
  return near + random.pick([-1, 0, 1, 0.5]);
}

/** A few vectors hold a word that is not on the list, which bytes cannot spell. */
function knownWord(word: string): string {
  return wordlist.includes(word) ? word : (wordlist[0] as string);
}
