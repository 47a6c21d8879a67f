import { defineConfig } from "vitest/config";

const common = { testTimeout: 30_000, restoreMocks: true };
/** Worker threads and commands are started from the bundles. */
const withBundles = { globalSetup: ["tests/support/buildNode.ts"], fileParallelism: false };

export default defineConfig({
  test: {
    // Vitest leaves one processor free, which is half of two.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          ...common,
          name: "pure",
          include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"],
          exclude: ["tests/{threads,keyring,lnd,e2e}/**"],
        },
      },
      { test: { ...common, ...withBundles, name: "threads", include: ["tests/threads/**/*.test.ts"] } },
      // Runs inside scripts/with-keyring.sh, once for each state of the Secret Service.
      { test: { ...common, ...withBundles, name: "keyring", include: ["tests/keyring/**/*.test.ts"] } },
      // Needs LND_BIN, LNCLI_BIN and BTCD_BIN.
      { test: { ...common, ...withBundles, name: "lnd", include: ["tests/lnd/**/*.test.ts"], testTimeout: 120_000 } },
    ],
  },
});
