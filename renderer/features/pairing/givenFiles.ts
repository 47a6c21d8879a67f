/** Files a person drops, chooses or pastes, before they are read. Pure but for the reading. */
import type { CallInput } from "../../../preload/contract/types";

const maxFiles = 8;
const maxFileBytes = 12 * 1024 * 1024;

/** Adds files to those there are: empty and huge ones are left out, and what is more than eight. */
export function addFiles(current: readonly File[], added: readonly File[]): { files: File[]; leftOut: boolean } {
  const fitting = added.filter(({ size }) => size > 0 && size <= maxFileBytes);
  const files = [...current, ...fitting].slice(0, maxFiles);
  return { files, leftOut: files.length < current.length + added.length };
}

/** The bytes of all files, read now. @throws DOMException when a file is gone meanwhile */
export function readAll(files: readonly File[]): Promise<CallInput<"pairing.reviewFiles">["files"]> {
  return Promise.all(
    files.map(async (file) => ({
      name: file.name.slice(0, 255),
      bytes: new Uint8Array(await file.arrayBuffer()),
    })),
  );
}
