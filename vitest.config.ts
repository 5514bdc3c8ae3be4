import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**", "node_modules/**"],
    globalSetup: "./test/global-setup.ts",
    reporters: ["default", "./scripts/count-reporter.ts"],
    // No test changes what it imports, and importing 600 files again for each of 160 test files takes longer than the tests.
    isolate: false,
    // One more than by default: the main process mostly waits.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
