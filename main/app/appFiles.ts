/** Which file answers a request to the app's own scheme: confined to one folder, known types only. Pure. */
import path from "node:path";
import { appScheme } from "./contentPolicy";
import { type AppDocument, documentOn } from "./documents";

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

export type AppFile =
  | { readonly status: 200; readonly file: string; readonly mediaType: string; readonly document: AppDocument }
  | { readonly status: 400 | 404 | 405 };

/**
 * Maps a request to a file under `folder`.
 *
 * 405 for anything but GET, 404 for another host, an unknown type or the page of the other document, 400 for a path that
 * is malformed or tries to leave the folder. The file need not exist.
 *
 * @param folder absolute path of the folder the pages live in
 */
export function findAppFile(folder: string, method: string, url: string): AppFile {
  if (method !== "GET") return { status: 405 };
  const { protocol, host, pathname } = new URL(url);
  const document = documentOn(host);
  if (protocol !== `${appScheme}:` || document === undefined) return { status: 404 };
  const decoded = decodePath(pathname === "/" ? `/${document.page}` : pathname);
  if (decoded === null) return { status: 400 };
  const file = path.join(folder, decoded);
  if (!file.startsWith(folder + path.sep)) return { status: 400 };
  const mediaType = mediaTypes[path.extname(file)];
  const isOthersPage = path.extname(file) === ".html" && decoded !== `/${document.page}`;
  return mediaType === undefined || isOthersPage ? { status: 404 } : { status: 200, file, mediaType, document };
}

/** Decodes once. Null for what no file of ours is called: empty or dotted segments, backslashes, control characters. */
function decodePath(pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  const segments = decoded.split("/").slice(1);
  return segments.every((segment) => /^[\w@-][\w.@-]*$/.test(segment)) ? decoded : null;
}
