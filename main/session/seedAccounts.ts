/** The accounts of an open keystore, as the text `lncli createwatchonly` takes. */
import type { Keystore } from "../keystore/keystore";
import { accountsJson, watchOnlyAccounts } from "../signer/accounts";
import type { Curve } from "../signer/curve";

/** @throws KeystoreError KEYS_LOCKED */
export function openAccountsJson(keystore: Keystore, curve: Curve): string {
  const { masterKey: shared, network } = keystore.keys();
  const masterKey = new Uint8Array(shared).slice();
  try {
    return accountsJson(watchOnlyAccounts({ curve, network, masterKey }));
  } finally {
    masterKey.fill(0);
  }
}
