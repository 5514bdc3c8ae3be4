import { defineConfig } from "vitest/config";

/** Tests that need a Docker engine. Slow steps share it, so files run one after another. */
export default defineConfig({
  test: {
    include: ["test/e2e/**/*.test.ts"],
    globalSetup: "./test/global-setup.ts",
    reporters: ["default", "./scripts/count-reporter.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
