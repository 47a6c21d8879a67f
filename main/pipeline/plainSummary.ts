/** The summary that needs no look inside a request: for what is malformed, too large or too much to classify. */
import { malformedSummary } from "../policy/examine";
import type { RequestClass, RequestSummary } from "../policy/summary";
import type { Network } from "../signer/network";
import type { SignRequest, SignRequestKind } from "../signer/requests";

const classOfKind: Readonly<Record<SignRequestKind, RequestClass>> = {
  shared_key_request: "other-ecdh",
  sign_message_req: "unknown-message",
  sign_psbt_request: "unknown-psbt",
  mu_sig2_session_request: "musig2-session",
  mu_sig2_register_nonces_request: "musig2-nonces",
  mu_sig2_combined_nonces_req: "musig2-nonces",
  mu_sig2_get_combined_nonces_req: "musig2-nonces",
  mu_sig2_sign_request: "musig2-sign",
  mu_sig2_combine_sig_request: "musig2-combine",
  mu_sig2_cleanup_request: "musig2-cleanup",
};

/** @param request null for a message that is no request */
export function plainSummary(request: SignRequest | null, network: Network): RequestSummary {
  const kind = request === null ? "unknown" : request.kind;
  const summary = malformedSummary(kind, network);
  if (request !== null) summary.class = classOfKind[request.kind];
  return summary;
}
