/** The new-node kit while it waits for its node, and the guides and checks beside it. */
import { randomBytes } from "node:crypto";
import type { CallInput, CallOutput, KitView, PairingReview } from "../../preload/contract/types";
import type { Keystore } from "../keystore/keystore";
import { checkConf } from "../kit/confChecker";
import { type Guide, guideText } from "../kit/guide";
import { newNodeGuide } from "../kit/kit";
import { migrationGuide } from "../kit/migration";
import { preflight } from "../kit/preflight";
import {
  moveHostGuide,
  type RotationOptions,
  retireNodeGuide,
  retireSignerGuide,
  rotateCertificateGuide,
  rotateMacaroonGuide,
} from "../kit/rotation";
import { bakeSignerMacaroon } from "../kit/signerMacaroon";
import { parseHostAddress } from "../pairing/hostAddress";
import { noMaterial } from "../pairing/material";
import { addressText, type NodeAddress } from "../pairing/watchOnlyNode";
import type { Curve } from "../signer/curve";
import { AppError } from "./appError";
import { decodeKit, encodeKit, kitRecordId, type WaitingKit } from "./kitRecord";
import type { NodePairing } from "./nodePairing";
import { openAccounts } from "./seedAccounts";

/** Runs one change after the other, and none while practising. */
type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

const rotationGuides = {
  "rotate-macaroon": rotateMacaroonGuide,
  "rotate-certificate": rotateCertificateGuide,
  "move-host": moveHostGuide,
  "retire-signer": retireSignerGuide,
  "retire-node": retireNodeGuide,
} satisfies Record<string, (options: RotationOptions) => Guide>;

export class KitDesk {
  readonly #keystore: Keystore;
  readonly #curve: Curve;
  readonly #pairing: NodePairing;
  readonly #inTurn: InTurn;
  /** 32 bytes, secret, in memory alone; null once it was used or given up. */
  #rootKey: Uint8Array | null = null;
  #wasShown = false;

  constructor(keystore: Keystore, curve: Curve, pairing: NodePairing, inTurn: InTurn) {
    this.#keystore = keystore;
    this.#curve = curve;
    this.#pairing = pairing;
    this.#inTurn = inTurn;
  }

  view(): Promise<CallOutput<"kit.view">> {
    return this.#inTurn(async () => {
      const kit = await this.#read();
      kit?.macaroon.fill(0);
      return { kit: kit === null ? null : this.#viewOf(kit) };
    });
  }

  /** @throws AppError BAD_INPUT for a host that cannot be dialled */
  prepare({ host, requestTimeoutMs }: CallInput<"kit.prepare">): Promise<CallOutput<"kit.prepare">> {
    return this.#inTurn(async () => {
      const address = addressOf(host);
      const rootKey = Uint8Array.from(randomBytes(32));
      const kit = { address, requestTimeoutMs, macaroon: bakeSignerMacaroon(rootKey, randomBytes(16)) };
      const record = encodeKit(kit);
      try {
        await this.#keystore.writeMacaroon(kitRecordId, record);
        this.forgetRootKey();
        this.#rootKey = new Uint8Array(rootKey);
        return { kit: this.#viewOf(kit) };
      } finally {
        for (const secret of [rootKey, record, kit.macaroon]) secret.fill(0);
      }
    });
  }

  /** Once for each kit. @throws AppError NOT_ALLOWED */
  async revealRootKey(): Promise<CallOutput<"kit.revealRootKey">> {
    if (this.#wasShown || this.#rootKey === null) throw rootKeyGone();
    this.#wasShown = true;
    return { rootKeyHex: hexOf(this.#rootKey) };
  }

  /** For the clipboard, as long as it is shown. @throws AppError NOT_ALLOWED */
  async shownRootKey(): Promise<CallOutput<"kit.revealRootKey">> {
    if (!this.#wasShown || this.#rootKey === null) throw rootKeyGone();
    return { rootKeyHex: hexOf(this.#rootKey) };
  }

  forgetRootKey(): void {
    this.#rootKey?.fill(0);
    this.#rootKey = null;
    this.#wasShown = false;
  }

  /** The kit's address and macaroon as a pairing that lacks its certificate. @throws AppError NOT_ALLOWED without a kit */
  reviewPairing(): Promise<PairingReview> {
    return this.#inTurn(async () => {
      const { address, requestTimeoutMs, macaroon } = await this.#require();
      return this.#pairing.reviewMaterial({
        ...noMaterial,
        addresses: [address],
        macaroons: [{ bytes: macaroon, from: "the kit" }],
        requestTimeoutMs,
      });
    });
  }

  discard(): Promise<void> {
    return this.#inTurn(async () => {
      this.forgetRootKey();
      await this.#keystore.removeMacaroon(kitRecordId);
    });
  }

  /** The kit's guide as a text file. @throws AppError NOT_ALLOWED without a kit */
  text(): Promise<string> {
    return this.#inTurn(async () => {
      const kit = await this.#require();
      kit.macaroon.fill(0);
      return guideText(this.#viewOf(kit).guide);
    });
  }

  guide({ guide, host, requestTimeoutMs }: CallInput<"guide.read">): Promise<CallOutput<"guide.read">> {
    return this.#inTurn(async () => ({ guide: contractGuide(this.#guide(guide, host, requestTimeoutMs)) }));
  }

  guideText({ guide, host, requestTimeoutMs }: CallInput<"guide.save">): Promise<string> {
    return this.#inTurn(async () => guideText(this.#guide(guide, host, requestTimeoutMs)));
  }

  preflight({ accounts, nodePubkeyHex }: CallInput<"migration.preflight">): Promise<CallOutput<"migration.preflight">> {
    return this.#inTurn(async () => {
      const { masterFingerprintHex, identityPubkeyHex } = this.#seed();
      const result = preflight(new TextDecoder().decode(accounts), nodePubkeyHex, {
        accounts: openAccounts(this.#keystore, this.#curve),
        masterFingerprintHex,
        nodePubkeyHex: identityPubkeyHex,
      });
      return { ...result, problems: [...result.problems], notes: [...result.notes] };
    });
  }

  /** @throws AppError BAD_INPUT for a host that cannot be dialled; none at all leaves host and port out of the check */
  checkConf({ text, host, requestTimeoutMs }: CallInput<"conf.check">): Promise<CallOutput<"conf.check">> {
    return this.#inTurn(async () => {
      const address = host === "" ? null : addressOf(host);
      return { findings: [...checkConf(text, { address, network: this.#seed().network, requestTimeoutMs })] };
    });
  }

  #guide(name: CallInput<"guide.read">["guide"], host: string, requestTimeoutMs: number): Guide {
    const address = addressOf(host);
    const { network } = this.#seed();
    if (name === "migration") return migrationGuide({ address, network, requestTimeoutMs });
    return rotationGuides[name]({ address, network, rootKeyId: this.#pairing.view?.macaroon?.rootKeyId ?? null });
  }

  #viewOf({ address, requestTimeoutMs }: WaitingKit): KitView {
    const { network, birthdayMs } = this.#seed();
    return {
      address: addressText(address),
      requestTimeoutMs,
      guide: contractGuide(newNodeGuide({ address, requestTimeoutMs, network, birthdayMs, rootKey: "typed" })),
      rootKey: this.#rootKey === null ? "gone" : this.#wasShown ? "shown" : "unseen",
    };
  }

  #seed() {
    const { state } = this.#keystore;
    if (state.state === "open") return state;
    throw new AppError("KEYS_LOCKED", "The signer's keys are locked. Unlock them first.");
  }

  async #read(): Promise<WaitingKit | null> {
    const record = await this.#keystore.readMacaroon(kitRecordId);
    if (record === null) return null;
    try {
      return decodeKit(record);
    } finally {
      record.fill(0);
    }
  }

  async #require(): Promise<WaitingKit> {
    const kit = await this.#read();
    if (kit === null) throw new AppError("NOT_ALLOWED", "There is no kit. Make one first.");
    return kit;
  }
}

function addressOf(text: string): NodeAddress {
  const { host, port, findings } = parseHostAddress(text.trim());
  const block = findings.find(({ level }) => level === "block");
  if (block !== undefined) throw new AppError("BAD_INPUT", block.message);
  return { host, port };
}

/** Mutable arrays, as the contract's types have them. */
function contractGuide({ title, lead, steps }: Guide): CallOutput<"guide.read">["guide"] {
  return { title, lead, steps: steps.map((step) => ({ ...step, blocks: [...step.blocks] })) };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
}

function rootKeyGone(): AppError {
  return new AppError("NOT_ALLOWED", "The root key is shown once and was not kept. Make a new kit for another.");
}
