/** The order n of secp256k1's group (SEC 2, section 2.4.1), as a bound for 32-byte big-endian numbers. */
import { compareBytes, hexToBytes } from "./bytes";

const groupOrder = hexToBytes("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

/** Whether a number is below n. Public data only: the time taken depends on it. */
export function isBelowGroupOrder(value: Uint8Array): boolean {
  return compareBytes(value, groupOrder) < 0;
}
