import { expect, test } from "vitest";
import { decodeKit, encodeKit } from "../../../main/session/kitRecord";

const kit = {
  address: { host: "fd00::1", port: 10_019 },
  requestTimeoutMs: 30_000,
  macaroon: Uint8Array.of(2, 0, 0, 255),
};

test("a kit comes back as it was put away", () => {
  expect(decodeKit(encodeKit(kit))).toEqual(kit);
});

test.each([
  ["nothing", new Uint8Array()],
  ["a macaroon alone", Uint8Array.of(2, 1, 3, 108, 110, 100, 0)],
  ["no end of the header", new TextEncoder().encode('{"host":"h"}')],
  ["a header that lacks a field", new TextEncoder().encode('{"host":"h","port":1}\0x')],
])("%s is no kit", (_name, record) => {
  expect(decodeKit(record)).toBeNull();
});
