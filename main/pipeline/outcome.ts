/** How one request ended: the app's central noun besides the request itself. */
import type { SignerErrorCode } from "../signer/errors";
import type { SignResponse } from "../signer/requests";

export type SignOutcome =
  | { readonly kind: "signed"; readonly response: SignResponse }
  /** Policy or a person said no; nothing was signed. */
  | { readonly kind: "denied"; readonly tag: string; readonly reason: string }
  /** No time left to answer with a signature. */
  | { readonly kind: "expired"; readonly tag: "deadline" }
  /** Malformed, unknown key, unsupported: what lnd's own signer refuses as well. */
  | { readonly kind: "failed"; readonly code: SignerErrorCode; readonly detail: string }
  /** Ours to fix. The detail stays in the local log under the same reference. */
  | { readonly kind: "bug"; readonly ref: string };
