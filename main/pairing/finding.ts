/** One thing a person should know about what they pasted, before anything connects. */

export interface Finding {
  /** A block must be solved first; a warning may be accepted. */
  readonly level: "ok" | "info" | "warn" | "block";
  /** Stable tag of this finding; docs/pairing.md lists them all. */
  readonly tag: string;
  /** What is the matter and what to do. Never holds pasted secrets. */
  readonly message: string;
}

/** What a pairing text gave, whatever its form: the input of the review. */
export interface PairingMaterial {
  /** Lower case, without brackets; empty when the text names none. */
  readonly host: string;
  /** 0 when the text names an impossible one. */
  readonly port: number;
  readonly portAssumed: boolean;
  /** DER or PEM bytes as they came. */
  readonly certificate: Uint8Array | undefined;
  /** Binary form. Secret. */
  readonly macaroon: Uint8Array | undefined;
  /** What the text itself says about the network. */
  readonly network: string | undefined;
  /** What was noticed while reading. */
  readonly findings: readonly Finding[];
}
