/** What a person should know about a macaroon before this computer keeps it. */
import type { Finding } from "./finding";
import { decodeMacaroon, type Macaroon, MacaroonError, type MacaroonTrouble } from "./macaroon";
import { decodeMacaroonId, type MacaroonId, type MacaroonPermission } from "./macaroonId";
import { adminPermissions, permissionInWords, permissionName, streamMethodUri } from "./permissionWords";

/** What may be shown of a macaroon. */
export interface MacaroonFacts {
  readonly permissions: MacaroonPermission[];
  readonly caveats: string[];
  /** The earliest end its time caveats set; null without one that can be read. */
  readonly expiresAtMs: number | null;
  readonly rootKeyId: string;
  readonly location: string;
}

const bakeCommand = "lncli bakemacaroon --root_key_id 77 --save_to signer.macaroon remotesigner:generate";
const dayMs = 86_400_000;

const advice: Readonly<Record<MacaroonTrouble, string>> = {
  empty: "Make the string again.",
  v1: "Bake a new one on the node.",
  json: "Use the .macaroon file as it is, in base64.",
  version: "Check that the right file was used.",
  truncated: "Copy the whole string again.",
  "trailing-bytes": "Copy the string again, without anything behind it.",
  malformed: "Copy the string again, or bake a new macaroon on the node.",
};

/**
 * Reads binary macaroon bytes and judges them. Never throws: unreadable bytes give one finding `macaroon-...`.
 * @param nowMs wall clock, for expiry
 */
export function reviewMacaroon(bytes: Uint8Array, nowMs: number): { facts: MacaroonFacts | null; findings: Finding[] } {
  try {
    const macaroon = decodeMacaroon(bytes);
    const id = decodeMacaroonId(macaroon.id);
    const caveats = macaroon.caveats.map(caveatText);
    const findings = [...permissionFindings(id), ...caveatFindings(macaroon, caveats, nowMs)];
    const location = new TextDecoder().decode(macaroon.location);
    const permissions = [...id.permissions];
    const expiresAtMs = earliestEnd(macaroon, caveats);
    return { facts: { permissions, caveats, expiresAtMs, rootKeyId: id.rootKeyId, location }, findings };
  } catch (error) {
    if (!(error instanceof MacaroonError)) throw error;
    const sentence = error.message[0]?.toUpperCase() + error.message.slice(1);
    const message = `${sentence}. ${advice[error.trouble]}`;
    return { facts: null, findings: [{ level: "block", tag: `macaroon-${error.trouble}`, message }] };
  }
}

function permissionFindings({ permissions, rootKeyId }: MacaroonId): Finding[] {
  const names = new Set(permissions.map(permissionName));
  const extra = permissions.filter((permission) => !isSigning(permission));
  const findings: Finding[] = [];
  const isAdmin = adminPermissions.every((name) => names.has(name));

  if (extra.length < permissions.length) {
    findings.push({
      level: "ok",
      tag: "may-sign",
      message: "The macaroon lets this computer connect as the node's signer.",
    });
  } else if (isAdmin) {
    findings.push({
      level: "block",
      tag: "admin-without-signer-permission",
      message:
        "This is an admin macaroon made before lnd knew signers: it opens everything except this. The node would refuse it. " +
        `Bake one with: ${bakeCommand}`,
    });
  } else {
    findings.push({
      level: "block",
      tag: "lacks-signer-permission",
      message: `The macaroon may not connect as a signer; the node would refuse it. Bake one with: ${bakeCommand}`,
    });
  }

  if (isAdmin) {
    findings.push({
      level: "warn",
      tag: "admin-macaroon",
      message: `This is the admin macaroon: full control over the node. A signer needs one right only. Replace it: ${bakeCommand}`,
      consent: true,
    });
  } else if (extra.length > 0) {
    const list = extra.map(permissionInWords).join(", ");
    findings.push({
      level: "warn",
      tag: "extra-permissions",
      message: `With this macaroon this computer could also: ${list}. Better: ${bakeCommand}`,
    });
  }
  if (extra.some(canMint)) {
    findings.push({
      level: "warn",
      tag: "may-create-macaroons",
      message: "The macaroon can create further macaroons with any right, so whoever gets it owns the node.",
      // The admin macaroon asks for the same already.
      ...(isAdmin ? {} : { consent: true as const }),
    });
  }
  if (rootKeyId === "0") {
    findings.push({
      level: "info",
      tag: "default-root-key",
      message:
        "The macaroon hangs on lnd's default root key, which cannot be taken back alone. With --root_key_id 77 it could be " +
        "revoked by lncli deletemacaroonid 77.",
    });
  }
  return findings;
}

function isSigning(permission: MacaroonPermission): boolean {
  const name = permissionName(permission);
  return name === "remotesigner:generate" || name === `uri:${streamMethodUri}`;
}

function canMint(permission: MacaroonPermission): boolean {
  return permissionName(permission) === "macaroon:generate" || permission.action.endsWith("/BakeMacaroon");
}

function caveatText(caveat: Macaroon["caveats"][number]): string {
  if (caveat.verificationId !== undefined) return `third party: ${new TextDecoder().decode(caveat.location)}`;
  return new TextDecoder().decode(caveat.id);
}

/** Conditions of lnd's macaroons (lnd macaroons/constraints.go). Unknown ones are shown, never dropped. */
function caveatFindings(macaroon: Macaroon, texts: readonly string[], nowMs: number): Finding[] {
  return macaroon.caveats.map((caveat, index) => {
    const text = texts[index] ?? "";
    if (caveat.verificationId !== undefined) {
      return {
        level: "block",
        tag: "third-party-caveat",
        message: "The macaroon needs a discharge from a third party, which lnd does not take. Bake a plain one.",
      };
    }
    const [name = "", ...rest] = text.split(" ");
    const value = rest.join(" ");
    switch (name) {
      case "time-before":
        return expiryFinding(value, nowMs);
      case "ipaddr":
      case "iprange":
        return {
          level: "warn",
          tag: "bound-to-address",
          message: `The macaroon works from ${value} only, as the node sees it. Behind NAT or a tunnel that is another address than this computer's own.`,
        };
      case "lnd-custom":
        return {
          level: "warn",
          tag: "custom-caveat",
          message: `The macaroon has a custom condition (${value}). The node's signer port has no middleware for it and will refuse it.`,
        };
      default:
        return {
          level: "warn",
          tag: "unknown-caveat",
          message: `The macaroon has a condition this app does not know: ${text}. The node decides whether it holds.`,
        };
    }
  });
}

function earliestEnd({ caveats }: Macaroon, texts: readonly string[]): number | null {
  const ends = caveats.flatMap(({ verificationId }, index) => {
    const [name, ...rest] = (texts[index] ?? "").split(" ");
    const atMs = name === "time-before" && verificationId === undefined ? readTime(rest.join(" ")) : Number.NaN;
    return Number.isNaN(atMs) ? [] : [atMs];
  });
  return ends.length === 0 ? null : Math.min(...ends);
}

/** RFC 3339 with up to nine fraction digits, of which Date keeps three. NaN for anything else. */
function readTime(text: string): number {
  return Date.parse(text.replace(/(\.\d{3})\d+/, "$1"));
}

function expiryFinding(time: string, nowMs: number): Finding {
  const expiresAtMs = readTime(time);
  if (Number.isNaN(expiresAtMs)) {
    return {
      level: "warn",
      tag: "unknown-caveat",
      message: "The macaroon has an expiry this app cannot read. The node decides whether it holds.",
    };
  }
  const date = new Date(expiresAtMs).toISOString().slice(0, 16).replace("T", " ");
  if (expiresAtMs <= nowMs) {
    return {
      level: "block",
      tag: "macaroon-expired",
      message: `The macaroon expired on ${date} UTC. Bake a new one: ${bakeCommand}`,
    };
  }
  const days = Math.floor((expiresAtMs - nowMs) / dayMs);
  if (days < 14) {
    return {
      level: "warn",
      tag: "macaroon-expires-soon",
      message: `The macaroon expires on ${date} UTC, in ${days} days. The signer cannot reconnect after that.`,
    };
  }
  return { level: "info", tag: "macaroon-expires", message: `The macaroon expires on ${date} UTC, in ${days} days.` };
}
