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
const looks = names.flatMap((name) => (name === "fail" || name === "agreed" || name === "drifted" ? everyLook : everyLook.slice(1, 3)).map((look) => ({ name, ...look })));

test.each(looks)(
  "$name in $colorScheme at $viewport.width pixels: quiet, no sideways scrolling, every section there",
  async ({ name, colorScheme, viewport }) => {
    const { page, noise } = await open(name, { colorScheme, viewport });
    const run = exampleRuns[name]();
    expect((await page.locator("h1").textContent())?.replaceAll("\u00a0", " ").slice(0, 60)).toBe(run.headline.slice(0, 60));
    const { population } = run;
    const ofPopulations = population === null ? [] : ["coverage", "columns", "roles", ...(population.metrics.length > 0 ? ["metrics"] : []), ...(population.fairness.length > 0 ? ["fairness"] : []), ...(population.correlations.length > 0 ? ["correlations"] : []), ...(population.quality.length > 0 ? ["quality"] : [])];
    for (const id of ["verdict", "next", "numbers", "provenance", ...(run.validation === null ? ["findings"] : ["read", "hypotheses", "each", ...(run.validation.features.length > 0 ? ["features"] : [])]), ...ofPopulations, ...(run.outputs.length > 0 ? ["outputs", "tolerances"] : []), ...(run.patterns.length > 0 ? ["patterns"] : []), ...(run.worst.length > 0 ? ["worst"] : []), ...(run.noise.length > 0 ? ["noise"] : []), ...((run.agreement?.overrides.length ?? 0) > 0 ? ["overrides"] : []),
      ...(run.since === null ? [] : ["since"]), ...(run.trace === null ? [] : ["stages"]), ...(run.differences.length > 0 ? ["environments"] : []), ...(run.budgets.length > 0 ? ["budgets"] : []), ...(run.cases.length > 0 ? ["cases"] : []), ...(run.reported.length > 0 ? ["reported"] : [])]) {
      expect(await page.locator(`#${id}`).count(), id).toBe(1);
    }
    // Opened wide, for what is folded may be wide too.
    await unfold(page);
    const { page: inner, window: outer } = await widths(page);
    expect(inner).toBeLessThanOrEqual(outer);
    expect(noise).toEqual([]);
    expect(await page.evaluate("'broken' in globalThis")).toBe(false);
    if (name === "fail" || name === "agreed" || name === "drifted") await page.screenshot({ path: join(screens, `${name === "fail" ? "report" : name}-${viewport.width}-${colorScheme}.png`), fullPage: true });
    await page.context().close();
  },
);

test("no report is larger than 2 MB, and the largest opens within a second", async () => {
  for (const name of names) expect(Buffer.byteLength(renderHtml(exampleRuns[name](), viewer)), name).toBeLessThan(largestPage);
  for (const name of ["large", "wide"] as const) {
    const times: number[] = [];
    for (let attempt = 0; attempt < 5; attempt++) {
      const { page } = await open(name);
      times.push(await page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"));
      await page.context().close();
    }
    expect(Math.min(...times), name).toBeLessThan(longestOpening);
  }
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

/** How far down the page something ends, in pixels. */
const bottomOf = (page: Page, selector: string): Promise<number> => page.locator(selector).evaluate((element) => element.getBoundingClientRect().bottom);

test("the first screen says that a baseline stood in, on a phone and without JavaScript too", async () => {
  const why = exampleRuns.baseline().baseline?.why ?? "";
  expect(why.length).toBeGreaterThan(10);
  for (const viewport of [phone, desktop]) {
    const { page } = await open("baseline", { viewport });
    expect(await page.locator(".stood-in").textContent()).toContain(why);
    expect(await bottomOf(page, ".stood-in")).toBeLessThan(viewport.height);
    await page.context().close();
  }
  const { page } = await open("baseline", { javaScriptEnabled: false });
  const text = (await page.locator("main.plain").textContent()) ?? "";
  expect(text.indexOf(why)).toBeGreaterThan(text.indexOf(exampleRuns.baseline().headline));
  expect(text.indexOf(why)).toBeLessThan(text.indexOf("Proceed"));
  await page.context().close();
});

test("overrides stand above the findings with reason and end, and a new finding is marked and led to", async () => {
  const run = exampleRuns.agreed();
  const { page } = await open("agreed");
  const overrides = (await page.locator("#overrides").textContent()) ?? "";
  for (const { name, reason } of run.agreement?.overrides ?? []) for (const part of [name, reason]) expect(overrides).toContain(part);
  expect(overrides).toContain("until 31 Dec 2026");
  expect(await page.locator("#environments").textContent()).toContain("intended by numpy-pin, until 31 Dec 2026");
  const marked = page.locator("#findings .finding .mark-new");
  expect(await marked.count()).toBe(run.since?.appeared.length);
  expect(await page.locator("#findings .finding").first().locator(".mark-new").count()).toBe(1);
  await page.locator("#since a").nth(1).click();
  await expect.poll(() => page.evaluate("document.querySelector(location.hash)?.open ?? false")).toBe(true);
  await page.context().close();
});

test("the pipeline shows its stages in order, one of them as the first to differ", async () => {
  const run = exampleRuns.agreed();
  const { page } = await open("agreed");
  expect(await page.locator("#stages .step .step-name").allTextContents()).toEqual([...(run.trace?.stages.map(({ stage }) => stage) ?? []), "the model"]);
  expect(await page.locator("#stages .step-first").allTextContents()).toEqual([expect.stringContaining("1.96 %")]);
  expect(await page.locator("#stages .step-unread .step-name").allTextContents()).toEqual(["impute"]);
  expect(await page.locator("#stages").textContent()).toContain("2.333 on staging and 2.288 on production");
  expect(await page.locator("#stages .disturbed").textContent()).toContain("1 of 12 rows");
  await page.context().close();
});

test("differences are ranked, the harmless folded with their reasons, and the keyboard filters them", async () => {
  const { page } = await open("packages");
  const first = page.locator("#environments .differences tbody tr").first();
  expect(await first.textContent()).toContain("block");
  expect(await page.locator("#environments .quiet").evaluate((element) => (element as unknown as { open: boolean }).open)).toBe(false);
  expect(await page.locator("#environments .reasons").textContent()).toContain("no module of it is in memory on either side");
  await page.locator("#environments input[type=search]").focus();
  await page.keyboard.type("package-number-123 HIGH");
  await expect.poll(() => page.locator("#environments .differences tbody tr").count()).toBe(1);
  expect(await first.textContent()).toContain("version of package-number-123");
  expect(await page.locator("#environments output").textContent()).toMatch(/^1 of 4\d\d$/);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("no such thing");
  await expect.poll(() => page.locator("#environments .differences").count()).toBe(0);
  await page.context().close();
});

test("two fingerprints of 400 packages add at most 500 KB to a page", () => {
  const run = exampleRuns.packages();
  const without = { ...run, fingerprints: [], differences: [] };
  const size = Buffer.byteLength(renderHtml(run, viewer)) - Buffer.byteLength(renderHtml(without, viewer));
  expect(Buffer.byteLength(JSON.stringify(run.fingerprints))).toBeGreaterThan(150_000);
  expect(size).toBeGreaterThan(10_000);
  expect(size).toBeLessThan(500_000);
});

test("budgets, cases, reported metrics and what was agreed are told", async () => {
  const run = exampleRuns.agreed();
  const { page } = await open("agreed");
  const text = async (id: string): Promise<string> => (await page.locator(`#${id}`).textContent()) ?? "";
  for (const part of ["526 MiB", "≤ 500 MiB", "≤ 50 ms", "not measured", "2 GiB"]) expect(await text("budgets")).toContain(part);
  expect(await page.locator("#budgets tbody").first().locator("tr").count()).toBe(run.budgets.length);
  expect(await page.locator("#cases tbody tr").count()).toBe(4);
  expect(await text("cases")).toContain("probability is 0.9616, expected 0.9");
  expect(await text("reported")).toContain("agrees as the AUC of the first half of the rows, by time");
  for (const part of ["ml/lockstep.yaml", run.agreement?.manifests[0]?.digest ?? "?", "Retention team", "Grace Okafor", "30 days", "model/churn.joblib"]) expect(await text("provenance")).toContain(part);
  expect(await page.locator("#findings .mark", { hasText: "warns only" }).count()).toBeGreaterThan(0);
  await page.context().close();
});

test("without JavaScript an agreed check tells all of it", async () => {
  const run = exampleRuns.agreed();
  const { page, noise } = await open("agreed", { javaScriptEnabled: false, viewport: phone });
  const text = (await page.locator("main.plain").textContent()) ?? "";
  const parts = ["numpy-pin", "until 31 Dec 2026", "6 new findings", "first to differ", "TF32 in matrix products of torch", "intended by numpy-pin", "allowed ≤ 500 MiB", "probability is 0.9616", "agrees as", "Retention team", run.agreement?.manifests[0]?.digest ?? "?"];
  for (const part of parts) expect(text).toContain(part);
  const { page: inner, window: outer } = await widths(page);
  expect(inner).toBeLessThanOrEqual(outer);
  expect(noise).toEqual([]);
  await page.context().close();
});

test("on paper no table is wider than the page", async () => {
  for (const name of ["agreed", "baseline", "fail", "drifted", "kept-out"] as const) {
    const { page } = await open(name, { viewport: { width: 688, height: 1000 } });
    await page.emulateMedia({ media: "print" });
    const { page: inner, window: outer } = await widths(page);
    expect(inner, name).toBeLessThanOrEqual(outer);
    await page.context().close();
  }
});

test("JUnit is well-formed XML whatever the names", async () => {
  const { page } = await open("pass");
  for (const name of names) {
    const problem = await page.evaluate(`new DOMParser().parseFromString(${JSON.stringify(renderJunit(exampleRuns[name]()))}, "application/xml").querySelector("parsererror")?.textContent ?? null`);
    expect(problem, name).toBeNull();
  }
  await page.context().close();
});
