import { expect, test } from "vitest";
import { appHeaders } from "../../../main/app/contentPolicy";

test("nothing remote, nothing inline, nothing evaluated, no network", () => {
  const policy = appHeaders["Content-Security-Policy"]?.split("; ") ?? [];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("connect-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy.join(" ")).not.toMatch(/unsafe|https?:|\*/);
});

test("types are not guessed and nothing is kept", () => {
  expect(appHeaders).toMatchObject({
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
  });
});
