/** The watch-only accounts of an open keystore. */
import type { Keystore } from "../keystore/keystore";
import { accountsJson, type WatchOnlyAccount, watchOnlyAccounts } from "../signer/accounts";
import type { Curve } from "../signer/curve";

/** What `lncli createwatchonly` takes. @throws KeystoreError KEYS_LOCKED */
export function openAccountsJson(keystore: Keystore, curve: Curve): string {
  return accountsJson(openAccounts(keystore, curve));
}

/** @throws KeystoreError KEYS_LOCKED */
export function openAccounts(keystore: Keystore, curve: Curve): WatchOnlyAccount[] {
  const { masterKey: shared, network } = keystore.keys();
  const masterKey = new Uint8Array(shared).slice();
  try {
    return watchOnlyAccounts({ curve, network, masterKey });
  } finally {
    masterKey.fill(0);
  }
}
