/** What the keystore knows about the seed, without any secret: what the window shows of it. */
import type { Network } from "../signer/network";
import type { BackupState, SeedOrigin, SeedRecord } from "./record";
import type { SecretStore, SecretStoreTrouble } from "./secretStore";

export type StoreKind = SecretStore["kind"];

/** What tells one seed from another. */
export interface SeedIdentity {
  /** m/1017'/coin'/6'/0/0: the node's own key. */
  readonly identityPubkeyHex: string;
  readonly masterFingerprintHex: string;
}

interface SeedFacts extends SeedIdentity {
  readonly origin: SeedOrigin;
  readonly network: Network;
  readonly birthdayMs: number | null;
}

export type KeystoreState =
  | { readonly state: "checking" }
  /**
   * The store could not be asked or what it holds cannot be read, which says nothing about whether there is a seed.
   * lost: it answered, and the seed that was kept in it is not there.
   */
  | { readonly state: "trouble"; readonly trouble: SecretStoreTrouble | "lost"; readonly detail: string }
  | { readonly state: "empty" }
  | ({ readonly state: "draft" } & SeedFacts)
  /** Without a passphrase only after a lock that wiped the keys. */
  | {
      readonly state: "sealed";
      readonly network: Network;
      readonly store: StoreKind;
      readonly hasPassphrase: boolean;
    }
  | ({
      readonly state: "open";
      readonly store: StoreKind;
      readonly hasPassphrase: boolean;
      readonly backup: BackupState;
      readonly backupCheckedAtMs: number | null;
    } & SeedFacts);

/** The facts of a record that may be shown. */
export function factsOf(record: SeedRecord, identity: SeedIdentity): SeedFacts {
  return { ...identity, origin: record.origin, network: record.network, birthdayMs: record.birthdayMs };
}
