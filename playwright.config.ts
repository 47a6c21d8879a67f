import { defineConfig } from "@playwright/test";

/** "app" needs an unlocked keyring, "keychain-trouble" one that is locked or absent (KEYRING=locked|none). */
export default defineConfig({
  testDir: "tests/e2e",
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  projects: [
    { name: "app", testIgnore: "keychainTrouble.spec.ts" },
    { name: "keychain-trouble", testMatch: "keychainTrouble.spec.ts" },
  ],
});
