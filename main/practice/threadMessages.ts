/** What the shell and the practice thread say to each other. */
import type { Network } from "../signer/network";
import type { PracticeStats } from "./auditor";
import type { PracticePairing } from "./practiceNode";

export interface PracticeStart {
  readonly accounts: string;
  readonly network: Network;
  readonly protoDir: string;
  /** 1 is the natural pace, a few requests a second. */
  readonly speed: number;
}

export type ToPracticeThread = { readonly do: "start"; readonly input: PracticeStart } | { readonly do: "stop" };

export type FromPracticeThread =
  | { readonly event: "started"; readonly pairing: PracticePairing }
  | { readonly event: "stats"; readonly stats: PracticeStats }
  | { readonly event: "failed"; readonly message: string }
  | { readonly event: "stopped" };
