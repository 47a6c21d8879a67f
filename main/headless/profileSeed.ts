/** A profile's keystore for commands that need no signer thread. */
import { existsSync } from "node:fs";
import type { Keystore } from "../keystore/keystore";
import type { KeyringEntryConstructor } from "../keystore/osKeychain";
import { Profile } from "../session/profile";
import { keystoreOf } from "../session/profileKeystore";
import { lockProfile } from "../session/profileLock";
import type { Curve } from "../signer/curve";
import { openCurve } from "../thread/nativeCurve";
import { CommandError } from "./commandError";
import { readPassphrase } from "./secretFile";

export interface ProfileSeed {
  readonly keystore: Keystore;
  readonly curve: Curve;
}

/**
 * Looks for the place of a new seed in a profile, which is made when it is missing and is locked until the command ends.
 *
 * @throws AppError NOT_ALLOWED while another process has the profile
 */
export async function lookForSeed(folder: string, AsyncEntry: KeyringEntryConstructor): Promise<ProfileSeed> {
  await lockProfile(folder);
  return readSeed(folder, AsyncEntry);
}

async function readSeed(folder: string, AsyncEntry: KeyringEntryConstructor): Promise<ProfileSeed> {
  const { curve } = openCurve();
  const keystore = keystoreOf(await Profile.open(folder), AsyncEntry, curve, () => undefined);
  await keystore.load();
  return { keystore, curve };
}

/** Opens the seed of a profile to read it, which is no harm to a signer that runs on it. @throws CommandError, KeystoreError */
export async function openSeed(
  folder: string,
  passphraseFile: string | null,
  AsyncEntry: KeyringEntryConstructor,
): Promise<ProfileSeed> {
  requireProfile(folder);
  const seed = await readSeed(folder, AsyncEntry);
  const { state } = seed.keystore;
  if (state.state === "trouble") throw new CommandError(1, state.detail);
  if (state.state === "empty") throw new CommandError(1, noSeed(folder));
  if (state.state === "sealed") await seed.keystore.unlock(readPassphrase(passphraseFile));
  return seed;
}

/** @throws CommandError unless there is a profile: a mistyped folder must not become one */
export function requireProfile(folder: string): void {
  if (Profile.exists(folder)) return;
  throw new CommandError(1, existsSync(folder) ? noSeed(folder) : `There is no folder ${folder}.`);
}

function noSeed(folder: string): string {
  return `There is no seed in ${folder}. Put one there with: seed import, or: seed new.`;
}
