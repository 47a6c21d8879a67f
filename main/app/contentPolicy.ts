/** What the app's own pages may do, and the headers every one of their files is sent with. */

export const appScheme = "app";
export const appHost = "signer";
/** As Chromium writes it in `WebFrameMain.origin`. Node's `URL.origin` is "null" for such schemes: never compare that. */
export const appOrigin = `${appScheme}://${appHost}`;
/** The one page that is not ours to be loaded: empty, of no site, in the colours of the desktop. */
export const blankPage = `data:text/html,${encodeURIComponent('<meta name="color-scheme" content="light dark">')}`;

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
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
].join("; ");

export const appHeaders: Readonly<Record<string, string>> = Object.freeze({
  "Content-Security-Policy": contentSecurityPolicy,
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cache-Control": "no-store",
});
