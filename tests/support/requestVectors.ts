/** The recorded requests of tests/vectors as the engine takes them. */
import { hexToBytes } from "../../main/signer/bytes";
import type { SharedKeyRequest, SignMessageRequest, SignPsbtRequest } from "../../main/signer/requests";
import psbtCases from "../vectors/sign_psbt_cases.json";
import { type LocatorJson, locatorOf, readVectors } from "./engines";

export interface SharedKeyJson {
  readonly ephemeral_pubkey?: string;
  readonly key_loc?: LocatorJson;
  readonly key_desc?: { readonly raw_key_bytes?: string; readonly key_loc?: LocatorJson };
}

export interface SignMessageJson {
  readonly msg?: string;
  readonly key_loc?: LocatorJson;
  readonly double_hash?: boolean;
  readonly compact_sig?: boolean;
  readonly schnorr_sig?: boolean;
  readonly schnorr_sig_tap_tweak?: string;
  readonly tag?: string;
}

interface Named<Json> {
  readonly name: string;
  readonly request: Json;
}
interface CasesAndErrors<Json> {
  readonly cases: readonly Named<Json>[];
  readonly errors: readonly Named<Json>[];
}

export function sharedKeyRequest({ ephemeral_pubkey, key_loc, key_desc }: SharedKeyJson): SharedKeyRequest {
  return {
    kind: "shared_key_request",
    ephemeralPubkey: hexToBytes(ephemeral_pubkey ?? ""),
    keyLoc: locatorOf(key_loc),
    keyDesc: key_desc && {
      rawKeyBytes: hexToBytes(key_desc.raw_key_bytes ?? ""),
      keyLoc: locatorOf(key_desc.key_loc),
    },
  };
}

export function signMessageRequest(json: SignMessageJson): SignMessageRequest {
  return {
    kind: "sign_message_req",
    msg: hexToBytes(json.msg ?? ""),
    keyLoc: locatorOf(json.key_loc),
    doubleHash: json.double_hash ?? false,
    compactSig: json.compact_sig ?? false,
    schnorrSig: json.schnorr_sig ?? false,
    schnorrSigTapTweak: hexToBytes(json.schnorr_sig_tap_tweak ?? ""),
    tag: hexToBytes(json.tag ?? ""),
  };
}

/** Name and request of every recorded case, answered and refused. */
function every<Json, Request>(file: string, requestOf: (json: Json) => Request): [string, Request][] {
  const { cases, errors } = readVectors<CasesAndErrors<Json>>(file);
  return [...cases, ...errors].map(({ name, request }) => [name, requestOf(request)]);
}

export const sharedKeyVectors = () => every("derive_shared_key", sharedKeyRequest);
export const signMessageVectors = () => every("sign_message", signMessageRequest);
export const psbtVectors = (): [string, SignPsbtRequest][] =>
  psbtCases.cases.map(({ name, funded_psbt }) => [
    name,
    { kind: "sign_psbt_request", fundedPsbt: hexToBytes(funded_psbt) },
  ]);
