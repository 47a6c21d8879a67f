import { expect, test } from "vitest";
import { pairingLinkAmong } from "../../../main/app/pairingLink";

test.each([
  ["a link of ours", "countersign://pair/1/?host=a"],
  ["an lndconnect link", "lndconnect://node:10019?macaroon=AA"],
  ["capitals", "LNDCONNECT://node"],
])("finds %s among other words", (_name, link) => {
  expect(pairingLinkAmong(["/opt/countersign", "--hidden", link, "."])).toBe(link);
});

test("takes the last of several", () => {
  expect(pairingLinkAmong(["lndconnect://a", "lndconnect://b"])).toBe("lndconnect://b");
});

test.each([
  ["no words", []],
  ["another scheme", ["https://example.com/lndconnect://a"]],
  ["a switch that holds one", ["--open=lndconnect://a"]],
  ["a file of that name", ["./lndconnect"]],
  ["one that is too long", [`lndconnect://${"a".repeat(70_000)}`]],
])("finds none in %s", (_name, words) => {
  expect(pairingLinkAmong(words)).toBeNull();
});
