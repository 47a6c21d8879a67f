import { expect, test } from "vitest";
import { readPaymentRequest } from "../../../main/approvals/bip21";

const address = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

test.each([
  ["an address", address, { address, amountSat: null, label: null }],
  [
    "an address in capitals, as QR codes have it",
    `BITCOIN:${address.toUpperCase()}`,
    { address: address.toUpperCase(), amountSat: null, label: null },
  ],
  ["an amount", `bitcoin:${address}?amount=20.3`, { address, amountSat: "2030000000", label: null }],
  ["one satoshi", `bitcoin:${address}?amount=0.00000001`, { address, amountSat: "1", label: null }],
  ["a label", `bitcoin:${address}?label=Luke%2DJr&amount=1`, { address, amountSat: "100000000", label: "Luke-Jr" }],
  [
    "what it may ignore",
    ` bitcoin:${address}?somethingyoudontunderstand=50&lightning=x `,
    { address, amountSat: null, label: null },
  ],
  [
    "a label that would turn the line around",
    `bitcoin:${address}?label=a%E2%80%AEb`,
    { address, amountSat: null, label: "a b" },
  ],
])("reads %s", (_, text, request) => {
  expect(readPaymentRequest(text, "regtest")).toEqual(request);
});

test.each([
  ["another network's address", "bitcoin:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"],
  ["a demand that is not understood", `bitcoin:${address}?req-somethingyoudontunderstand=50`],
  ["an amount with nine digits after the point", `bitcoin:${address}?amount=0.000000001`],
  ["an amount in another notation", `bitcoin:${address}?amount=1e3`],
  ["a negative amount", `bitcoin:${address}?amount=-1`],
  ["an invoice", "lightning:lnbcrt1"],
  ["nothing", ""],
  ["a text without end", `bitcoin:${address}?label=${"a".repeat(3_000)}`],
])("refuses %s", (_, text) => {
  expect(readPaymentRequest(text, "regtest")).toBeNull();
});
