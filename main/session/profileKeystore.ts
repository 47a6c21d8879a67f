/** The keystore of a profile with its two real stores. */
import { FileStore } from "../keystore/fileStore";
import { Keystore } from "../keystore/keystore";
import { type KeyringEntryConstructor, OsKeychain } from "../keystore/osKeychain";
import { identifySeed } from "../keystore/seedIdentity";
import type { Curve } from "../signer/curve";
import type { Profile } from "./profile";

/** What a person sees the signer's entries under in their keychain. */
const keychainService = "Countersign";

/** @param AsyncEntry the native keychain class of @napi-rs/keyring */
export function keystoreOf(
  profile: Profile,
  AsyncEntry: KeyringEntryConstructor,
  curve: Curve,
  onChange: () => void,
): Keystore {
  return new Keystore({
    stores: {
      keychain: new OsKeychain({ AsyncEntry, service: keychainService, profileId: profile.id }),
      file: new FileStore(profile.secretsFolder),
    },
    note: profile,
    identify: (record) => identifySeed(curve, record),
    nowMs: Date.now,
    monotonicMs: () => performance.now(),
    onChange,
  });
}
