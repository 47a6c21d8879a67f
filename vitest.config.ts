import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"],
    globalSetup: ["tests/support/buildNode.ts"],
    testTimeout: 30_000,
    restoreMocks: true,
  },
});
