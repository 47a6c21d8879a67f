/** From what the signer says to protobuf objects: the oneof member of SignCoordinatorResponse. */
import type { SignerMessage } from "./messages";
import type { WireObject } from "./signRequestFields";

/** lnd's own signer sends these two; the node checks only that the second is not empty (sign_coordinator.go). */
const registration: WireObject = {
  registration_challenge: new TextEncoder().encode("registrationChallenge"),
  registration_info: "outboundSigner",
};

/** Decimal digits that a JavaScript number holds exactly. */
const mostExactDigits = 15;

/** The fields of a SignCoordinatorResponse, absent ones included: objects of one shape are read faster. */
export function responseFields(requestId: string, message: SignerMessage): WireObject {
  const fields: ResponseFields = {
    // Text becomes a 64-bit integer digit by digit.
    ref_request_id: requestId.length > mostExactDigits ? requestId : Number(requestId),
    signer_registration: undefined,
    pong: undefined,
    signer_error: undefined,
    shared_key_response: undefined,
    sign_message_resp: undefined,
    sign_psbt_response: undefined,
    mu_sig2_session_response: undefined,
    mu_sig2_register_nonces_response: undefined,
    mu_sig2_comb_nonces_resp: undefined,
    mu_sig2_get_comb_nonces_resp: undefined,
    mu_sig2_sign_response: undefined,
    mu_sig2_combine_sig_response: undefined,
    mu_sig2_cleanup_response: undefined,
  };
  fields[message.kind] = responseField(message);
  return fields;
}

type ResponseFields = { ref_request_id: string | number } & {
  [Kind in SignerMessage["kind"]]: WireObject | true | undefined;
};

/** Value of the field `message.kind`. Empty messages are objects too: the node must see that they are there. */
function responseField(message: SignerMessage): WireObject | true {
  switch (message.kind) {
    case "pong":
      return true;
    case "signer_registration":
      return registration;
    case "signer_error":
      return { error: message.error };
    case "shared_key_response":
      return { shared_key: message.sharedKey };
    case "sign_message_resp":
      return { signature: message.signature };
    case "sign_psbt_response":
      return { signed_psbt: message.signedPsbt, signed_inputs: message.signedInputs };
    case "mu_sig2_session_response":
      return {
        session_id: message.sessionId,
        combined_key: message.combinedKey,
        taproot_internal_key: message.taprootInternalKey,
        local_public_nonces: message.localPublicNonces,
        have_all_nonces: message.haveAllNonces,
        version: message.version,
      };
    case "mu_sig2_register_nonces_response":
      return { have_all_nonces: message.haveAllNonces };
    case "mu_sig2_comb_nonces_resp":
    case "mu_sig2_cleanup_response":
      return {};
    case "mu_sig2_get_comb_nonces_resp":
      return { combined_public_nonce: message.combinedPublicNonce };
    case "mu_sig2_sign_response":
      return { local_partial_signature: message.localPartialSignature };
    case "mu_sig2_combine_sig_response":
      return { have_all_signatures: message.haveAllSignatures, final_signature: message.finalSignature };
  }
}
