import { join } from "node:path";
import { buildOnce } from "./build-once.ts";
import { viewerSources } from "./build-viewer.ts";
import { root } from "./run-steps.ts";

const dashboard = join(root, "dashboard");

const build = async (into: string): Promise<void> => {
  const [{ build: viteBuild }, { default: react }] = await Promise.all([import("vite"), import("@vitejs/plugin-react")]);
  await viteBuild({
    configFile: false,
    root: dashboard,
    logLevel: "warn",
    plugins: [react()],
    build: {
      outDir: join(into, "app"),
      emptyOutDir: true,
      target: "es2022",
      // One style sheet, there before the first page is drawn; the scripts of pages come when somebody goes there.
      cssCodeSplit: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
      modulePreload: { polyfill: false },
      // Small files would be written into the page, which may hold none.
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(dashboard, "app.html"), output: { entryFileNames: "assets/[name]-[hash].js", chunkFileNames: "assets/[name]-[hash].js", assetFileNames: "assets/[name]-[hash][extname]" } },
    },
  });
};

/** Builds the dashboard of `lockstep serve` into dashboard/dist/app (app.html, and assets/ with names that hold their digest), when its sources changed. */
export const buildDashboard = (): Promise<{ readonly directory: string; readonly built: boolean }> =>
  buildOnce({ sources: [...viewerSources, "dashboard/src", "dashboard/app.html", "src/report/html", "tools/build-dashboard.ts"], target: join(dashboard, "dist"), makes: ["app"], stamp: "app.sha256", build });

if (import.meta.main) await buildDashboard();
