/** Telling the one right a signer needs from all others. Pure. */
import type { MacaroonView } from "../../../preload/contract/types";

type Permission = MacaroonView["permissions"][number];

const streamMethod = "/watchonlyrpc.WatchOnly/SignCoordinatorStreams";

export function isSignerPermission({ entity, action }: Permission): boolean {
  return (entity === "remotesigner" && action === "generate") || (entity === "uri" && action === streamMethod);
}

/** Whether the macaroon allows anything beyond connecting the signer. */
export function isOverPrivileged(macaroon: MacaroonView): boolean {
  return macaroon.permissions.some((permission) => !isSignerPermission(permission));
}
