import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dashboard = join(root, "dashboard");
const target = join(dashboard, "dist");
/* Everything the viewer is made from: its own sources, the types and words it shares with the other reports, and the libraries' versions. */
const sources = ["dashboard/src", "dashboard/package.json", "src/core/domain", "src/core/wording", "src/report/wording", "src/report/environment", "src/report/population", "src/report/validation", "src/report/html/cut-validation.ts", "package-lock.json", "tools/build-viewer.ts"];

const filesUnder = async (path: string): Promise<string[]> => {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => null);
  return entries === null ? [path] : entries.filter((entry) => entry.isFile() && !entry.name.includes(".test.")).map((entry) => join(entry.parentPath, entry.name)).sort();
};

const sourceDigest = async (): Promise<string> => {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of await filesUnder(join(root, source))) hash.update(`${relative(root, file)}\0`).update(await readFile(file)).update("\0");
  }
  return hash.digest("hex");
};

const build = async (into: string): Promise<void> => {
  const [{ build: viteBuild }, { default: react }] = await Promise.all([import("vite"), import("@vitejs/plugin-react")]);
  await viteBuild({
    configFile: false,
    root: dashboard,
    logLevel: "warn",
    plugins: [react()],
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    build: {
      outDir: into,
      emptyOutDir: true,
      target: "es2022",
      cssCodeSplit: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
      lib: { entry: join(dashboard, "src/main.tsx"), formats: ["iife"], name: "LockstepViewer", fileName: () => "viewer.js", cssFileName: "viewer" },
    },
  });
};

/**
 * Builds the viewer into dashboard/dist (viewer.js, viewer.css) when its sources differ from those it was built from; otherwise does
 * nothing. Two builds at once are harmless: each works in its own folder and the last one is moved into place.
 */
export const buildViewer = async (): Promise<{ readonly directory: string; readonly built: boolean }> => {
  const digest = await sourceDigest();
  const stamp = join(target, "viewer.sha256");
  if (existsSync(join(target, "viewer.js")) && existsSync(join(target, "viewer.css")) && existsSync(stamp) && (await readFile(stamp, "utf8")) === digest) return { directory: target, built: false };
  const draft = join(target, `.draft-${process.pid}`);
  // Vite asks the process, not its options, whether this is production; under a test runner it would build React's development calls.
  const environment = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    await build(draft);
    await mkdir(target, { recursive: true });
    for (const name of ["viewer.js", "viewer.css"]) await rename(join(draft, name), join(target, name));
    await writeFile(stamp, digest);
  } finally {
    if (environment === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = environment;
    await rm(draft, { recursive: true, force: true });
  }
  return { directory: target, built: true };
};

if (import.meta.main) await buildViewer();
