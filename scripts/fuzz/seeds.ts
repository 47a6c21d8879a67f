/** Good inputs to start from: the project's own test vectors. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { masterFromSeedBytes } from "../../main/signer/derive";
import { parsePath } from "../../tests/support/derivationPath";

/** The bundle runs from dist/scripts. */
export const projectRoot = path.resolve(__dirname, "../..");

export interface SeedVectors {
  readonly aezeedTexts: readonly string[];
  readonly extendedKeys: readonly string[];
  /** uint32 elements. */
  readonly paths: readonly (readonly number[])[];
  readonly addresses: readonly string[];
  readonly scripts: readonly Uint8Array[];
  readonly transactions: readonly Uint8Array[];
  readonly psbts: readonly Uint8Array[];
  readonly macaroons: readonly Uint8Array[];
  readonly certificate: Uint8Array;
  /** The keys that the requests below belong to. */
  readonly masterKey: Uint8Array;
  readonly requests: readonly VectorRequest[];
}

/** A field of the request oneof and its message as the proto files name it. */
export interface VectorRequest {
  readonly field: string;
  readonly request: unknown;
}

interface RequestVectors {
  readonly cases: readonly { readonly request: unknown }[];
  readonly errors: readonly { readonly request: unknown }[];
}

/** Reads the vectors that the targets start from. */
export function readSeedVectors(): SeedVectors {
  const aezeed = read<{
    unit_test_vectors: { production: { mnemonic: string } }[];
    real_seed: { mnemonic: string; master_xprv: string };
    version1: { mnemonic: string };
    failures: { mnemonic: string }[];
  }>("aezeed");
  const derivation = read<{ paths: { path: string }[]; addresses: { address: string }[] }>("key_derivation");
  const accounts = read<{ root_tprv: string; accounts: { xpub_doc: string }[] }>("accounts_itest_root");
  const segwit = read<{ cases: { unsignedTx: string }[] }>("bip143_examples");
  const taproot = read<{
    keyPathSpending: { given: { rawUnsignedTx: string; utxosSpent: { scriptPubKey: string }[] } }[];
  }>("bip341_key_path_spending").keyPathSpending.map(({ given }) => given);
  const psbts = read<{ entropy: string; cases: { funded_psbt: string }[] }>("sign_psbt_cases");
  const messages = read<RequestVectors>("sign_message");
  const sharedKeys = read<RequestVectors>("derive_shared_key");
  const sessions = read<{ cases: { session_request: unknown }[] }>("musig2_hd_sessions");
  return {
    aezeedTexts: [
      aezeed.real_seed.mnemonic,
      aezeed.version1.mnemonic,
      ...aezeed.unit_test_vectors.map(({ production }) => production.mnemonic),
      ...aezeed.failures.map(({ mnemonic }) => mnemonic),
    ],
    extendedKeys: [
      aezeed.real_seed.master_xprv,
      accounts.root_tprv,
      ...accounts.accounts.slice(0, 4).map(({ xpub_doc }) => xpub_doc),
    ],
    paths: derivation.paths.map((vector) => parsePath(vector.path)),
    addresses: [
      ...derivation.addresses.map(({ address }) => address),
      "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH",
      "3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN",
    ],
    scripts: taproot.flatMap(({ utxosSpent }) => utxosSpent.map(({ scriptPubKey }) => fromHex(scriptPubKey))),
    transactions: [
      ...segwit.cases.map(({ unsignedTx }) => fromHex(unsignedTx)),
      ...taproot.map(({ rawUnsignedTx }) => fromHex(rawUnsignedTx)),
    ],
    psbts: psbts.cases.map(({ funded_psbt }) => fromHex(funded_psbt)),
    macaroons: Object.values(read<{ macaroons: Record<string, string> }>("lncli_macaroons").macaroons).map(fromHex),
    certificate: fromHex(read<{ certificateDerHex: string }>("tls_certificate").certificateDerHex),
    masterKey: masterFromSeedBytes(fromHex(psbts.entropy)),
    requests: withBytes([
      ...[...messages.cases, ...messages.errors].map(({ request }) => ({ field: "sign_message_req", request })),
      ...[...sharedKeys.cases, ...sharedKeys.errors].map(({ request }) => ({ field: "shared_key_request", request })),
      ...sessions.cases.map(({ session_request }) => ({ field: "mu_sig2_session_request", request: session_request })),
      ...psbts.cases.map(({ funded_psbt }) => ({ field: "sign_psbt_request", request: { funded_psbt } })),
    ]),
  };
}

function read<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(path.join(projectRoot, "tests/vectors", `${name}.json`), "utf8")) as Shape;
}

/** Hex texts inside the messages as the bytes they stand for. */
function withBytes(requests: readonly VectorRequest[]): VectorRequest[] {
  const convert = (value: unknown): unknown => {
    if (typeof value === "string") return fromHex(value);
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, convert(inner)]));
  };
  return requests.map(({ field, request }) => ({ field, request: convert(request) }));
}

function fromHex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "hex"));
}
