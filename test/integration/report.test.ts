import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadViewer } from "../../src/app/load-viewer.ts";
import { exampleRuns } from "../../src/report/example-runs/example-runs.ts";
import { renderHtml, type Viewer } from "../../src/report/html.ts";
import { renderJunit } from "../../src/report/junit.ts";
import { buildViewer } from "../../tools/build-viewer.ts";

type Name = keyof typeof exampleRuns;

const names = Object.keys(exampleRuns) as Name[];
const largestPage = 2_000_000;
/** Milliseconds from navigation until the report stands; the best of a few tries, for the machine has other work. */
const longestOpening = 1000;
/** Milliseconds after which a page that shows nothing has failed. */
const longestWait = 20_000;
const phone = { width: 360, height: 740 };
const desktop = { width: 1280, height: 900 };
const screens = fileURLToPath(new URL("../../.cache/screens/", import.meta.url));

let browser: Browser;
let directory: string;
let viewer: Viewer;

beforeAll(async () => {
  await buildViewer();
  viewer = await loadViewer();
  directory = await mkdtemp(join(tmpdir(), "lockstep-report-"));
  await mkdir(screens, { recursive: true });
  for (const name of names) await writeFile(join(directory, `${name}.html`), renderHtml(exampleRuns[name](), viewer));
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"] });
});
afterAll(async () => {
  await browser?.close();
  await rm(directory, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  /** What the console said and what was asked of the network, which should both be nothing. */
  readonly noise: string[];
}

const addressOf = (name: Name, hash = ""): string => `${pathToFileURL(join(directory, `${name}.html`)).href}${hash}`;

const open = async (name: Name, options: { viewport?: typeof phone; colorScheme?: "light" | "dark"; hash?: string; javaScriptEnabled?: boolean } = {}): Promise<Opened> => {
  const { hash = "", javaScriptEnabled = true, viewport = desktop, colorScheme = "light" } = options;
  const context = await browser.newContext({ viewport, colorScheme, javaScriptEnabled });
  const page = await context.newPage();
  const noise: string[] = [];
  page.on("console", (message) => noise.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) noise.push(`request: ${request.url()}`);
  });
  await page.goto(addressOf(name, hash));
  await page.waitForSelector(javaScriptEnabled ? "main.page" : "main.plain", { timeout: longestWait });
  return { page, noise };
};

/* What runs inside the page is given as text: these tests are checked as code of Node, which has no document. */
const widths = (page: Page): Promise<{ page: number; window: number }> => page.evaluate("({ page: document.documentElement.scrollWidth, window: innerWidth })");

/** Opens what is folded, twice, for there is folded within folded; so many at a time that the largest report stays quick. */
const unfold = (page: Page): Promise<void> => page.evaluate(`(async () => {
  for (let round = 0; round < 2; round++) {
    for (const details of [...document.querySelectorAll("details:not([open])")].slice(0, 60)) details.open = true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
})()`);

/** Whether the finding is open and in sight. */
const inSight = (page: Page, id: string): Promise<boolean> => page.evaluate(`(() => {
  const element = document.getElementById(${JSON.stringify(id)});
  return element !== null && element.open && element.getBoundingClientRect().top < innerHeight;
})()`);

/** Contrast of each text colour (at least 4.5) and each shape colour (at least 3) against its ground, by WCAG 2. */
const contrasts = (page: Page): Promise<[string, number, number][]> => page.evaluate(`(() => {
  const luminance = (name) => {
    const probe = document.createElement("span");
    probe.style.color = "var(" + name + ")";
    document.body.append(probe);
    const [r, g, b] = getComputedStyle(probe).color.match(/[\\d.]+/g).map((channel) => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4));
    probe.remove();
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);
  const text = ["--ink", "--soft", "--link", "--pass", "--warn", "--fail", "--inconclusive", "--error"].flatMap((name) => ["--paper", "--wash"].map((ground) => [name + " on " + ground, contrast(name, ground), 4.5]));
  return [...text, ...["--reference", "--candidate", "--mute"].map((name) => [name + " on --paper", contrast(name, "--paper"), 3])];
})()`);

const everyLook = (["light", "dark"] as const).flatMap((colorScheme) => [phone, desktop].map((viewport) => ({ colorScheme, viewport })));
/* The fullest report in every look; of the others one on a phone and one on a desk. */
const looks = names.flatMap((name) => (name === "fail" ? everyLook : everyLook.slice(1, 3)).map((look) => ({ name, ...look })));

test.each(looks)(
  "$name in $colorScheme at $viewport.width pixels: quiet, no sideways scrolling, every section there",
  async ({ name, colorScheme, viewport }) => {
    const { page, noise } = await open(name, { colorScheme, viewport });
    const run = exampleRuns[name]();
    expect((await page.locator("h1").textContent())?.slice(0, 60)).toBe(run.headline.slice(0, 60));
    for (const id of ["verdict", "next", "numbers", "findings", "provenance", ...(run.outputs.length > 0 ? ["outputs", "tolerances"] : []), ...(run.patterns.length > 0 ? ["patterns"] : []), ...(run.worst.length > 0 ? ["worst"] : []), ...(run.noise.length > 0 ? ["noise"] : [])]) {
      expect(await page.locator(`#${id}`).count(), id).toBe(1);
    }
    // Opened wide, for what is folded may be wide too.
    await unfold(page);
    const { page: inner, window: outer } = await widths(page);
    expect(inner).toBeLessThanOrEqual(outer);
    expect(noise).toEqual([]);
    expect(await page.evaluate("'broken' in globalThis")).toBe(false);
    if (name === "fail") await page.screenshot({ path: join(screens, `report-${viewport.width}-${colorScheme}.png`), fullPage: true });
    await page.context().close();
  },
);

test("no report is larger than 2 MB, and the largest opens within a second", async () => {
  for (const name of names) expect(Buffer.byteLength(renderHtml(exampleRuns[name](), viewer)), name).toBeLessThan(largestPage);
  const times: number[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    const { page } = await open("large");
    times.push(await page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"));
    await page.context().close();
  }
  expect(Math.min(...times)).toBeLessThan(longestOpening);
});

test("the viewer is built once and not again until its sources change", async () => {
  expect((await buildViewer()).built).toBe(false);
  expect(viewer.js).not.toContain("jsxDEV(");
});

test("every drawing has a name, a description and its numbers as a table", async () => {
  const { page } = await open("fail");
  const charts = page.locator("figure.chart");
  expect(await charts.count()).toBeGreaterThanOrEqual(6);
  for (const chart of await charts.all()) {
    const svg = chart.locator("svg[role=img]").first();
    expect((await svg.locator("title").first().textContent())?.length).toBeGreaterThan(5);
    expect((await svg.locator("desc").first().textContent())?.length).toBeGreaterThan(20);
    expect(await chart.locator("details table tbody tr").count()).toBeGreaterThan(0);
  }
  await page.context().close();
});

test("a link leads to its finding, opened, even from far down a folded list", async () => {
  const { page } = await open("fail", { hash: "#finding-parity-score-probability" });
  await expect.poll(() => inSight(page, "finding-parity-score-probability")).toBe(true);
  await page.context().close();
  const far = await open("large", { hash: "#finding-parity-segment-head-010-store-3" });
  await expect.poll(() => inSight(far.page, "finding-parity-segment-head-010-store-3")).toBe(true);
  await far.page.context().close();
});

test("a term explains itself with the keyboard", async () => {
  const { page } = await open("fail");
  const term = page.locator("button.term", { hasText: "Noise floor" }).first();
  await term.focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator("#term-noise").isVisible()).toBe(true);
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator("#term-noise").isVisible()).toBe(false);
  await page.context().close();
});

test("text stands out from its background as WCAG AA asks, light and dark", async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    const { page } = await open("fail", { colorScheme });
    for (const [what, ratio, least] of await contrasts(page)) expect(ratio, `${what}, ${colorScheme}`).toBeGreaterThanOrEqual(least);
    await page.context().close();
  }
});

test("without JavaScript the verdict, what to do and the findings are there", async () => {
  const { page, noise } = await open("fail", { javaScriptEnabled: false, viewport: phone });
  expect(await page.locator("h1").textContent()).toBe(exampleRuns.fail().headline);
  expect(await page.locator("tbody tr").count()).toBe(exampleRuns.fail().findings.length);
  const text = await page.locator("main.plain").textContent();
  expect(text).toContain("Roll back");
  expect(noise).toEqual([]);
  await page.context().close();
});

test("on paper the first page holds verdict, actions, numbers and patterns", async () => {
  const { page } = await open("fail", { viewport: { width: 688, height: 1000 } });
  await page.emulateMedia({ media: "print" });
  // A4 less its margins, at 96 pixels to the inch.
  expect(await page.locator("#findings").evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(1010);
  expect((await page.pdf({ preferCSSPageSize: true })).byteLength).toBeGreaterThan(10_000);
  await page.context().close();
});

test("JUnit is well-formed XML whatever the names", async () => {
  const { page } = await open("pass");
  for (const name of names) {
    const problem = await page.evaluate(`new DOMParser().parseFromString(${JSON.stringify(renderJunit(exampleRuns[name]()))}, "application/xml").querySelector("parsererror")?.textContent ?? null`);
    expect(problem, name).toBeNull();
  }
  await page.context().close();
});
