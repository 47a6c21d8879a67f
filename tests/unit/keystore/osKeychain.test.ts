import { expect, test, vi } from "vitest";
import { type KeyringEntryConstructor, OsKeychain } from "../../../main/keystore/osKeychain";

type Calls = { service: string; account: string; options: unknown };

/** An AsyncEntry whose answers a test gives. */
function keychain(answers: {
  construct?: (call: Calls) => void;
  getSecret?: () => Promise<ArrayLike<number> | null>;
  setSecret?: (secret: Uint8Array) => Promise<void>;
}): OsKeychain {
  const AsyncEntry = class {
    constructor(service: string, account: string, options: unknown) {
      answers.construct?.({ service, account, options });
    }
    getSecret = () => answers.getSecret?.() ?? Promise.resolve(null);
    setSecret = (secret: Uint8Array) => answers.setSecret?.(secret) ?? Promise.resolve();
    deleteCredential = () => Promise.resolve(true);
  } satisfies KeyringEntryConstructor;
  return new OsKeychain({ AsyncEntry, service: "Countersign", profileId: "0123456789abcdef", timeoutMs: 50 });
}

const failing = (text: string) => keychain({ getSecret: () => Promise.reject(new Error(text)) });

// Texts of @napi-rs/keyring 2.1.2, as a session without keychain, without bus and with a locked keyring gives them.
test.each([
  ["absent", "Platform failure: DBus error: The name org.freedesktop.secrets was not provided by any .service files"],
  [
    "absent",
    "Platform failure: DBus error: Using X11 for dbus-daemon autolaunch was disabled at compile time, set your DBUS_SESSION_BUS_ADDRESS instead",
  ],
  ["absent", "Platform failure: DBus error: Failed to connect to socket /run/user/0/bus: No such file or directory"],
  ["locked", "Couldn't access platform storage: Secret Service: unlock prompt was dismissed"],
  ["hanging", "Platform failure: DBus error: Did not receive a reply. Possible causes include: the remote application"],
  ["failed", "Couldn't access platform storage: Secret Service: no result found"],
  ["failed", "something nobody has seen before"],
])("is %s when the library says: %s", async (trouble, text) => {
  await expect(failing(text).read("seed")).rejects.toMatchObject({ name: "SecretStoreError", trouble });
});

test("an unknown failure keeps its text, shortened", async () => {
  await expect(failing("odd ".repeat(200)).read("seed")).rejects.toThrow(/^the keychain failed: (odd ){50}$/);
});

test("is hanging when no answer comes in time, and a late failure is nobody's unhandled rejection", async () => {
  let refuse: ((reason: Error) => void) | undefined;
  const answer = new Promise<null>((_resolve, reject) => {
    refuse = reject;
  });
  const store = keychain({ getSecret: () => answer });
  const unhandled = vi.fn();
  process.on("unhandledRejection", unhandled);
  await expect(store.read("seed")).rejects.toMatchObject({ trouble: "hanging" });
  refuse?.(new Error("too late"));
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test("a constructor that throws is trouble as well", async () => {
  const store = keychain({
    construct: () => {
      throw new Error("The name org.freedesktop.secrets was not provided by any .service files");
    },
  });
  await expect(store.remove("seed")).rejects.toMatchObject({ trouble: "absent" });
});

test("is pinned to the Secret Service and files entries by profile", async () => {
  const calls: Calls[] = [];
  await keychain({ construct: (call) => calls.push(call) }).read("seed");
  expect(calls).toEqual([
    { service: "Countersign", account: "seed.0123456789abcdef", options: { linux: { store: "secret-service" } } },
  ]);
});

test("reads back what it wrote and does not take a store's word for it", async () => {
  let held: number[] | null = null;
  const honest = keychain({
    setSecret: async (secret) => {
      held = [...secret];
    },
    getSecret: async () => held?.slice() ?? null,
  });
  await honest.write("seed", Uint8Array.of(0, 200));
  expect(await honest.read("seed")).toEqual(Uint8Array.of(0, 200));
  for (const answer of [null, [0], [0, 201], [0, 200, 0]]) {
    const forgetful = keychain({ getSecret: async () => answer });
    await expect(forgetful.write("seed", Uint8Array.of(0, 200))).rejects.toMatchObject({ trouble: "failed" });
  }
});

test("the library's own copy is overwritten once read", async () => {
  const copy = [1, 2, 3];
  const store = keychain({ getSecret: async () => copy });
  expect(await store.read("seed")).toEqual(Uint8Array.of(1, 2, 3));
  expect(copy).toEqual([0, 0, 0]);
});
