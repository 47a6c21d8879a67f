/** Laws of the stream's codec: whatever arrives is some message, and what is sent is what the node reads. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadCodecs } from "../../main/link/codec";
import { nodeBytes, protoDir, signerFields } from "../support/scriptedStream";

const codecs = loadCodecs(protoDir);
const requestId = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const bytes = (maxLength = 200) => fc.uint8Array({ maxLength });
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

test("any bytes are some message", () => {
  fc.assert(
    fc.property(bytes(400), fc.constantFrom("watchonlyrpc" as const, "walletrpc" as const), (input, protocol) => {
      expect(codecs[protocol].decode(input).kind).toBeTypeOf("string");
    }),
    { numRuns: 2_000 },
  );
});

test("any damage to a request leaves its id readable when the id is in front", () => {
  fc.assert(
    fc.property(requestId, bytes(), bytes(30), (id, msg, damage) => {
      const whole = nodeBytes({ request_id: id, sign_message_req: { msg, key_loc: { key_family: 6 } } });
      const idLength = id === "0" ? 0 : nodeBytes({ request_id: id }).length;
      const broken = Buffer.concat([whole.subarray(0, idLength), Buffer.from([0x2a, 0xff, 0x7f]), damage]);
      const message = codecs.watchonlyrpc.decode(broken);
      expect(message.kind).toBe("malformed");
      expect(message.requestId).toBe(id === "0" ? null : id);
    }),
  );
});

test("requests arrive as they were sent", () => {
  const locator = fc.record({ key_family: int32, key_index: int32 });
  fc.assert(
    fc.property(requestId, bytes(), bytes(), locator, fc.boolean(), (id, msg, tag, keyLoc, flag) => {
      const sent = { msg, tag, key_loc: keyLoc, double_hash: flag, schnorr_sig: !flag };
      const received = codecs.watchonlyrpc.decode(nodeBytes({ request_id: id, sign_message_req: sent }));
      expect(received).toEqual({
        kind: "request",
        requestId: id,
        request: {
          kind: "sign_message_req",
          msg,
          tag,
          keyLoc: { keyFamily: keyLoc.key_family, keyIndex: keyLoc.key_index },
          doubleHash: flag,
          compactSig: false,
          schnorrSig: !flag,
          schnorrSigTapTweak: new Uint8Array(0),
        },
      });
    }),
  );
});

test("answers arrive as they were sent", () => {
  const inputs = fc.array(fc.nat(2 ** 32 - 1), { maxLength: 20 });
  fc.assert(
    fc.property(requestId, bytes(500), inputs, (id, signedPsbt, signedInputs) => {
      const answer = { kind: "sign_psbt_response", signedPsbt, signedInputs } as const;
      const fields = signerFields(codecs.watchonlyrpc.encode(id, answer));
      const response = fields["sign_psbt_response"] as { signed_psbt?: Buffer; signed_inputs: number[] };
      expect(fields["ref_request_id"] ?? "0").toBe(id);
      expect([...(response.signed_psbt ?? [])]).toEqual([...signedPsbt]);
      expect(response.signed_inputs).toEqual(signedInputs);
    }),
  );
});
