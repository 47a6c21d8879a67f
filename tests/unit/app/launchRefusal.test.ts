import { expect, test } from "vitest";
import { launchRefusal } from "../../../main/app/launchRefusal";

test("an installed app refuses to run as root, and says how to start it", () => {
  expect(launchRefusal({ isPackaged: true, isRoot: true, switches: ["no-sandbox"] })).toMatch(
    /does not run as root.*normal user/,
  );
});

test.each(["no-sandbox", "remote-debugging-port", "profile"])("an installed app refuses --%s", (name) => {
  expect(launchRefusal({ isPackaged: true, isRoot: false, switches: [name] })).toContain(`--${name}`);
});

test("an installed app starts otherwise", () => {
  expect(launchRefusal({ isPackaged: true, isRoot: false, switches: [] })).toBeNull();
});

test("development may run as root without the sandbox", () => {
  expect(launchRefusal({ isPackaged: false, isRoot: true, switches: ["no-sandbox", "profile"] })).toBeNull();
});
