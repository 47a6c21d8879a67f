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
  /** The store could not be asked or what it holds cannot be read. Says nothing about whether there is a seed. */
  | { readonly state: "trouble"; readonly trouble: SecretStoreTrouble; readonly detail: string }
  | { readonly state: "empty" }
  | ({ readonly state: "draft" } & SeedFacts)
  | { readonly state: "sealed"; readonly network: Network; readonly store: StoreKind }
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
