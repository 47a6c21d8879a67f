/** What a new passphrase must be. */
import { KeystoreError } from "./keystoreError";
import type { StoreKind } from "./keystoreState";

const shortestPassphrase = 8;

/**
 * @param passphrase empty for none, which only the keychain allows
 * @throws KeystoreError PASSPHRASE_REQUIRED, PASSPHRASE_TOO_SHORT
 */
export function checkNewPassphrase(passphrase: string, kind: StoreKind): void {
  if (passphrase === "" && kind === "file") {
    throw new KeystoreError(
      "PASSPHRASE_REQUIRED",
      "a seed in a file needs a passphrase: the file alone protects nothing",
    );
  }
  if (passphrase !== "" && [...passphrase].length < shortestPassphrase) {
    throw new KeystoreError("PASSPHRASE_TOO_SHORT", `choose a passphrase of at least ${shortestPassphrase} characters`);
  }
}
