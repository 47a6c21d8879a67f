/** Reads m/84'/0'/0'/0/0 as uint32 elements, hardened from 2^31. */
export function parsePath(path: string): number[] {
  return path
    .split("/")
    .slice(1)
    .map((element) => Number.parseInt(element, 10) + (element.endsWith("'") ? 0x80000000 : 0));
}
