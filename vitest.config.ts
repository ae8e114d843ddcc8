import { defineConfig } from "vitest/config";

/**
 * `unit` is what `npm test` runs: no network, no Python, no browser. `integration` needs real Python environments and Chromium,
 * and runs in `npm run test:integration`.
 */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["src/**/*.test.ts", "tools/**/*.test.ts", "test/unit/**/*.test.ts"], testTimeout: 30_000, hookTimeout: 30_000 } },
      { test: { name: "integration", include: ["test/integration/**/*.test.ts"], testTimeout: 600_000, hookTimeout: 900_000, fileParallelism: false } },
    ],
  },
});
