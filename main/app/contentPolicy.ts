/** What the app's own pages may do, and the headers every one of their files is sent with. */

export const appScheme = "app";
/** The one page that is not ours to be loaded: empty, of no site, in the colours of the desktop. */
export const blankPage = `data:text/html,${encodeURIComponent('<meta name="color-scheme" content="light dark">')}`;

const strictPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
  "frame-src 'none'",
  "worker-src 'none'",
  "manifest-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

/** @param images sources of images, e.g. `'self' data:`; none if empty */
export function appHeaders(images: string): Readonly<Record<string, string>> {
  const policy = images === "" ? strictPolicy : [...strictPolicy, `img-src ${images}`];
  return Object.freeze({
    "Content-Security-Policy": policy.join("; "),
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
  });
}
