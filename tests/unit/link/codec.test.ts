import { describe, expect, test } from "vitest";
import { loadCodecs } from "../../../main/link/codec";
import type { SignerMessage } from "../../../main/link/messages";
import { nodeBytes, protoDir, signerFields } from "../../support/scriptedStream";

const { watchonlyrpc: codec, walletrpc: early } = loadCodecs(protoDir);
const hex = (text: string) => Buffer.from(text, "hex");
const ascii = (text: string) => Buffer.from(text).toString("hex");
const filled = (length: number, byte: number) => new Uint8Array(length).fill(byte);

describe("encode writes the bytes lnd's own signer writes", () => {
  const cases: [string, string, SignerMessage, string][] = [
    [
      "registration",
      "1",
      { kind: "signer_registration" },
      `080112270a15${ascii("registrationChallenge")}120e${ascii("outboundSigner")}`,
    ],
    ["pong", "2", { kind: "pong" }, "08021801"],
    ["cleanup response, empty but present", "9", { kind: "mu_sig2_cleanup_response" }, "08096200"],
    ["combined nonce response, empty but present", "9", { kind: "mu_sig2_comb_nonces_resp" }, "08094200"],
    ["error", "9", { kind: "signer_error", error: "no" }, `080972040a02${ascii("no")}`],
    ["shared key", "5", { kind: "shared_key_response", sharedKey: filled(32, 7) }, `080522220a20${"07".repeat(32)}`],
    ["signature", "5", { kind: "sign_message_resp", signature: filled(64, 8) }, `08052a420a40${"08".repeat(64)}`],
    [
      "signed packet",
      "5",
      { kind: "sign_psbt_response", signedPsbt: filled(3, 9), signedInputs: [0] },
      "08056a080a03090909120100",
    ],
    [
      "packet without a signed input",
      "5",
      { kind: "sign_psbt_response", signedPsbt: filled(3, 9), signedInputs: [] },
      "08056a050a03090909",
    ],
  ];
  test.each(cases)("%s", (_name, requestId, message, expected) => {
    expect(codec.encode(requestId, message).toString("hex")).toBe(expected);
  });
});

test("an error is at field 14 in the merged form and at field 12 in the earlier one", () => {
  expect(codec.encode("9", { kind: "signer_error", error: "no" })[2]).toBe((14 << 3) | 2);
  expect(early.encode("9", { kind: "signer_error", error: "no" })[2]).toBe((12 << 3) | 2);
});

describe("decode reads what the node sends", () => {
  test("ping", () => {
    expect(codec.decode(hex("08021801"))).toEqual({ kind: "ping", requestId: "2" });
  });

  test("ping whose value is false, as the field counts and not its value", () => {
    expect(codec.decode(hex("08021800"))).toEqual({ kind: "ping", requestId: "2" });
  });

  test("registration complete, with the empty signature left out", () => {
    const bytes = hex(`080112200a1e121c${ascii("watch-only registration info")}`);
    expect(codec.decode(bytes)).toEqual({
      kind: "registration-complete",
      requestId: "1",
      info: "watch-only registration info",
    });
  });

  test("registration error", () => {
    const bytes = nodeBytes({ request_id: "1", registration_response: { registration_error: "go away" } });
    expect(codec.decode(bytes)).toEqual({ kind: "registration-error", requestId: "1", error: "go away" });
  });

  test.each(["999999999999999", "1000000000000000", "9007199254740993", "18446744073709551615"])(
    "id %s, exact above 2^53",
    (requestId) => {
      expect(codec.decode(nodeBytes({ request_id: requestId, ping: true }))).toEqual({ kind: "ping", requestId });
      expect(signerFields(codec.encode(requestId, { kind: "pong" }))["ref_request_id"]).toBe(requestId);
    },
  );

  test("an empty key locator is present, an absent one is not", () => {
    const withLocator = codec.decode(
      nodeBytes({ request_id: "2", sign_message_req: { msg: filled(1, 1), key_loc: {} } }),
    );
    const without = codec.decode(nodeBytes({ request_id: "2", sign_message_req: { msg: filled(1, 1) } }));
    expect(withLocator).toMatchObject({ request: { keyLoc: { keyFamily: 0, keyIndex: 0 } } });
    expect(without).toMatchObject({ kind: "request", request: { kind: "sign_message_req" } });
    expect(without.kind === "request" && "keyLoc" in without.request && without.request.keyLoc).toBe(undefined);
  });

  test("negative key indexes", () => {
    const bytes = nodeBytes({ request_id: "2", shared_key_request: { key_loc: { key_family: 6, key_index: -1 } } });
    expect(codec.decode(bytes)).toMatchObject({ request: { keyLoc: { keyFamily: 6, keyIndex: -1 } } });
  });

  test("bytes are plain arrays, whose slice is a copy", () => {
    const message = codec.decode(nodeBytes({ request_id: "2", sign_psbt_request: { funded_psbt: filled(4, 5) } }));
    if (message.kind !== "request" || message.request.kind !== "sign_psbt_request") throw new Error("not decoded");
    const { fundedPsbt } = message.request;
    expect(Object.getPrototypeOf(fundedPsbt)).toBe(Uint8Array.prototype);
    fundedPsbt.slice().fill(0);
    expect([...fundedPsbt]).toEqual([5, 5, 5, 5]);
  });

  test("MuSig2 session with every field", () => {
    const fields = {
      key_loc: { key_family: 0, key_index: 3 },
      all_signer_pubkeys: [filled(33, 2), filled(33, 3)],
      other_signer_public_nonces: [filled(66, 4)],
      tweaks: [{ tweak: filled(32, 5), is_x_only: true }],
      taproot_tweak: { script_root: filled(32, 6), key_spend_only: true },
      version: 2,
      pregenerated_local_nonce: filled(97, 7),
    };
    expect(codec.decode(nodeBytes({ request_id: "7", mu_sig2_session_request: fields }))).toEqual({
      kind: "request",
      requestId: "7",
      request: {
        kind: "mu_sig2_session_request",
        keyLoc: { keyFamily: 0, keyIndex: 3 },
        allSignerPubkeys: [filled(33, 2), filled(33, 3)],
        otherSignerPublicNonces: [filled(66, 4)],
        tweaks: [{ tweak: filled(32, 5), isXOnly: true }],
        taprootTweak: { scriptRoot: filled(32, 6), keySpendOnly: true },
        version: 2,
        pregeneratedLocalNonce: filled(97, 7),
      },
    });
  });

  test("an unknown MuSig2 version stays the number it was", () => {
    const bytes = nodeBytes({ request_id: "7", mu_sig2_session_request: { version: 9 } });
    expect(codec.decode(bytes)).toMatchObject({ request: { version: 9 } });
  });

  test.each([
    ["mu_sig2_register_nonces_request", { session_id: filled(32, 1), other_signer_public_nonces: [filled(66, 2)] }],
    ["mu_sig2_combined_nonces_req", { session_id: filled(32, 1), combined_public_nonce: filled(66, 2) }],
    ["mu_sig2_get_combined_nonces_req", { session_id: filled(32, 1) }],
    ["mu_sig2_sign_request", { session_id: filled(32, 1), message_digest: filled(32, 2), cleanup: true }],
    ["mu_sig2_combine_sig_request", { session_id: filled(32, 1), other_partial_signatures: [filled(32, 2)] }],
    ["mu_sig2_cleanup_request", { session_id: filled(32, 1) }],
  ])("%s", (kind, fields) => {
    expect(codec.decode(nodeBytes({ request_id: "7", [kind]: fields }))).toMatchObject({
      requestId: "7",
      request: { kind, sessionId: filled(32, 1) },
    });
  });

  test("a packet of 50 MB", () => {
    const fundedPsbt = Buffer.alloc(50_000_000, 0xab);
    const message = codec.decode(nodeBytes({ request_id: "2", sign_psbt_request: { funded_psbt: fundedPsbt } }));
    if (message.kind !== "request" || message.request.kind !== "sign_psbt_request") throw new Error("not decoded");
    expect(fundedPsbt.equals(message.request.fundedPsbt)).toBe(true);
  });
});

describe("decode never throws", () => {
  test.each([
    ["no oneof at all", "0803"],
    ["a field of a later protocol", "0803aa0600"],
  ])("%s is an unknown request", (_name, bytes) => {
    expect(codec.decode(hex(bytes))).toEqual({ kind: "unknown", requestId: "3" });
  });

  test("an unknown field beside a known request is skipped", () => {
    expect(codec.decode(hex("08031801aa0600"))).toEqual({ kind: "ping", requestId: "3" });
  });

  test("a truncated request is malformed and keeps its id", () => {
    expect(codec.decode(hex("08032aff01"))).toMatchObject({ kind: "malformed", requestId: "3" });
  });

  test("bytes without a readable id are malformed without one", () => {
    expect(codec.decode(hex("ffffffffffffffffffffff"))).toMatchObject({ kind: "malformed", requestId: null });
  });

  test("every truncation and every flipped byte of a request is some message", () => {
    const whole = nodeBytes({
      request_id: "300",
      mu_sig2_session_request: { key_loc: { key_index: 1 }, all_signer_pubkeys: [filled(33, 2)], version: 1 },
    });
    for (let length = 0; length <= whole.length; length += 1) {
      expect(codec.decode(whole.subarray(0, length)).kind).toBeTypeOf("string");
    }
    for (let index = 0; index < whole.length; index += 1) {
      for (const byte of [0x00, 0x7f, 0x80, 0xff]) {
        const changed = Buffer.from(whole);
        changed[index] = byte;
        expect(codec.decode(changed).kind).toBeTypeOf("string");
      }
    }
  });
});

describe("the earlier form of the stream", () => {
  test("has its own method path", () => {
    expect(codec.methodPath).toBe("/watchonlyrpc.WatchOnly/SignCoordinatorStreams");
    expect(early.methodPath).toBe("/walletrpc.WalletKit/SignCoordinatorStreams");
  });

  test("registers in both ways it had: a bare true and a message", () => {
    const bytes = early.encode("1", { kind: "signer_registration" });
    expect(bytes.toString("hex")).toBe(
      `1001${`080112270a15${ascii("registrationChallenge")}120e${ascii("outboundSigner")}`}`,
    );
  });

  test.each([
    ["08011001", { kind: "registration-complete", requestId: "1", info: "" }],
    ["08011000", { kind: "registration-error", requestId: "1", error: "registration not completed" }],
    ["080112020a00", { kind: "registration-complete", requestId: "1", info: "" }],
  ])("understands registration answer %s", (bytes, expected) => {
    expect(early.decode(hex(bytes))).toEqual(expected);
  });

  test("numbers sign, combine, cleanup and packet two lower", () => {
    const bytes = nodeBytes({ request_id: "4", sign_psbt_request: { funded_psbt: filled(2, 1) } }, "walletrpc");
    expect(bytes[2]).toBe((11 << 3) | 2);
    expect(early.decode(bytes)).toMatchObject({ kind: "request", request: { kind: "sign_psbt_request" } });
    expect(codec.decode(bytes)).toMatchObject({ kind: "request", request: { kind: "mu_sig2_combine_sig_request" } });
  });
});
