/** Opens small ZIP archives in memory, with bounds that a hostile one cannot exceed. */
import { type UnzipFileInfo, unzipSync } from "fflate";

/** More than tls.cert, macaroons and a note never belong together. */
const maxEntries = 32;
const maxEntryBytes = 1024 * 1024;

export interface ArchiveEntry {
  /** Last part of the path in the archive, for people. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** @returns undefined for an archive that is damaged or larger than any that holds pairing files */
export function openArchive(bytes: Uint8Array): ArchiveEntry[] | undefined {
  let entries = 0;
  let isTooLarge = false;
  // Memory is set aside by the stated size: what would unpack to more is cut there.
  const filter = ({ name, originalSize }: UnzipFileInfo) => {
    entries += 1;
    if (entries > maxEntries || originalSize > maxEntryBytes) isTooLarge = true;
    return !isTooLarge && !name.endsWith("/");
  };
  try {
    const unpacked = unzipSync(bytes, { filter });
    if (isTooLarge) return undefined;
    return Object.entries(unpacked).map(([path, content]) => ({ name: path.split("/").at(-1) ?? "", bytes: content }));
  } catch {
    return undefined;
  }
}
