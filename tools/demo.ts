// `npm run demo`: makes the report's viewer when it is not there yet, then runs `lockstep demo` and ends with its exit code.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { buildViewer } from "./build-viewer.ts";
import { root } from "./run-steps.ts";

await buildViewer();
const child = spawn(process.execPath, [join(root, "src/cli/main.ts"), "demo", ...process.argv.slice(2)], { stdio: "inherit" });
// The child hears the terminal's interruption itself and ends in its own way.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
child.on("close", (code) => {
  process.exitCode = code ?? 2;
});
