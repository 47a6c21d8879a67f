/** The one paired node of a session: reviewing, trying out and remembering its credentials, and dialling it. */
import type { CallInput, InspectedCertificate, PairedNodeView, PairingReview } from "../../preload/contract/types";
import type { Keystore } from "../keystore/keystore";
import { KeystoreError } from "../keystore/keystoreError";
import { fetchPresentedCertificate } from "../link/presentedCertificate";
import { describeCertificate } from "../pairing/certificate";
import { readFiles } from "../pairing/files";
import type { PairingMaterial } from "../pairing/material";
import type { ReadImage } from "../pairing/qrReader";
import { type PairingContext, readHostText, readText } from "../pairing/review";
import { addressText, type NodeAddress, type WatchOnlyNode } from "../pairing/watchOnlyNode";
import type { Log } from "../support/log";
import { AppError } from "./appError";
import { kitRecordId } from "./kitRecord";
import { macaroonView, PairingDesk, pairedNodeView } from "./pairingDesk";
import type { SignerSide } from "./signerSide";

interface PairedNode {
  readonly node: WatchOnlyNode;
  readonly view: PairedNodeView;
}

export class NodePairing {
  readonly #keystore: Keystore;
  readonly #signer: SignerSide;
  readonly #readImage: ReadImage;
  readonly #log: Log;
  readonly #desk = new PairingDesk();
  #paired: PairedNode | null = null;
  /** The certificate that was shown for comparison last: the only one that can be accepted. */
  #inspectedDer: Uint8Array | null = null;
  /** A pairing link somebody opened. Secret. */
  #link: string | null = null;

  constructor(keystore: Keystore, signer: SignerSide, readImage: ReadImage, log: Log) {
    this.#keystore = keystore;
    this.#signer = signer;
    this.#readImage = readImage;
    this.#log = log;
  }

  get view(): PairedNodeView | null {
    return this.#paired?.view ?? null;
  }

  get hasLink(): boolean {
    return this.#link !== null;
  }

  /** Reads which node is paired. */
  async read(): Promise<void> {
    const { nodes } = await this.#signer.host.call("nodes.list", {});
    const node = nodes.at(-1);
    if (node !== undefined) this.#paired = { node, view: pairedNodeView(node, null) };
  }

  /** Keeps a link until it is reviewed or discarded; a later one takes its place. */
  offerLink(text: string): void {
    this.#link = text;
  }

  review(text: string): Promise<PairingReview> {
    return this.#review(async (context) => [readText(text, context)]);
  }

  reviewFiles({ files, text }: CallInput<"pairing.reviewFiles">): Promise<PairingReview> {
    return this.#review(async () => [readHostText(text), ...(await readFiles(files, this.#readImage))]);
  }

  /** Reviews what is known already, without text or files. */
  reviewMaterial(material: PairingMaterial): Promise<PairingReview> {
    return this.#review(async () => [material]);
  }

  /** @throws AppError PAIRING_NO_LINK */
  async reviewLink(): Promise<PairingReview> {
    const link = this.#link;
    if (link === null) throw new AppError("PAIRING_NO_LINK", "No link is waiting. Open it again, or paste it here.");
    const review = await this.review(link);
    this.#link = null;
    return review;
  }

  /** @throws AppError PAIRING_DRAFT_GONE, PAIRING_BLOCKED, CERTIFICATE_NOT_SHOWN */
  async fetchCertificate({ draftId, port, proxy }: CallInput<"pairing.fetchCertificate">): Promise<PairingReview> {
    const { certificateDer } = await presentedBy(this.#desk.addressesOf(draftId, port), proxy ?? undefined);
    return this.#desk.present(draftId, certificateDer);
  }

  /**
   * Remembers the node and connects. New credentials of a node that is dialled are tried on it first: the old ones stay,
   * and are dialled again, if they do not work.
   *
   * @throws AppError PAIRING_DRAFT_GONE, PAIRING_BLOCKED, PAIRING_NOT_ACCEPTED, PAIRING_TEST_FAILED
   */
  async confirm(input: CallInput<"pairing.confirm">): Promise<void> {
    const before = this.#paired?.node ?? null;
    const { node, macaroon } = this.#desk.confirm(input, this.#keystore.keys().network, before, Date.now());
    if (before === null || !this.#signer.isDialling) {
      await this.#remember(node, macaroon);
      // The host keeps the macaroon for as long as it dials.
      await this.#signer.dial({ source: "given", node, macaroon });
    } else {
      await this.#replace(node, macaroon);
    }
    this.#desk.discard();
    // A seed is one node's: a kit that waited for it is over.
    await this.#keystore.removeMacaroon(kitRecordId);
  }

  /** @throws AppError NOT_ALLOWED without a paired node, CERTIFICATE_NOT_SHOWN */
  async inspectCertificate(): Promise<InspectedCertificate> {
    const { node, view } = this.#requirePaired();
    const { certificateDer, address } = await presentedBy(node.addresses, node.proxy);
    this.#inspectedDer = certificateDer;
    return {
      pinned: view.certificate,
      presented: describeCertificate(certificateDer),
      address: addressText(address),
    };
  }

  /** @throws AppError CERTIFICATE_NOT_INSPECTED for any other than the one inspected last, PAIRING_TEST_FAILED */
  async acceptCertificate({ fingerprintHex }: CallInput<"pairing.acceptCertificate">): Promise<void> {
    const { node } = this.#requirePaired();
    const certificateDer = this.#inspectedDer;
    if (certificateDer === null || describeCertificate(certificateDer).fingerprintHex !== fingerprintHex) {
      throw new AppError("CERTIFICATE_NOT_INSPECTED", "This is not the certificate you were shown. Look at it again.");
    }
    const macaroon = await this.#keystore.readMacaroon(node.id);
    if (macaroon === null) throw new AppError("PAIRING_BLOCKED", "The macaroon of this node is gone. Pair again.");
    await this.#replace({ ...node, certificateDer }, macaroon);
    this.#inspectedDer = null;
  }

  discard(): void {
    this.#desk.discard();
    this.#inspectedDer = null;
    this.#link = null;
  }

  /** Parts from the paired node. */
  async forget(): Promise<void> {
    if (this.#paired === null) return;
    const { id } = this.#paired.node;
    await this.#signer.hangUp();
    await this.#keystore.removeMacaroon(id);
    await this.#signer.host.call("nodes.forget", { id });
    this.#paired = null;
  }

  /** Forgets every node there is in the database; their macaroons are gone already. */
  async forgetAll(nodeIds: readonly string[]): Promise<void> {
    this.discard();
    for (const id of nodeIds) await this.#signer.host.call("nodes.forget", { id });
    this.#paired = null;
  }

  /** Dials the paired node unless it is dialled already, or its macaroon cannot be had. */
  async dial(): Promise<void> {
    if (this.#paired === null || this.#signer.isDialling) return;
    const { node } = this.#paired;
    const macaroon = await this.#macaroonOf(node);
    if (macaroon === null) return;
    this.#paired = { node, view: pairedNodeView(node, macaroonView(macaroon, Date.now())) };
    await this.#signer.dial({ source: "given", node, macaroon });
  }

  async #review(read: (context: PairingContext) => Promise<PairingMaterial[]>): Promise<PairingReview> {
    const context = await this.#context();
    try {
      return this.#desk.review(await read(context), context);
    } finally {
      context.known?.macaroon?.fill(0);
    }
  }

  async #context(): Promise<PairingContext> {
    const seedNetwork = this.#keystore.keys().network;
    const { state } = this.#keystore;
    const identityPubkeyHex = state.state === "open" ? state.identityPubkeyHex : "";
    const node = this.#paired?.node;
    const known = node === undefined ? null : { ...node, macaroon: await this.#macaroonOf(node) };
    return { nowMs: Date.now(), seedNetwork, identityPubkeyHex, known };
  }

  async #replace(node: WatchOnlyNode, macaroon: Uint8Array): Promise<void> {
    try {
      const failure = await this.#signer.tryOut({ source: "given", node, macaroon });
      if (failure !== null) {
        const { cause, detail } = failure;
        throw new AppError(
          "PAIRING_TEST_FAILED",
          `${node.name} was not reached with the new credentials (${cause}${detail === "" ? "" : `: ${detail}`}). The old ones are in use again.`,
        );
      }
      await this.#remember(node, macaroon);
    } catch (error) {
      await this.#signer.hangUp();
      await this.dial();
      throw error;
    }
  }

  async #remember(node: WatchOnlyNode, macaroon: Uint8Array): Promise<void> {
    await this.#keystore.writeMacaroon(node.id, macaroon);
    await this.#signer.host.call("nodes.save", { node });
    this.#paired = { node, view: pairedNodeView(node, macaroonView(macaroon, Date.now())) };
  }

  /** Null, and a line in the log, when there is none to be had: the keys are open all the same. */
  async #macaroonOf(node: WatchOnlyNode): Promise<Uint8Array | null> {
    try {
      const macaroon = await this.#keystore.readMacaroon(node.id);
      if (macaroon === null) this.#log("warn", "the macaroon of the paired node is gone: pair with it again");
      return macaroon;
    } catch (error) {
      if (!(error instanceof KeystoreError)) throw error;
      this.#log("warn", `the macaroon of the paired node cannot be read: ${error.message}`);
      return null;
    }
  }

  #requirePaired(): PairedNode {
    if (this.#paired === null) throw new AppError("NOT_ALLOWED", "There is no paired node. Pair with one first.");
    return this.#paired;
  }
}

async function presentedBy(addresses: readonly NodeAddress[], proxy: NodeAddress | undefined) {
  const presented = await fetchPresentedCertificate(addresses, proxy);
  if ("certificateDer" in presented) return presented;
  const { failure, address } = presented;
  throw new AppError(
    "CERTIFICATE_NOT_SHOWN",
    `${addressText(address)} showed no certificate (${failure.cause}${failure.detail === "" ? "" : `: ${failure.detail}`}). Check host and port, and that the node runs.`,
  );
}
