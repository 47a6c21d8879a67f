import { defineConfig } from "vitest/config";

const common = { testTimeout: 30_000, restoreMocks: true };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: "pure",
          include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"],
          exclude: ["tests/threads/**", "tests/e2e/**"],
        },
      },
      {
        test: {
          ...common,
          name: "threads",
          include: ["tests/threads/**/*.test.ts"],
          globalSetup: ["tests/support/buildNode.ts"],
          fileParallelism: false,
        },
      },
    ],
  },
});
