/**
 * A signer as it runs for a node - codec, pipeline, engine, guard and a database on disk - with a throw-away seed, a
 * clock that the play moves and a person who decides as the play wants.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { loadSync, type MessageTypeDefinition } from "@grpc/proto-loader";
import type { ApprovalView, Decision } from "../../main/approvals/approvals";
import type { GrantDraft } from "../../main/approvals/preApproval";
import { initialConfig } from "../../main/guard/configSchema";
import { OpenGuard } from "../../main/guard/openGuard";
import { loadCodecs } from "../../main/link/codec";
import type { SignAnswer } from "../../main/link/messages";
import { FeedRecorder } from "../../main/pipeline/feedRecorder";
import { Pipeline } from "../../main/pipeline/pipeline";
import type { PolicyConfig } from "../../main/policy/config";
import { createExaminer } from "../../main/policy/examine";
import { decodeAnswer, encodeRequest, type NodeAnswer, type NodeRequest } from "../../main/practice/wire";
import { bytesToHex } from "../../main/signer/bytes";
import type { Curve } from "../../main/signer/curve";
import { createEngine, type Engine } from "../../main/signer/index";
import { createKeyRing } from "../../main/signer/keyRing";
import type { Network } from "../../main/signer/network";
import { type Database, openDatabase } from "../../main/state/database";
import type { LogSync } from "../../main/state/walSync";
import { openCurve } from "../../main/thread/nativeCurve";
import { PlayClock, PlayTurns } from "./playClock";

/** What the node hears: an answer of its kind, or the text of a refusal. */
export type Reply = { readonly answer: NodeAnswer } | { readonly refusal: string };

/** Decides a card while the node waits; null leaves it. */
export type Person = (view: ApprovalView) => Decision | null;
export const nobody: Person = () => null;
export const approvesAll: Person = () => "approve";

export interface StageOptions {
  readonly protoDir: string;
  /** BIP32 master secret key (32) || chain code (32) of a seed that guards nothing. Copied. */
  readonly masterKey: Uint8Array;
  readonly network?: Network;
  readonly config?: Partial<PolicyConfig>;
}

/** Of the node's request timeout (5 s) what is left for the signer. */
const timeToAnswerUs = 4_000_000;
const lookAroundEveryMs = 60_000;
const { curve }: { readonly curve: Curve } = openCurve();

export class Stage {
  readonly clock = new PlayClock();
  person: Person = nobody;
  readonly #options: StageOptions;
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), "countersign-attack-"));
  readonly #turns = new PlayTurns();
  readonly #wire: Wire;
  #masterKey: Uint8Array;
  #network: Network;
  #nodeId = "0123456789abcdef";
  #signer: RunningSigner;
  #lastRequestId = 1n;
  readonly #bugs: unknown[] = [];

  constructor(options: StageOptions) {
    this.#options = options;
    this.#wire = openWire(options.protoDir);
    this.#masterKey = options.masterKey.slice();
    this.#network = options.network ?? "regtest";
    this.#signer = this.#start();
  }

  get guard(): OpenGuard {
    return this.#signer.guard;
  }

  /** Unexpected errors: an attack that is stopped by one is not stopped by the guard. */
  get bugs(): readonly unknown[] {
    return this.#bugs;
  }

  /** One request over the stream, to its answer. A request that is held waits for the person, or for its deadline. */
  ask(request: NodeRequest): Reply {
    return this.askTogether([request])[0] as Reply;
  }

  /** Requests that arrive in one turn of the event loop. */
  askTogether(requests: readonly NodeRequest[]): Reply[] {
    const replies: (Reply | undefined)[] = requests.map(() => undefined);
    requests.forEach((request, index) => {
      this.#send(request, (reply) => {
        replies[index] = reply;
      });
    });
    this.#turns.runAll();
    this.#letThePersonDecide();
    if (replies.includes(undefined)) {
      this.clock.advance(timeToAnswerUs / 1_000 + 1);
      this.#turns.runAll();
    }
    if (replies.includes(undefined)) throw new Error("a request has no answer after its deadline");
    return replies as Reply[];
  }

  /** Decides a card. Returns whether there was something to decide. */
  decide(ref: string, decision: Decision): boolean {
    return this.guard.approvals.decide(ref, decision) !== null;
  }

  grant(draft: GrantDraft | { readonly problem: string }): string {
    if ("problem" in draft) throw new Error(`the person's words are not understood: ${draft.problem}`);
    const record = this.guard.approvals.grant(draft);
    if (record === null) throw new Error("there are too many approvals");
    return record.ref;
  }

  /** Changes the rules at once. */
  configure(change: Partial<PolicyConfig>): void {
    this.guard.config.change({ ...this.guard.config.config, ...change }, this.clock.nowMs());
    this.guard.guard.configChanged();
  }

  /** Another node dials in. */
  turnTo(nodeId: string): void {
    this.#nodeId = nodeId;
    this.#signer.pipeline.streamEnded();
    this.#signer.guard.guard.nodeChanged(nodeId);
  }

  /** The signer ends and starts again on the same database, with other keys or on another network if given. */
  restart(change: { readonly masterKey?: Uint8Array; readonly network?: Network } = {}): void {
    this.#signer.stop();
    if (change.masterKey !== undefined) this.#masterKey = change.masterKey.slice();
    this.#network = change.network ?? this.#network;
    this.#signer = this.#start();
  }

  /** Locks and unlocks the keys. */
  relock(): void {
    this.#signer.lock();
    this.#signer.unlock(this.#masterKey, this.#network);
  }

  close(): void {
    this.#signer.stop();
    this.#masterKey.fill(0);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #start(): RunningSigner {
    const signer = new RunningSigner({
      file: path.join(this.#folder, "state.sqlite"),
      clock: this.clock,
      turns: this.#turns,
      startWith: { ...initialConfig, looseningDelayMs: 0, ...this.#options.config },
      reportBug: (error) => {
        this.#bugs.push(error);
        return "attack";
      },
    });
    signer.unlock(this.#masterKey, this.#network);
    signer.guard.guard.nodeChanged(this.#nodeId);
    return signer;
  }

  #send(request: NodeRequest, heard: (reply: Reply) => void): void {
    const requestId = String(++this.#lastRequestId);
    const message = this.#wire.toSigner(requestId, request);
    if (message.kind !== "request") throw new Error(`the signer reads a request as ${message.kind}`);
    const { clock } = this;
    const incoming = {
      requestId,
      request: message.request,
      receivedAtMs: clock.nowMs(),
      receivedAtUs: clock.monotonicUs(),
      deadlineUs: clock.monotonicUs() + timeToAnswerUs,
    };
    this.#signer.pipeline.receive(incoming, (answer) => heard(this.#wire.toNode(requestId, answer)));
  }

  /** Shows the person each card that a request waits for, once. */
  #letThePersonDecide(): void {
    const seen = new Set<string>();
    for (;;) {
      const card = this.guard.approvals
        .list()
        .find(({ record, heldRequests }) => record.state === "waiting" && heldRequests > 0 && !seen.has(record.ref));
      if (card === undefined) return;
      seen.add(card.record.ref);
      const decision = this.person(card);
      if (decision !== null) this.decide(card.record.ref, decision);
      this.#turns.runAll();
    }
  }
}

/** Time on the stage stands still while a disk works. */
const noPowerCuts: LogSync = { sync: (done) => done(null), close: () => undefined };

interface SignerParts {
  readonly file: string;
  readonly clock: PlayClock;
  readonly turns: PlayTurns;
  readonly startWith: PolicyConfig;
  readonly reportBug: (error: unknown) => string;
}

/** What the signer thread puts together, from opening the database to closing it. */
class RunningSigner {
  readonly guard: OpenGuard;
  readonly pipeline: Pipeline;
  readonly #database: Database;
  #engine: Engine | null = null;
  #stopLooking: () => void = () => undefined;

  constructor({ file, clock, turns, startWith, reportBug }: SignerParts) {
    this.#database = openDatabase(file, clock.nowMs()).database;
    const changed = () => undefined;
    const database = this.#database;
    this.guard = new OpenGuard({ database, clock, curve, logSync: noPowerCuts, startWith, changed, reportBug });
    const recorder = new FeedRecorder({ clock, appended: () => undefined });
    this.pipeline = new Pipeline({ clock, eventLoop: turns, recorder, gate: this.guard.guard, reportBug });
    this.#lookAround(clock);
  }

  unlock(masterKey: Uint8Array, network: Network): void {
    const engine = createEngine({
      curve,
      network,
      masterKey,
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
      nonceLedger: this.guard.nonces,
    });
    const keys = createKeyRing({ curve, network, masterKey });
    const { examine } = createExaminer({ network, keys, curve });
    this.guard.bind({ network, identityPubkeyHex: bytesToHex(engine.identityPubkey()) }, masterKey);
    this.pipeline.setKeys({ engine, examine, network });
    this.#engine = engine;
  }

  lock(): void {
    this.pipeline.setKeys(null);
    this.guard.unbind();
    this.#engine?.wipe();
  }

  stop(): void {
    this.#stopLooking();
    this.pipeline.streamEnded();
    this.lock();
    this.guard.close();
    this.#database.close();
  }

  /** As the signer thread does every minute. */
  #lookAround(clock: PlayClock): void {
    this.#stopLooking = clock.after(lookAroundEveryMs, () => {
      this.guard.guard.lookAround();
      this.#lookAround(clock);
    });
  }
}

type Wire = ReturnType<typeof openWire>;

/** Both ends of the stream, in bytes. */
function openWire(protoDir: string) {
  const codec = loadCodecs(protoDir).watchonlyrpc;
  const definitions = loadSync("watchonly.proto", {
    includeDirs: [protoDir],
    keepCase: true,
    longs: String,
    oneofs: true,
  });
  const request = definitions["watchonlyrpc.SignCoordinatorRequest"] as MessageTypeDefinition<object, object>;
  const response = definitions["watchonlyrpc.SignCoordinatorResponse"] as MessageTypeDefinition<object, object>;
  return {
    toSigner: (requestId: string, asked: NodeRequest) =>
      codec.decode(request.serialize({ request_id: requestId, ...encodeRequest(asked) })),
    toNode(requestId: string, answer: SignAnswer): Reply {
      const fields = response.deserialize(codec.encode(requestId, answer));
      const decoded = decodeAnswer(fields as Record<string, unknown>);
      if (decoded === undefined) throw new Error(`the node cannot read the answer ${answer.kind}`);
      return "error" in decoded ? { refusal: decoded.error } : { answer: decoded };
    },
  };
}
