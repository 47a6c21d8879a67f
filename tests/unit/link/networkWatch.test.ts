import { describe, expect, test } from "vitest";
import { localAddressTo, systemAddresses, watchNetwork } from "../../../main/link/networkWatch";
import { FakeClock } from "../../support/fakeClock";

describe("watchNetwork", () => {
  function watching() {
    const clock = new FakeClock();
    const changes: string[][] = [];
    let addresses = ["127.0.0.1", "192.0.2.7"];
    const stop = watchNetwork(
      clock,
      () => new Set(addresses),
      (now) => changes.push([...now]),
    );
    const become = (...now: string[]) => {
      addresses = now;
    };
    return { clock, changes, stop, become };
  }

  test("says nothing while addresses stay, in whatever order", () => {
    const { clock, changes, become } = watching();
    become("192.0.2.7", "127.0.0.1");
    clock.advance(10_000);
    expect(changes).toEqual([]);
  });

  test.each([
    ["an address goes", ["127.0.0.1"]],
    ["an address comes", ["127.0.0.1", "192.0.2.7", "192.0.2.8"]],
    ["an address is replaced", ["127.0.0.1", "192.0.2.8"]],
  ])("tells within 250 ms, and once, when %s", (_name, now) => {
    const { clock, changes, become } = watching();
    become(...now);
    clock.advance(250);
    expect(changes).toEqual([now]);
    clock.advance(10_000);
    expect(changes).toHaveLength(1);
  });

  test("is silent after it was stopped", () => {
    const { clock, changes, stop, become } = watching();
    clock.advance(250);
    stop();
    become();
    clock.advance(1_000);
    expect(changes).toEqual([]);
  });
});

test("systemAddresses holds loopback", () => {
  expect(systemAddresses()).toContain("127.0.0.1");
});

describe("localAddressTo", () => {
  test("loopback is left from loopback, by number and by name", async () => {
    expect(await localAddressTo({ host: "127.0.0.1", port: 10_019 })).toBe("127.0.0.1");
    expect(await localAddressTo({ host: "localhost", port: 10_019 })).toBe("127.0.0.1");
  });

  test("a name that does not exist is left from nowhere", async () => {
    expect(await localAddressTo({ host: "nowhere.invalid", port: 10_019 })).toBe(null);
  });
});
