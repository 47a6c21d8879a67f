import { describe, expect, test } from "vitest";
import { approveDocument, documentOn, isOurAddress, mainDocument } from "../../../main/app/documents";

describe.each([
  ["the big window", mainDocument],
  ["the approval window", approveDocument],
])("%s", (_name, { headers }) => {
  test("nothing remote, nothing inline, nothing evaluated, no network", () => {
    const policy = headers["Content-Security-Policy"]?.split("; ") ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy.join(" ")).not.toMatch(/unsafe|https?:|\*/);
  });

  test("types are not guessed and nothing is kept", () => {
    expect(headers).toMatchObject({
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cache-Control": "no-store",
    });
  });
});

test("only the big window shows images", () => {
  expect(mainDocument.headers["Content-Security-Policy"]).toContain("img-src 'self' data:");
  expect(approveDocument.headers["Content-Security-Policy"]).not.toContain("img-src");
});

test("each document has a host, and nobody else has one", () => {
  expect(documentOn("signer")).toBe(mainDocument);
  expect(documentOn("approve")).toBe(approveDocument);
  expect(documentOn("signer.evil")).toBeUndefined();
  expect(["app://signer/x.js", "app://approve/"].map(isOurAddress)).toEqual([true, true]);
  expect(["app://signer.evil/x.js", "app://approve", "https://approve/"].map(isOurAddress)).toEqual([
    false,
    false,
    false,
  ]);
});
