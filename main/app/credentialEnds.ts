/** Which of the node's credentials end soon or have ended, most pressing first. Pure. */
import type { AppSnapshot } from "../../preload/contract/types";

export interface CredentialEnd {
  /** The same for as long as nothing new is to be said: which credential, and soon or over. */
  readonly key: string;
  readonly what: "macaroon" | "certificate";
  readonly isOver: boolean;
}

/** The window counts down from 60 days on; here a person is interrupted. */
const soonMs = 14 * 86_400_000;

export function credentialEnds({ node, practice }: AppSnapshot, nowMs: number): CredentialEnd[] {
  if (node === null || practice) return [];
  const { certificate, macaroon } = node;
  const ends = [
    { what: "macaroon", endsAtMs: macaroon?.expiresAtMs ?? null, which: `${macaroon?.expiresAtMs}` },
    { what: "certificate", endsAtMs: certificate.notAfterMs, which: certificate.fingerprintHex },
  ] as const;
  return ends
    .flatMap(({ what, endsAtMs, which }) => {
      if (endsAtMs === null || endsAtMs - nowMs > soonMs) return [];
      const isOver = endsAtMs <= nowMs;
      return [{ key: `${what} ${which} ${isOver ? "over" : "soon"}`, what, isOver, endsAtMs }];
    })
    .sort((a, b) => a.endsAtMs - b.endsAtMs)
    .map(({ key, what, isOver }) => ({ key, what, isOver }));
}
