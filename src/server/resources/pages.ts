import { z } from "zod";
import { packedFor, type Packs } from "../packed-for.ts";
import { type ReadyAnswer, readyAnswer } from "../ready-answer.ts";
import { type Dashboard, loadDashboard } from "../../app/load-dashboard.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { dashboardPages } from "../../core/pages/dashboard-pages.ts";
import { matchPage } from "../../core/pages/match-page.ts";
import { route } from "../route.ts";

const types: Readonly<Record<string, string>> = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8", svg: "image/svg+xml", woff2: "font/woff2" };

let loaded: Promise<Dashboard> | null = null;

/** By the name, which holds the content's digest. */
const packed = new Map<string, Packs>();

/* Read once; a server that started before the dashboard was built finds it later. */
const dashboard = async (): Promise<Dashboard> => {
  try {
    return await (loaded ??= loadDashboard());
  } catch (error) {
    loaded = null;
    throw error;
  }
};

const asset = async (name: string, accepted: string): Promise<ReadyAnswer> => {
  const bytes = await (await dashboard()).asset(name);
  if (bytes === null) throw new LockstepError("LS706", { message: `the dashboard has no file ${name.slice(0, 80)}`, place: "/assets/", todo: "Reload the page: another version of Lockstep may have been installed." });
  // A name holds its content's digest: what is once there never changes.
  const packs = packed.get(name) ?? new Map();
  packed.set(name, packs);
  // Fonts are packed already.
  const small = name.endsWith(".woff2") ? null : await packedFor(bytes, accepted, packs, "once");
  return readyAnswer(small?.body ?? bytes, { "content-type": types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream", "cache-control": "public, max-age=31536000, immutable", vary: "accept-encoding", ...(small === null ? {} : { "content-encoding": small.coding }) });
};

const ready = new WeakMap<Dashboard, Map<string, string>>();

/* The page with the scripts named that this address needs: they come beside the first script, not after it. */
const htmlFor = (from: Dashboard, pattern: string | undefined): string => {
  const scripts = pattern === undefined ? [] : (from.scripts[pattern] ?? []);
  if (pattern === undefined || scripts.length === 0) return from.html;
  const known = ready.get(from) ?? new Map<string, string>();
  ready.set(from, known);
  const html = known.get(pattern) ?? from.html.replace("</head>", () => `${scripts.map((each) => `  <link rel="modulepreload" crossorigin href="${each}">\n`).join("")}</head>`);
  known.set(pattern, html);
  return html;
};

/** What machines ask is never answered with a page: Argo Rollouts takes any 200 that is no JSON for a success. */
const machines = ["/api/", "/gates", "/hooks", "/v1/", "/judge"] as const;

/**
 * Whatever no other address answers: the dashboard, for a browser that goes to a page (with 404 where it has no such page: what it then shows says so), and its
 * scripts and styles under /assets/. The page holds no data and is for anybody; what it then asks for is not.
 */
const page = route({ method: "get", path: "/*", scope: null, tag: "pages", summary: "The dashboard", query: z.record(z.string(), z.string()), result: "text/html" }, async ({ request }) => {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith("/assets/")) return asset(pathname.slice("/assets/".length), request.headers.get("accept-encoding") ?? "");
  const goesThere = (request.headers.get("accept") ?? "").includes("text/html");
  if (!goesThere || machines.some((each) => pathname.startsWith(each))) throw new LockstepError("LS706", { message: `there is nothing at ${pathname}`, place: pathname });
  const pattern = dashboardPages.find((each) => matchPage(each, pathname.replace(/(.)\/+$/, "$1")) !== null);
  return new Response(htmlFor(await dashboard(), pattern), { status: pattern === undefined ? 404 : 200, headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache", vary: "accept" } });
});

/** The last of the routes: nothing after it would be reached. */
export const pageRoutes = [page] as const;
