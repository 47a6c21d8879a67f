/** The MuSig2 drafts by their numbers on the wire. */
import type { MuSig2Rules } from "./musig2Rules";
import { v040Rules } from "./musig2V040";
import { v100Rules } from "./musig2V100";

/** The rules of a version number, or undefined for one that lnd refuses. */
export function muSig2Rules(version: number): MuSig2Rules | undefined {
  return [v040Rules, v100Rules].find((rules) => rules.version === version);
}
