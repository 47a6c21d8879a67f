/**
 * Text columns, read as bytes: libsql ends the whole process over text that is not UTF-8 (libsql 0.5.29, src/value.rs),
 * which one flipped bit on a disk is enough for.
 */

/** The column as it stands in a SELECT. */
export function asBytes(column: string): string {
  return `CAST(${column} AS BLOB) AS ${column}`;
}

const decoder = new TextDecoder();

/** The text, with U+FFFD where it is not UTF-8. */
export function textFrom(bytes: ArrayBuffer): string {
  return decoder.decode(bytes);
}
