// What can be told from the sources alone: types, lint, layers, unused code, names.
import { bin, runSteps, summarise, type Step } from "./run-steps.ts";

/** Also run by the tests, beside the unit suite. */
export const lintSteps: readonly Step[] = [
  { name: "types (tsc)", command: [bin("typescript/bin/tsc"), "-p", "."] },
  // The report is looked at in a browser there, so these know the browser's types and the sources do not.
  { name: "types of integration tests", command: ["tools/check-types.ts", "test/integration"] },
  { name: "types of the dashboard", command: ["tools/check-types.ts", "dashboard"] },
  { name: "lint (oxlint)", command: [bin("oxlint/bin/oxlint"), "--quiet"] },
  { name: "layers (dependency-cruiser)", command: [bin("dependency-cruiser/bin/dependency-cruiser.mjs"), "src", "tools", "bench", "test", "--output-type", "err"] },
  { name: "unused files and exports (knip)", command: [bin("knip/bin/knip.js"), "--no-progress"] },
  { name: "names and sizes of files", command: ["tools/check-names.ts"] },
];

if (import.meta.main) {
  const start = performance.now();
  const results = await runSteps(lintSteps, 2);
  process.exitCode = summarise("lint", results, (performance.now() - start) / 1000) ? 0 : 1;
}
