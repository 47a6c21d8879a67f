/**
 * Why the signing engine says no. The code is stable and ours; the message is the inner text lnd's own signer
 * would send, so that node logs read the same with either signer. Messages never hold key bytes.
 */

export const signerErrorCodes = [
  "BAD_LENGTH",
  "BAD_POINT",
  "BAD_SCALAR",
  "BAD_PATH",
  "BAD_PSBT",
  "BAD_REQUEST",
  "UNKNOWN_KEY",
  "UNSUPPORTED_SCRIPT",
  "UNSUPPORTED_SIGHASH",
  "UNSUPPORTED_TAPROOT",
  "UNSUPPORTED_VERSION",
  "UNKNOWN_SESSION",
  "NONCE_REUSED",
  "NONCES_INCOMPLETE",
  "NONCES_COMPLETE",
  "BAD_SIGNATURE",
  "UNIMPLEMENTED",
] as const;
export type SignerErrorCode = (typeof signerErrorCodes)[number];

/** An expected failure of one request; the stream and every other request go on. */
export class SignerError extends Error {
  readonly code: SignerErrorCode;

  constructor(code: SignerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SignerError";
    this.code = code;
  }
}
