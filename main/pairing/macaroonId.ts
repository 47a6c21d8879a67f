/**
 * The identifier inside lnd's macaroons: 0x03 || protobuf MacaroonId { bytes nonce = 1; bytes storageId = 2;
 * repeated Op ops = 3 }, Op { string entity = 1; repeated string actions = 2 } (lnd lnrpc/lightning.proto).
 */
import { concatBytes } from "@noble/hashes/utils.js";
import { MacaroonError } from "./macaroon";

/** `action` on `entity`; entity "uri" means the one method named by the action. */
export interface MacaroonPermission {
  readonly entity: string;
  readonly action: string;
}

export interface MacaroonId {
  readonly nonce: Uint8Array;
  /** Decimal text; "0" is lnd's default root key. */
  readonly rootKeyId: string;
  readonly permissions: readonly MacaroonPermission[];
}

const bakeryVersion3 = 3;

/** @throws MacaroonError for anything but lnd's form */
export function decodeMacaroonId(id: Uint8Array): MacaroonId {
  if (id[0] !== bakeryVersion3) throw new MacaroonError("malformed", "the macaroon was not made by lnd");
  let nonce: Uint8Array = new Uint8Array();
  let rootKeyId = "0";
  const permissions: MacaroonPermission[] = [];
  for (const { number, value } of fields(id.subarray(1))) {
    if (number === 1) nonce = value;
    else if (number === 2) rootKeyId = text(value);
    else if (number === 3) permissions.push(...decodeOp(value));
  }
  return { nonce, rootKeyId, permissions };
}

/** Inverse of `decodeMacaroonId`; consecutive permissions of one entity share an op, as lnd bakes them. */
export function encodeMacaroonId(id: MacaroonId): Uint8Array {
  const ops: { entity: string; actions: string[] }[] = [];
  for (const { entity, action } of id.permissions) {
    const last = ops.at(-1);
    if (last?.entity === entity) last.actions.push(action);
    else ops.push({ entity, actions: [action] });
  }
  const utf8 = (value: string) => new TextEncoder().encode(value);
  return concatBytes(
    Uint8Array.of(bakeryVersion3),
    lengthDelimited(1, id.nonce),
    lengthDelimited(2, utf8(id.rootKeyId)),
    ...ops.map((op) =>
      lengthDelimited(
        3,
        concatBytes(
          lengthDelimited(1, utf8(op.entity)),
          ...op.actions.map((action) => lengthDelimited(2, utf8(action))),
        ),
      ),
    ),
  );
}

function decodeOp(bytes: Uint8Array): MacaroonPermission[] {
  let entity = "";
  const actions: string[] = [];
  for (const { number, value } of fields(bytes)) {
    if (number === 1) entity = text(value);
    else if (number === 2) actions.push(text(value));
  }
  return actions.map((action) => ({ entity, action }));
}

/** All fields of lnd's identifier are length-delimited; anything else is not lnd's. */
function* fields(bytes: Uint8Array): Generator<{ number: number; value: Uint8Array }> {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new MacaroonError("malformed", "the macaroon's permissions cannot be read");
  };
  while (at < bytes.length) {
    const tag = varint();
    const length = varint();
    if ((tag & 7) !== 2 || at + length > bytes.length) {
      throw new MacaroonError("malformed", "the macaroon's permissions cannot be read");
    }
    yield { number: tag >>> 3, value: Uint8Array.from(bytes.subarray(at, at + length)) };
    at += length;
  }
}

function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new MacaroonError("malformed", "the macaroon's permissions are not valid text");
  }
}

function lengthDelimited(number: number, value: Uint8Array): Uint8Array {
  const length = value.length > 0x7f ? [(value.length & 0x7f) | 0x80, value.length >>> 7] : [value.length];
  if (value.length > 0x3fff) throw new RangeError("macaroon identifier field too long");
  return concatBytes(Uint8Array.of((number << 3) | 2, ...length), value);
}
