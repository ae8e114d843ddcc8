// `npm run test:integration`: real Python environments, Chromium, the packed package. Needs the network the first time.
import { buildDashboard } from "./build-dashboard.ts";
import { buildViewer } from "./build-viewer.ts";
import { bin, runSteps, summarise } from "./run-steps.ts";

const start = performance.now();
await Promise.all([buildViewer(), buildDashboard()]);
const results = await runSteps([{ name: "integration tests (vitest)", command: [bin("vitest/vitest.mjs"), "run", "--project", "integration", ...process.argv.slice(2)], live: true }], 1);
process.exitCode = summarise("npm run test:integration", results, (performance.now() - start) / 1000) ? 0 : 1;
