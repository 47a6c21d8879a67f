/** What lnd's macaroon permissions mean, in words (lnd rpcserver.go: readPermissions, writePermissions). */
import type { MacaroonPermission } from "./macaroonId";

const words: Readonly<Record<string, string>> = {
  "onchain:read": "see the on-chain wallet",
  "onchain:write": "spend from the on-chain wallet",
  "offchain:read": "see channels and payments",
  "offchain:write": "open and close channels and send payments",
  "address:read": "see addresses",
  "address:write": "make new addresses",
  "message:read": "verify messages",
  "message:write": "sign messages as the node",
  "peers:read": "see peers",
  "peers:write": "connect and disconnect peers",
  "info:read": "see general information about the node",
  "info:write": "stop the node and change its settings",
  "invoices:read": "see invoices",
  "invoices:write": "make invoices",
  "signer:read": "verify signatures",
  "signer:generate": "let the node sign anything",
  "macaroon:read": "list access rights",
  "macaroon:write": "take away access rights",
  "macaroon:generate": "create any access right",
  "remotesigner:generate": "connect as the node's signer",
};

/** The path of the stream's method; a macaroon may name it instead of `remotesigner:generate`. */
export const streamMethodUri = "/watchonlyrpc.WatchOnly/SignCoordinatorStreams";

export function permissionInWords({ entity, action }: MacaroonPermission): string {
  if (entity === "uri") return action === streamMethodUri ? "connect as the node's signer" : `call ${action}`;
  return words[`${entity}:${action}`] ?? `${action} on ${entity}`;
}

/** Every permission of lnd's admin.macaroon. lnd before remote signers knew no `remotesigner:generate`. */
export const adminPermissions: readonly string[] = Object.keys(words).filter(
  (name) => name !== "remotesigner:generate",
);

export function permissionName({ entity, action }: MacaroonPermission): string {
  return `${entity}:${action}`;
}
