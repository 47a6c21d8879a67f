/** The public half of a key ring: what a policy may know of the keys. */
import type { KeyRing } from "../signer/keyRingPort";

export type OwnKeys = Pick<KeyRing, "publicKey" | "publicKeyAtPath" | "findIndex">;
