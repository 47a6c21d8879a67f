import { describe, expect, test } from "vitest";
import { findAppFile } from "../../../main/app/appFiles";
import { approveDocument, mainDocument } from "../../../main/app/documents";

const folder = "/opt/app/renderer";
const find = (url: string, method = "GET") => findAppFile(folder, method, url);

describe("findAppFile", () => {
  test.each([
    ["app://signer/", "/opt/app/renderer/index.html", "text/html; charset=utf-8"],
    ["app://signer/index.html", "/opt/app/renderer/index.html", "text/html; charset=utf-8"],
    ["app://signer/assets/index-B0x_y.js", "/opt/app/renderer/assets/index-B0x_y.js", "text/javascript; charset=utf-8"],
    ["app://signer/assets/a.css?v=1#top", "/opt/app/renderer/assets/a.css", "text/css; charset=utf-8"],
    ["app://signer/assets/inter.woff2", "/opt/app/renderer/assets/inter.woff2", "font/woff2"],
  ])("%s is a file", (url, file, mediaType) => {
    expect(find(url)).toEqual({ status: 200, file, mediaType, document: mainDocument });
  });

  test.each([
    ["app://approve/", "/opt/app/renderer/approve.html"],
    ["app://approve/approve.html", "/opt/app/renderer/approve.html"],
    ["app://approve/assets/approve-B0x_y.js", "/opt/app/renderer/assets/approve-B0x_y.js"],
  ])("%s is a file of the approval window", (url, file) => {
    expect(find(url)).toMatchObject({ status: 200, file, document: approveDocument });
  });

  test.each(["app://approve/index.html", "app://signer/approve.html", "app://signer/assets/approve.html"])(
    "%s is the page of the other document, or of none",
    (url) => {
      expect(find(url)).toEqual({ status: 404 });
    },
  );

  test.each(["POST", "HEAD", "PUT", "OPTIONS"])("%s is refused", (method) => {
    expect(find("app://signer/index.html", method)).toEqual({ status: 405 });
  });

  test.each(["app://other/index.html", "app://signer.evil/index.html", "https://signer/index.html"])(
    "%s is somebody else's",
    (url) => {
      expect(find(url)).toEqual({ status: 404 });
    },
  );

  test.each([
    ["encoded dots, which URL parsing resolves", "app://signer/%2e%2e/%2e%2e/etc/hostname.js", "/etc/hostname.js"],
    ["plain dots, which URL parsing resolves", "app://signer/../../etc/hostname.js", "/etc/hostname.js"],
  ])("%s stay inside the folder", (_name, url, inside) => {
    expect(find(url)).toMatchObject({ status: 200, file: folder + inside });
  });

  test.each([
    ["doubly encoded dots", "app://signer/%252e%252e/secret.html"],
    ["an encoded slash between dots", "app://signer/..%2f..%2fetc%2fsecret.html"],
    ["a backslash", "app://signer/..\\..\\secret.html"],
    ["an encoded backslash", "app://signer/..%5c..%5csecret.html"],
    ["an empty segment", "app://signer//etc/secret.html"],
    ["a NUL", "app://signer/index.html%00.js"],
    ["a hidden file", "app://signer/.env.html"],
    ["malformed encoding", "app://signer/%zz.html"],
    ["a folder", "app://signer/assets/"],
  ])("%s is a bad request", (_name, url) => {
    expect(find(url)).toEqual({ status: 400 });
  });

  test.each(["app://signer/etc/hostname", "app://signer/a.node", "app://signer/a.HTML"])(
    "%s has no known type",
    (url) => {
      expect(find(url)).toEqual({ status: 404 });
    },
  );
});
