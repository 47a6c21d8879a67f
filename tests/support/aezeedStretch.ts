/** scrypt for aezeed tests: lnd's real cost, and the cost its unit tests use. */
import { scryptSync } from "node:crypto";
import { aezeedScrypt, type Stretch } from "../../main/signer/aezeed";

function stretchWith(N: number): Stretch {
  const { r, p, dkLen } = aezeedScrypt;
  return async (passphrase, salt) =>
    new Uint8Array(scryptSync(passphrase, salt, dkLen, { N, r, p, maxmem: 256 * N * r }));
}

export const productionStretch = stretchWith(aezeedScrypt.N);
/** lnd aezeed/cipherseed_test.go sets N to 16. */
export const unitTestStretch = stretchWith(16);
