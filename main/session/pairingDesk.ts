/** Pairing from what a person gave to a node that is remembered: the draft in between waits here, and only here. */
import { randomBytes } from "node:crypto";
import type { CallInput, MacaroonView, PairedNodeView, PairingReview } from "../../preload/contract/types";
import { describeCertificate } from "../pairing/certificate";
import { limitMacaroon } from "../pairing/limitMacaroon";
import { reviewMacaroon } from "../pairing/macaroonFindings";
import { type PairingMaterial, wipeMacaroons } from "../pairing/material";
import { type PairingContext, type ReviewedPairing, reviewMaterial } from "../pairing/review";
import { addressText, type NodeAddress, type WatchOnlyNode } from "../pairing/watchOnlyNode";
import type { Network } from "../signer/network";
import { AppError } from "./appError";

interface WaitingDraft extends ReviewedPairing {
  readonly id: string;
  readonly context: PairingContext;
}

/** A node to pair with. `macaroon` is secret; the caller wipes it. */
export interface ConfirmedPairing {
  readonly node: WatchOnlyNode;
  readonly macaroon: Uint8Array;
}

const dayMs = 86_400_000;

export class PairingDesk {
  #waiting: WaitingDraft | null = null;

  /** Reviews what texts and files gave; the draft replaces an earlier one. Nothing connects. */
  review(parts: readonly PairingMaterial[], context: PairingContext): PairingReview {
    this.discard();
    return this.#keep(randomBytes(8).toString("hex"), reviewMaterial(parts, context), context);
  }

  /** Where a draft's node would show its certificate. @throws AppError PAIRING_DRAFT_GONE, PAIRING_BLOCKED */
  addressesOf(draftId: string, port: number): NodeAddress[] {
    const { review, material } = this.#draft(draftId);
    if (!review.canFetchCertificate) throw blocked(review);
    return withPort(material.addresses, port);
  }

  /** Reviews a draft again, with the certificate its node showed. @throws AppError PAIRING_DRAFT_GONE */
  present(draftId: string, certificateDer: Uint8Array): PairingReview {
    const { material, context } = this.#draft(draftId);
    return this.#keep(draftId, reviewMaterial([material], context, certificateDer), context);
  }

  /**
   * The node of the waiting draft, which goes on waiting: remembering it may fail.
   *
   * @param known the node paired so far. A seed is one node's, so it is the same node under whatever address.
   * @throws AppError PAIRING_DRAFT_GONE, PAIRING_BLOCKED, PAIRING_NOT_ACCEPTED
   */
  confirm(
    input: CallInput<"pairing.confirm">,
    network: Network,
    known: WatchOnlyNode | null,
    nowMs: number,
  ): ConfirmedPairing {
    const { review, draft } = this.#draft(input.draftId);
    if (draft === null) throw blocked(review);
    const open = review.findings.find(({ consent, tag }) => consent && !(input.accepted ?? []).includes(tag));
    if (open !== undefined)
      throw new AppError("PAIRING_NOT_ACCEPTED", `This needs your consent first. ${open.message}`);
    const { limitDays } = input;
    return {
      node: {
        id: known?.id ?? randomBytes(8).toString("hex"),
        name: input.name,
        addresses: withPort(draft.addresses, input.port),
        ...(input.proxy == null ? {} : { proxy: input.proxy }),
        certificateDer: draft.certificateDer,
        network,
        requestTimeoutMs: input.requestTimeoutMs,
        pairedAtMs: known?.pairedAtMs ?? nowMs,
      },
      macaroon:
        limitDays == null
          ? new Uint8Array(draft.macaroon)
          : limitMacaroon(draft.macaroon, { expiresAtMs: nowMs + limitDays * dayMs }),
    };
  }

  discard(): void {
    if (this.#waiting !== null) wipeMacaroons(this.#waiting.material);
    this.#waiting = null;
  }

  #keep(id: string, reviewed: ReviewedPairing, context: PairingContext): PairingReview {
    // What was taken over from the paired node is part of the material now.
    const known = context.known && { ...context.known, macaroon: null };
    this.#waiting = { id, ...reviewed, context: { ...context, known } };
    return { draftId: id, ...reviewed.review };
  }

  #draft(draftId: string): WaitingDraft {
    if (this.#waiting?.id === draftId) return this.#waiting;
    throw new AppError("PAIRING_DRAFT_GONE", "This pairing is no longer waiting. Paste the connection string again.");
  }
}

function blocked({ findings }: PairingReview | ReviewedPairing["review"]): AppError {
  const block = findings.find((finding) => finding.level === "block");
  return new AppError("PAIRING_BLOCKED", block?.message ?? "This pairing cannot be used. Make a new string.");
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

/** The person may correct the first address's port. */
function withPort(addresses: readonly NodeAddress[], port: number): NodeAddress[] {
  return addresses.map((address, index) => (index === 0 ? { ...address, port } : address));
}
