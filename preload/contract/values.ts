/** The small schemas that the rest of the contract is made of. */
import { z } from "zod";

export const nothing = z.strictObject({});
export const count = z.number().int().nonnegative();
/** Lower-case, whole bytes. */
export const hex = z.string().regex(/^(?:[0-9a-f]{2})*$/);
/** Satoshi as decimal text; more than will ever exist does not fit. */
export const sat = z.string().regex(/^(?:0|[1-9][0-9]{0,15})$/);
/** Milliseconds since 1970. */
export const atMs = z.number();

export const networkSchema = z.enum(["mainnet", "testnet", "testnet4", "signet", "regtest"]);
