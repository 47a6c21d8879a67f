/** The keys in the signer thread: they come once, are used by the pipeline, and go without a trace. */
import { randomBytes } from "node:crypto";
import type { Pipeline } from "../pipeline/pipeline";
import { createExaminer } from "../policy/examine";
import { bytesToHex } from "../signer/bytes";
import type { Curve } from "../signer/curve";
import { fingerprint } from "../signer/derive";
import { createEngine, type Engine } from "../signer/index";
import { createKeyRing } from "../signer/keyRing";
import type { KeyRing } from "../signer/keyRingPort";
import type { NonceLedger } from "../signer/nonceLedger";
import type { ThreadGuard } from "./guard";
import type { ThreadCalls } from "./protocol";

export class ThreadKeys {
  readonly #curve: Curve;
  readonly #pipeline: Pipeline;
  readonly #seedUsers: SeedUsers;
  #loaded: LoadedSeed | undefined;

  constructor(curve: Curve, pipeline: Pipeline, seedUsers: SeedUsers) {
    this.#curve = curve;
    this.#pipeline = pipeline;
    this.#seedUsers = seedUsers;
  }

  /** Signs with these keys from now on. @throws TypeError unless the master key is 64 bytes */
  load({ network, masterKey: shared }: ThreadCalls["keys.load"]["input"]): ThreadCalls["keys.load"]["output"] {
    if (shared.byteLength !== 64) throw new TypeError(`master key: expected 64 bytes, got ${shared.byteLength}`);
    this.wipe();
    const masterKey = new Uint8Array(shared).slice();
    const secretKey = masterKey.slice(0, 32);
    try {
      const engine = createEngine({
        curve: this.#curve,
        network,
        masterKey,
        randomBytes: (length) => new Uint8Array(randomBytes(length)),
        nonceLedger: this.#seedUsers.nonceLedger,
      });
      // A key ring of its own: what the feed looks up must not push the signer's keys out of their cache.
      const ownKeys = createKeyRing({ curve: this.#curve, network, masterKey });
      const { guard } = this.#seedUsers;
      const knownPaymentKey = (fundingKeyIndex: number) => guard?.paymentKeyOf(fundingKeyIndex);
      const { examine, deriveAhead } = createExaminer({ network, keys: ownKeys, curve: this.#curve, knownPaymentKey });
      this.#loaded = { engine, ownKeys };
      const identityPubkeyHex = bytesToHex(engine.identityPubkey());
      const masterFingerprintHex = bytesToHex(fingerprint(this.#curve.publicKey(secretKey)));
      guard?.bind({ network, identityPubkeyHex }, masterKey);
      this.#pipeline.setKeys({ engine, examine, network });
      if (guard !== null) this.#deriveIdly(deriveAhead(), this.#loaded);
      return { identityPubkeyHex, masterFingerprintHex, backend: this.#curve.backend };
    } finally {
      masterKey.fill(0);
      secretKey.fill(0);
    }
  }

  /** Derives addresses ahead between requests, as long as these keys are in use. */
  #deriveIdly(work: Generator<void, void, void>, seed: LoadedSeed): void {
    this.#seedUsers.whenIdle(() => {
      if (this.#loaded === seed && work.next().done === false) this.#deriveIdly(work, seed);
    });
  }

  /** Refuses what is open and forgets every key. */
  wipe(): void {
    this.#pipeline.setKeys(null);
    this.#seedUsers.guard?.unbind();
    this.#loaded?.engine.wipe();
    this.#loaded?.ownKeys.wipe();
    this.#loaded = undefined;
  }
}

/** What else depends on the seed in use. */
export interface SeedUsers {
  readonly nonceLedger: NonceLedger;
  /** Null for a signer without a guard. */
  readonly guard: Pick<ThreadGuard, "bind" | "unbind" | "paymentKeyOf"> | null;
  /** Runs work that can wait. */
  readonly whenIdle: (work: () => void) => void;
}

/** Everything that was made from the master key. */
interface LoadedSeed {
  readonly engine: Engine;
  readonly ownKeys: KeyRing;
}
