/** What travels on the stream, decoded: messages of the node and messages of the signer. */
import type { SignRequest, SignResponse } from "../signer/requests";

/** One message of the node. `requestId` is decimal text: ids are 64 bits wide. */
export type NodeMessage =
  | { readonly kind: "ping"; readonly requestId: string }
  | { readonly kind: "registration-complete"; readonly requestId: string; readonly info: string }
  | { readonly kind: "registration-error"; readonly requestId: string; readonly error: string }
  | { readonly kind: "request"; readonly requestId: string; readonly request: SignRequest }
  /** Readable, but of a kind this signer does not know (or of none). */
  | { readonly kind: "unknown"; readonly requestId: string }
  /** Not readable. The id is null when not even that could be read, and then no answer is possible. */
  | { readonly kind: "malformed"; readonly requestId: string | null; readonly detail: string };

/** What the signer says to one request: a signature, or why there is none. */
export type SignAnswer = SignResponse | { readonly kind: "signer_error"; readonly error: string };

/** One message of the signer. */
export type SignerMessage = SignAnswer | { readonly kind: "pong" } | { readonly kind: "signer_registration" };
