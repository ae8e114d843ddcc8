// `npm test`: everything that can be known without network, Python and a browser. Builds what is needed, checks the sources and runs
// the unit tests beside each other, and ends with a summary. Arguments go to vitest, and then only the tests run.
import { buildViewer } from "./build-viewer.ts";
import { lintSteps } from "./lint.ts";
import { bin, runSteps, summarise, type Step } from "./run-steps.ts";

const start = performance.now();
const only = process.argv.slice(2);
const { built } = await buildViewer();
if (built) process.stdout.write("built the report's viewer\n");

const unit: Step = { name: "unit tests (vitest)", command: [bin("vitest/vitest.mjs"), "run", "--project", "unit", "--maxWorkers=100%", ...only], live: true };
const results = await Promise.all([runSteps([unit], 1), only.length > 0 ? [] : runSteps(lintSteps, 1)]);
process.exitCode = summarise("npm test", results.flat(), (performance.now() - start) / 1000) ? 0 : 1;
