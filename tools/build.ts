// Makes what is published: compiled JavaScript in dist/, for Node strips no types under node_modules, and the viewer and the dashboard beside it. The
// demo's recordings are packed from where they are, equally far from `src` and from `dist`.
import { chmod, cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { buildDashboard } from "./build-dashboard.ts";
import { buildViewer } from "./build-viewer.ts";
import { bin, root, runSteps } from "./run-steps.ts";

const executable = join(root, "dist/cli/main.js");

await rm(join(root, "dist"), { recursive: true, force: true });
const [viewer, dashboard, [compiled]] = await Promise.all([buildViewer(), buildDashboard(), runSteps([{ name: "compile (tsc)", command: [bin("typescript/bin/tsc"), "-p", "tsconfig.build.json"] }], 1)]);
if (compiled?.ok === true) {
  await chmod(executable, 0o755);
  await mkdir(join(root, "dist/viewer"));
  for (const name of ["viewer.js", "viewer.css"]) await cp(join(viewer.directory, name), join(root, "dist/viewer", name));
  await cp(join(dashboard.directory, "app"), join(root, "dist/dashboard"), { recursive: true });
} else process.exitCode = 1;
