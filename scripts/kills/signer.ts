/** The signer that is killed: the real thread with guard, database and stream, and somebody who approves. */
import { serveParent } from "../practice/childCommand";
import { type NodePairing, startSigner } from "../practice/throwAwaySigner";

export interface KilledCalls {
  /** Dials the node with these keys. */
  start: {
    input: { masterKey: Uint8Array; pairing: NodePairing; databaseFile: string };
    output: Record<string, never>;
  };
}

export const network = "regtest";

/** Serves until it is killed. */
export function serveSigner(): void {
  serveParent<KilledCalls>({
    start: async ({ masterKey, pairing, databaseFile }) => {
      await startSigner(masterKey, network, pairing, { databaseFile });
      return {};
    },
  });
}
