import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Plugin } from "vite";
import { buildOnce } from "./build-once.ts";
import { viewerSources } from "./build-viewer.ts";
import { root } from "./run-steps.ts";

const dashboard = join(root, "dashboard");

const pageTable = join(dashboard, "src/pages/page-table.ts");

/* `{ path: "/runs", …, load: async () => (await import("./runs-page.tsx")).RunsPage }`, as page-table.ts has it, one a line. */
const pageModules = async (): Promise<readonly (readonly [path: string, module: string])[]> =>
  [...(await readFile(pageTable, "utf8")).matchAll(/\{ path: "([^"]+)".*? import\("([^"]+)"\)/g)].map(([, path = "", module = ""]) => [path, resolve(join(dashboard, "src/pages"), module)] as const);

/* What pages have in common is one file, since a browser fetches six at a time; but not what a run alone is drawn with, nor libraries. */
const ofManyPages = (module: string): boolean => !/\/node_modules\/|\/dashboard\/src\/(?:charts|population|sections|traces|validation)\/|\/src\/report\/(?:environment|population|validation)\/|\/src\/core\/fingerprint\//.test(module);

/**
 * Writes scripts.json: for each page the scripts that it is made of. The server names them in the page, so that a browser fetches them together with the first script
 * instead of after it has run.
 */
const pageScripts = (into: string): Plugin => ({
  name: "page-scripts",
  async writeBundle(_, bundle) {
    const chunks = new Map(Object.values(bundle).flatMap((each) => (each.type === "chunk" ? [[each.fileName, each] as const] : [])));
    const withImports = (name: string, seen: Set<string>): Set<string> => {
      if (!seen.has(name)) {
        seen.add(name);
        for (const each of chunks.get(name)?.imports ?? []) withImports(each, seen);
      }
      return seen;
    };
    const first = new Set<string>();
    for (const { fileName, isEntry } of chunks.values()) if (isEntry) withImports(fileName, first);
    const scripts = (await pageModules()).map(([path, module]) => {
      const chunk = [...chunks.values()].find(({ facadeModuleId }) => facadeModuleId !== null && resolve(facadeModuleId) === module);
      if (chunk === undefined) throw new Error(`the page ${path} of ${pageTable} has no script of its own: ${module}`);
      return [path, [...withImports(chunk.fileName, new Set())].filter((name) => !first.has(name)).map((name) => `/${name}`)] as const;
    });
    // All but the first page, which comes with the first script.
    const lines = (await readFile(pageTable, "utf8")).match(/^ {2}\{ path:/gm)?.length ?? 0;
    if (scripts.length !== lines - 1) throw new Error(`${pageTable} has ${lines} pages, and of ${scripts.length} the scripts are known`);
    await writeFile(join(into, "scripts.json"), JSON.stringify(Object.fromEntries(scripts)));
  },
});

const build = async (into: string): Promise<void> => {
  const [{ build: viteBuild }, { default: react }] = await Promise.all([import("vite"), import("@vitejs/plugin-react")]);
  await viteBuild({
    configFile: false,
    root: dashboard,
    logLevel: "warn",
    plugins: [react(), pageScripts(join(into, "app"))],
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
      rolldownOptions: { input: join(dashboard, "app.html"), output: { entryFileNames: "assets/[name]-[hash].js", chunkFileNames: "assets/[name]-[hash].js", assetFileNames: "assets/[name]-[hash][extname]", codeSplitting: { groups: [{ name: "parts", test: ofManyPages, minShareCount: 2 }] } } },
    },
  });
};

/** Builds the dashboard of `lockstep serve` into dashboard/dist/app (app.html, scripts.json, and assets/ with names that hold their digest), when its sources changed. */
export const buildDashboard = (): Promise<{ readonly directory: string; readonly built: boolean }> =>
  buildOnce({ sources: [...viewerSources, "dashboard/src", "dashboard/app.html", "src/report/html", "tools/build-dashboard.ts"], target: join(dashboard, "dist"), makes: ["app"], stamp: "app.sha256", build });

if (import.meta.main) await buildDashboard();
