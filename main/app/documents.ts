/**
 * The app's two documents. Each lives on a host of its own, so that Chromium keeps them apart: what goes wrong in the big
 * window cannot touch the one that approves, and that one can do nothing but approve or refuse.
 */
import { approveCallNames } from "../../preload/contract/names";
import type { CallName } from "../../preload/contract/types";
import { appHeaders, appScheme } from "./contentPolicy";

export interface AppDocument {
  readonly host: string;
  /** As Chromium writes it in `WebFrameMain.origin`. Node's `URL.origin` is "null" for such schemes: never compare that. */
  readonly origin: string;
  /** File it begins with. */
  readonly page: string;
  /** Headers every one of its files is sent with. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it may make a call at all. */
  mayCall(name: CallName): boolean;
}

export const mainDocument: AppDocument = Object.freeze({
  host: "signer",
  origin: `${appScheme}://signer`,
  page: "index.html",
  headers: appHeaders("'self' data:"),
  mayCall: () => true,
});

export const approveDocument: AppDocument = Object.freeze({
  host: "approve",
  origin: `${appScheme}://approve`,
  page: "approve.html",
  headers: appHeaders(""),
  mayCall: (name: CallName) => approveCallNames.has(name),
});

const documents: readonly AppDocument[] = [mainDocument, approveDocument];

/** The document on a host, or undefined for somebody else's. */
export function documentOn(host: string): AppDocument | undefined {
  return documents.find((document) => document.host === host);
}

/** Whether an address belongs to one of the two. */
export function isOurAddress(url: string): boolean {
  return documents.some(({ origin }) => url.startsWith(`${origin}/`));
}
