/** Pairing from pasted text to a node that is remembered: the draft in between waits here, and only here. */
import { randomBytes } from "node:crypto";
import type { CallInput, MacaroonView, PairedNodeView, PairingReview } from "../../preload/contract/types";
import { describeCertificate } from "../pairing/certificate";
import { reviewMacaroon } from "../pairing/macaroonFindings";
import { type PairingDraft, type PairingFacts, reviewPairing } from "../pairing/review";
import type { WatchOnlyNode } from "../pairing/watchOnlyNode";
import type { Network } from "../signer/network";
import { AppError } from "./appError";

interface WaitingDraft {
  readonly id: string;
  readonly review: PairingFacts;
  readonly draft: PairingDraft | null;
}

/** A node to pair with. `macaroon` is secret; the caller wipes it. */
export interface ConfirmedPairing {
  readonly node: WatchOnlyNode;
  readonly macaroon: Uint8Array;
}

export class PairingDesk {
  #waiting: WaitingDraft | null = null;

  /** Reads a pasted text; the draft replaces an earlier one. Nothing connects. */
  review(text: string, seedNetwork: Network, nowMs: number): PairingReview {
    this.discard();
    const { review, draft } = reviewPairing(text, { nowMs, seedNetwork });
    const id = randomBytes(8).toString("hex");
    this.#waiting = { id, review, draft };
    return { draftId: id, ...review };
  }

  /**
   * The node of the waiting draft, which goes on waiting: remembering it may fail.
   *
   * @param known the node paired so far: its id stays when the same address is paired again
   * @throws AppError PAIRING_DRAFT_GONE, PAIRING_BLOCKED
   */
  confirm(
    input: CallInput<"pairing.confirm">,
    network: Network,
    known: WatchOnlyNode | null,
    nowMs: number,
  ): ConfirmedPairing {
    const waiting = this.#waiting;
    if (waiting === null || waiting.id !== input.draftId) {
      throw new AppError("PAIRING_DRAFT_GONE", "This pairing is no longer waiting. Paste the connection string again.");
    }
    if (waiting.draft === null) {
      const block = waiting.review.findings.find((finding) => finding.level === "block");
      throw new AppError("PAIRING_BLOCKED", block?.message ?? "This pairing cannot be used. Make a new string.");
    }
    const { addresses, certificateDer, macaroon } = waiting.draft;
    const chosen = addresses.map((address, index) => (index === 0 ? { ...address, port: input.port } : address));
    const node: WatchOnlyNode = {
      id: known !== null && isSameAddress(known, chosen) ? known.id : randomBytes(8).toString("hex"),
      name: input.name,
      addresses: chosen,
      certificateDer,
      network,
      requestTimeoutMs: input.requestTimeoutMs,
      pairedAtMs: nowMs,
    };
    return { node, macaroon: macaroon.slice() };
  }

  discard(): void {
    this.#waiting?.draft?.macaroon.fill(0);
    this.#waiting = null;
  }
}

/** What the window shows of a paired node. */
export function pairedNodeView(node: WatchOnlyNode, macaroon: MacaroonView | null): PairedNodeView {
  const { id, name, network, requestTimeoutMs, pairedAtMs } = node;
  const [first] = node.addresses;
  return {
    id,
    name,
    address: first === undefined ? "" : addressText(first),
    network,
    requestTimeoutMs,
    pairedAtMs,
    certificate: describeCertificate(node.certificateDer),
    macaroon,
  };
}

/** What may be shown of a macaroon, or null if it cannot be read. */
export function macaroonView(macaroon: Uint8Array, nowMs: number): MacaroonView | null {
  return reviewMacaroon(macaroon, nowMs).facts;
}

function addressText({ host, port }: WatchOnlyNode["addresses"][number]): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function isSameAddress(known: WatchOnlyNode, addresses: WatchOnlyNode["addresses"]): boolean {
  const [a] = known.addresses;
  const [b] = addresses;
  return a !== undefined && b !== undefined && addressText(a) === addressText(b);
}
