import { join } from "node:path";
import { buildOnce } from "./build-once.ts";
import { root } from "./run-steps.ts";

const dashboard = join(root, "dashboard");
/* What the server's dashboard has besides the viewer is not here: a change of its pages makes no new viewer. */
const rooms = ["anchor.ts", "app.tsx", "charts", "follow-hash.ts", "main.tsx", "parts", "population", "run-kind.ts", "run-types.ts", "sections", "styles", "use-seen.ts", "validation"];

/** Everything the report's viewer is made from: its own sources, the types and words it shares with the other reports, and the libraries' versions. */
export const viewerSources: readonly string[] = [...rooms.map((room) => `dashboard/src/${room}`), "dashboard/package.json", "src/core/domain", "src/core/wording", "src/report/wording", "src/report/environment", "src/report/population", "src/report/validation", "src/report/html/cut-validation.ts", "package-lock.json", "tools/build-viewer.ts", "tools/build-once.ts"];

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

/** Builds the viewer of the single-file report into dashboard/dist (viewer.js, viewer.css), when its sources changed. */
export const buildViewer = (): Promise<{ readonly directory: string; readonly built: boolean }> =>
  buildOnce({ sources: viewerSources, target: join(dashboard, "dist"), makes: ["viewer.js", "viewer.css"], stamp: "viewer.sha256", build });

if (import.meta.main) await buildViewer();
