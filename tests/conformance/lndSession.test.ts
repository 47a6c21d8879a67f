/**
 * A recorded session with a real lnd (tests/lnd/session.test.ts), replayed: every request decodes, and every answer is
 * the one that node accepted, byte for byte. Taproot channels are in it; their nonces came from the node.
 */
import path from "node:path";
import { describe, expect, it } from "vitest";
import { loadCodecs } from "../../main/link/codec";
import { curves } from "../support/curves";
import { answer, readVectors, vectorEngine } from "../support/engines";

const root = path.resolve(import.meta.dirname, "../..");
const codec = loadCodecs(path.join(root, "proto")).watchonlyrpc;
const session = readVectors<{ exchanges: [requestHex: string, answerHex: string][] }>("lnd-session/session");

describe.each(curves)("a recorded session with a real lnd, $backend curve", (curve) => {
  const engine = vectorEngine(curve);

  it("is answered as it was", () => {
    const kinds = new Map<string, number>();
    for (const [requestHex, answerHex] of session.exchanges) {
      const decoded = codec.decode(Buffer.from(requestHex, "hex"));
      kinds.set(decoded.kind, (kinds.get(decoded.kind) ?? 0) + 1);
      if (decoded.kind === "ping") {
        expect(codec.encode(decoded.requestId, { kind: "pong" }).toString("hex")).toBe(answerHex);
      } else if (decoded.kind === "request") {
        const response = answer(engine, decoded.request);
        expect(codec.encode(decoded.requestId, response).toString("hex"), decoded.request.kind).toBe(answerHex);
      }
    }
    expect(kinds.get("request")).toBeGreaterThan(150);
  });
});
