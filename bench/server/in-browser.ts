import type { Browser, BrowserContext } from "playwright-core";
import { buildDashboard } from "../../tools/build-dashboard.ts";
import type { Measure } from "../bench.ts";
import { ratioOf } from "../side-by-side.ts";

/** Where the server is, a token that reads, and its newest run. */
export interface Served {
  readonly url: string;
  readonly token: string;
  readonly run: string;
  readonly model: string;
}

/** One load: all in milliseconds since the navigation began. */
interface Load {
  /** The page's main content is painted and a key that was pressed then has done what it does. */
  readonly usable: number;
  /** The scripts and the style are there. */
  readonly assets: number;
  /** The last answer of the API that came before that. */
  readonly answers: number;
  readonly requests: number;
  readonly kilobytes: number;
}

/** How often each page is opened. */
export const loads = 7;

/** More is felt as waiting. */
const longestMs = 1000;

/** The overview and the six pages that people open most, each with what is its main content. */
const pages: readonly (readonly [name: string, path: (at: Served) => string, content: string])[] = [
  ["overview", () => "/", "main table.list tbody tr"],
  ["runs", () => "/runs", "main table.list tbody tr"],
  ["a run", ({ run }) => `/runs/${run}`, "main .run .finding"],
  ["a model", ({ model }) => `/models/${model}`, "main table.list tbody tr"],
  ["findings that failed", () => "/findings?verdict=fail", "main table.list tbody tr"],
  ["one page", () => "/executive", "main .sheet-table tbody tr"],
  ["ledger", () => "/ledger", "main table.list tbody tr"],
];

/** An answer of a few bytes takes a quiet machine a tenth of it; where it takes longer, others have the machine, and whether the goal is met is not told. */
const busyMs = 200;

/** A wire as far away as an office's server: without it requests in a row cost nothing, and would not be seen here. */
const line = { offline: false, latency: 40, downloadThroughput: 20e6 / 8, uploadThroughput: 5e6 / 8 };

/* Looks at every frame for the content; then, once that frame is painted, waits for a key and for the frame after it. */
const watching = (content: string): string => `{
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  globalThis.contentThere = new Promise((done) => {
    const look = () => document.querySelector(${JSON.stringify(content)}) !== null && document.querySelector("main .loading") === null ? painted().then(() => done(performance.now())) : requestAnimationFrame(look);
    look();
  });
  globalThis.answered = new Promise((done) => addEventListener("keydown", (event) => {
    if (event.key !== "/") return;
    painted().then(() => done(document.activeElement?.type === "search" ? performance.now() - event.timeStamp : Number.NaN));
  }, { capture: true }));
}`;

const read = `(async () => {
  const there = await contentThere;
  const resources = performance.getEntriesByType("resource");
  const last = (some) => Math.max(0, ...some.map(({ responseEnd }) => responseEnd));
  const before = resources.filter(({ responseEnd }) => responseEnd > 0 && responseEnd <= there);
  return {
    usable: there + await answered, requests: before.length + 1, kilobytes: before.reduce((sum, { transferSize }) => sum + transferSize, 0) / 1000,
    assets: last(before.filter(({ name }) => name.includes("/assets/"))), answers: last(before.filter(({ name }) => name.includes("/api/"))),
  };
})()`;

const loadOnce = async (context: BrowserContext, address: string, content: string, far: boolean): Promise<Load> => {
  const page = await context.newPage();
  if (far) await (await context.newCDPSession(page)).send("Network.emulateNetworkConditions", line);
  await page.addInitScript(watching(content));
  await page.goto(address, { waitUntil: "commit" });
  await page.evaluate("contentThere");
  const [load] = await Promise.all([page.evaluate(read) as Promise<Load>, page.keyboard.press("/")]);
  if (!Number.isFinite(load.usable)) throw new Error(`${address} does not answer to a key`);
  return load;
};

/* A context has a cache of its own, which is empty. */
const openings = async (browser: Browser, { url, token }: Served, path: string, content: string, count: number, far: boolean): Promise<readonly Load[]> => {
  const all: Load[] = [];
  for (let at = 0; at < count; at += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
    all.push(await loadOnce(context, `${url}${path}`, content, far));
    await context.close();
  }
  return all;
};

/* The same browser and server with next to nothing to show: what the machine itself takes just now. */
const nothing = async (browser: Browser, { url }: Served): Promise<number> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(watching("body"));
  await page.goto(`${url}/healthz`, { waitUntil: "commit" });
  const there = Number(await page.evaluate("contentThere"));
  await context.close();
  return there;
};

const middle = (all: readonly Load[], of: (load: Load) => number): number => ratioOf(all.map(of)).median;
const ms = (value: number): string => value.toFixed(0);

/** Pages of the dashboard in Chromium with an empty cache: from the navigation until the main content is painted and a key does what it does; each a median of so many loads. */
export const pagesInBrowser = async (served: Served, count: number): Promise<readonly Measure[]> => {
  await buildDashboard();
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"] });
  try {
    const measures: Measure[] = [];
    // What the server makes once and keeps, and the browser's own beginnings, are not a page's.
    for (const [, path, content] of pages) await openings(browser, served, path(served), content, 1, false);
    const floors: number[] = [];
    for (const [name, path, content] of pages) {
      floors.push(await nothing(browser, served));
      const near = await openings(browser, served, path(served), content, count, false);
      const far = await openings(browser, served, path(served), content, count, true);
      const [usable, away] = [middle(near, (load) => load.usable), middle(far, (load) => load.usable)];
      measures.push({
        label: `browser: ${name}`.padEnd(30),
        value: `${ms(usable)} ms (assets there at ${ms(middle(near, (load) => load.assets))}, answers at ${ms(middle(near, (load) => load.answers))}; ${middle(near, (load) => load.requests)} requests, ${ms(middle(near, (load) => load.kilobytes))} kB); ` +
          `over 40 ms and 20 Mbit/s ${ms(away)} ms (assets at ${ms(middle(far, (load) => load.assets))}, answers at ${ms(middle(far, (load) => load.answers))})`,
        goal: `< ${longestMs} ms`, met: Math.max(usable, away) < longestMs,
      });
    }
    const floor = ratioOf(floors).median;
    const said: Measure = { label: "browser: a few bytes".padEnd(30), value: `${ms(floor)} ms${floor < busyMs ? "" : ": the machine is not quiet, so no page is held against its goal"}`, goal: null, met: null };
    return [said, ...measures.map((each) => (floor < busyMs ? each : { ...each, met: null }))];
  } finally {
    await browser.close();
  }
};
