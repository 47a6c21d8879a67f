/** What texts and files gave, whatever their form: the input of the review. */
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Finding } from "./finding";
import type { NodeAddress } from "./watchOnlyNode";

/** Bytes from a file, or from the text itself. */
export interface GivenBytes {
  readonly bytes: Uint8Array;
  /** Where they came from, for people: a file's name, say. */
  readonly from: string;
}

export interface PairingMaterial {
  /** In the order to try them. A port of 0 is an impossible one that was named. */
  readonly addresses: readonly NodeAddress[];
  readonly portAssumed: boolean;
  /** DER or PEM, as they came. */
  readonly certificates: readonly GivenBytes[];
  /** SHA-256 of the only certificate to accept, lower-case hex. */
  readonly pinHex: string | undefined;
  /** Binary form. Secret. */
  readonly macaroons: readonly GivenBytes[];
  readonly network: string | undefined;
  /** The node's identity key, 33 bytes, lower-case hex. */
  readonly nodePubkeyHex: string | undefined;
  readonly name: string | undefined;
  readonly requestTimeoutMs: number | undefined;
  /** What was noticed while reading. */
  readonly findings: readonly Finding[];
}

export const noMaterial: PairingMaterial = {
  addresses: [],
  portAssumed: false,
  certificates: [],
  pinHex: undefined,
  macaroons: [],
  network: undefined,
  nodePubkeyHex: undefined,
  name: undefined,
  requestTimeoutMs: undefined,
  findings: [],
};

/** Puts together what several texts and files gave; the same bytes given twice count once. Of single facts the first stands. */
export function combineMaterial(parts: readonly PairingMaterial[]): PairingMaterial {
  const first = <K extends keyof PairingMaterial>(key: K) => parts.find((part) => part[key] !== undefined)?.[key];
  const withAddress = parts.filter(({ addresses }) => addresses.length > 0);
  return {
    addresses: withAddress[0]?.addresses ?? [],
    portAssumed: withAddress[0]?.portAssumed ?? false,
    certificates: distinct(parts.flatMap(({ certificates }) => certificates)),
    pinHex: first("pinHex"),
    macaroons: distinct(parts.flatMap(({ macaroons }) => macaroons)),
    network: first("network"),
    nodePubkeyHex: first("nodePubkeyHex"),
    name: first("name"),
    requestTimeoutMs: first("requestTimeoutMs"),
    findings: parts.flatMap(({ findings }) => findings),
  };
}

export function wipeMacaroons({ macaroons }: PairingMaterial): void {
  for (const { bytes } of macaroons) bytes.fill(0);
}

function distinct(given: readonly GivenBytes[]): GivenBytes[] {
  return [
    ...new Map(given.map((each) => [bytesToHex(each.bytes), each]).reverse() as [string, GivenBytes][]).values(),
  ].reverse();
}
