/**
 * Keeps the macaroons of paired nodes, sealed with a key that only an open seed yields, so that a macaroon in a file is worth nothing alone.
 *
 *   version (1) || nonce (24) || XChaCha20-Poly1305 ciphertext and tag, associated data: the node's id
 *
 * The key is HKDF-SHA256 (RFC 5869) over the master key under a label of its own.
 */
import { hkdfSync, randomBytes } from "node:crypto";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, utf8ToBytes } from "../signer/bytes";
import { type SecretStore, SecretStoreError } from "./secretStore";

const version = 1;
const nonceLength = 24;
const label = "countersign/macaroon/1";

/** An open seed and the store it rests in. `masterKey` is 64 bytes, shared, and only read. */
export interface MacaroonAccess {
  readonly store: SecretStore;
  readonly masterKey: SharedArrayBuffer;
}

/** Null if none is stored for this node. The result is secret. @throws SecretStoreError */
export async function readMacaroon({ store, masterKey }: MacaroonAccess, nodeId: string): Promise<Uint8Array | null> {
  const sealed = await store.read(macaroonName(nodeId));
  if (sealed === null) return null;
  const nonce = sealed.subarray(1, 1 + nonceLength);
  return withKey(masterKey, (key) => {
    try {
      if (sealed[0] !== version) throw new RangeError("unknown version");
      return xchacha20poly1305(key, nonce, utf8ToBytes(nodeId)).decrypt(sealed.subarray(1 + nonceLength));
    } catch (cause) {
      throw new SecretStoreError("failed", "the stored macaroon is damaged: pair with the node again", { cause });
    }
  });
}

/** @throws SecretStoreError */
export async function writeMacaroon(
  { store, masterKey }: MacaroonAccess,
  nodeId: string,
  macaroon: Uint8Array,
): Promise<void> {
  const nonce = randomBytes(nonceLength);
  const ciphertext = withKey(masterKey, (key) => xchacha20poly1305(key, nonce, utf8ToBytes(nodeId)).encrypt(macaroon));
  await store.write(macaroonName(nodeId), concatBytes(Uint8Array.of(version), nonce, ciphertext));
}

/** @throws SecretStoreError */
export async function removeMacaroon(store: SecretStore, nodeId: string): Promise<void> {
  await store.remove(macaroonName(nodeId));
}

function macaroonName(nodeId: string): string {
  return `macaroon-${nodeId}`;
}

function withKey<T>(masterKey: SharedArrayBuffer, use: (key: Uint8Array) => T): T {
  const copy = new Uint8Array(masterKey).slice();
  const key = new Uint8Array(hkdfSync("sha256", copy, new Uint8Array(0), label, 32));
  copy.fill(0);
  try {
    return use(key);
  } finally {
    key.fill(0);
  }
}
