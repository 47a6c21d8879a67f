/** Locks and unlocks gnome-keyring's login keyring, as scripts/with-keyring.sh made it. */
import dbus from "dbus-next";

const service = "org.freedesktop.secrets";
const servicePath = "/org/freedesktop/secrets";
const login = `${servicePath}/collection/login`;
/** What scripts/with-keyring.sh made the keyring with. */
const password = "test";

export async function lockKeyring(): Promise<void> {
  await onSessionBus((call) => call("org.freedesktop.Secret.Service", "Lock", "ao", [[login]]));
}

export async function unlockKeyring(): Promise<void> {
  await onSessionBus(async (call) => {
    const plain = new dbus.Variant("s", "");
    const [, session] = await call("org.freedesktop.Secret.Service", "OpenSession", "sv", ["plain", plain]);
    const secret = [session, Buffer.alloc(0), Buffer.from(password), "text/plain"];
    await call("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", "UnlockWithMasterPassword", "o(oayays)", [
      login,
      secret,
    ]);
  });
}

type Call = (contract: string, member: string, signature: string, body: unknown[]) => Promise<unknown[]>;

async function onSessionBus(work: (call: Call) => Promise<unknown>): Promise<void> {
  const bus = dbus.sessionBus();
  try {
    await work(async (contract, member, signature, body) => {
      const message = { destination: service, path: servicePath, interface: contract, member, signature, body };
      return (await bus.call(new dbus.Message(message)))?.body ?? [];
    });
  } finally {
    bus.disconnect();
  }
}
