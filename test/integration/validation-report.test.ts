import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadViewer } from "../../src/app/load-viewer.ts";
import type { Run } from "../../src/core/domain/run.ts";
import { validateExamples } from "../../src/report/example-runs/example-runs.ts";
import { exampleYear } from "../../src/report/example-runs/validate/validate-year.ts";
import { renderHtml } from "../../src/report/html.ts";
import { buildViewer } from "../../tools/build-viewer.ts";

const empty = (): Run => {
  const run = validateExamples.holds();
  return { ...run, verdict: "inconclusive", headline: "There is no hypothesis to judge.", findings: [], validation: run.validation === null ? null : { ...run.validation, hypotheses: [], features: [] } };
};
const runs = { ...validateExamples, year: exampleYear, empty };
type Name = keyof typeof runs;

const largestPage = 2_000_000;
/** Milliseconds from navigation until the first section of the largest look stands; the best of a few tries. */
const longestOpening = 1000;
const phone = { width: 360, height: 740 };
const desktop = { width: 1280, height: 900 };

let browser: Browser;
let directory: string;
const sizes = new Map<Name, number>();

beforeAll(async () => {
  await buildViewer();
  const viewer = await loadViewer();
  directory = await mkdtemp(join(tmpdir(), "lockstep-validation-"));
  for (const name of Object.keys(runs) as Name[]) {
    const page = renderHtml(runs[name](), viewer);
    sizes.set(name, Buffer.byteLength(page));
    await writeFile(join(directory, `${name}.html`), page);
  }
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"] });
});
afterAll(async () => {
  await browser?.close();
  await rm(directory, { recursive: true, force: true });
});

/* Notes when the viewer's first section stands; run inside the page, so it is given as text. */
const firstSection = "new MutationObserver((_, watching) => { if (document.querySelector('main.page #verdict h1') !== null) { globalThis.firstSectionAt = performance.now(); watching.disconnect(); } }).observe(document, { childList: true, subtree: true })";

interface Opened {
  readonly page: Page;
  /** What the console said and what was asked of the network, which should both be nothing. */
  readonly noise: string[];
}

const open = async (name: Name, { hash = "", viewport = desktop, colorScheme = "light", javaScriptEnabled = true }: { hash?: string; viewport?: typeof desktop; colorScheme?: "light" | "dark"; javaScriptEnabled?: boolean } = {}): Promise<Opened> => {
  const context = await browser.newContext({ viewport, colorScheme, javaScriptEnabled, timezoneId: "America/New_York" });
  const page = await context.newPage();
  const noise: string[] = [];
  page.on("console", (message) => noise.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
  page.on("request", (request) => { if (!/^(file|data):/.test(request.url())) noise.push(`request: ${request.url()}`); });
  await page.addInitScript(firstSection);
  await page.goto(`${pathToFileURL(join(directory, `${name}.html`)).href}${hash}`);
  await page.waitForSelector(javaScriptEnabled ? "main.page" : "main.plain");
  return { page, noise };
};

const textOf = async (page: Page, selector: string): Promise<string> => (await page.locator(selector).first().textContent()) ?? "";
const topOf = (page: Page, selector: string): Promise<number> => page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);
const precision = "#hypothesis-loan-risk-precision";

test("a year of hours in 210 series is a page under 2 MB whose first section stands within a second, and closed claims cost nothing", async () => {
  expect(sizes.get("year")).toBeLessThan(largestPage);
  const times: number[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    const { page } = await open("year");
    times.push(await page.evaluate("globalThis.firstSectionAt"));
    if (attempt === 0) {
      expect(await page.locator("#hypotheses .claim").count()).toBe(10);
      expect(await page.locator("#each .hypothesis[open]").count()).toBe(1);
      expect(await page.locator("#each figure.chart").count()).toBe(2);
      expect(await textOf(page, ".cuts")).toContain("days instead of windows");
      expect(await textOf(page, "#each .hypothesis-body")).toContain("Each mark is a day");
    }
    await page.context().close();
  }
  expect(Math.min(...times)).toBeLessThan(longestOpening);
});

test("the sentence stands first, then what to do, what was read, numbers, claims, worst first", async () => {
  const { page, noise } = await open("left");
  const order = ["#verdict h1", "#next", "#read", "#numbers", "#hypotheses", "#each", "#features", "#provenance"];
  const tops: number[] = [];
  for (const selector of order) tops.push(await topOf(page, selector));
  expect(tops).toEqual([...tops].sort((a, b) => a - b));
  expect(await textOf(page, "#verdict h1")).toContain("precision of approved is 78.9\u00a0% since 14 September");
  expect(await page.locator("#hypotheses .claim .verdict").allTextContents()).toEqual(["✗fail", "?inconclusive", "✓pass"]);
  expect(await textOf(page, "#hypotheses .claim")).toContain("2.11 margins below");
  expect(await textOf(page, "#read")).toContain("2 days without any row");
  expect(noise).toEqual([]);
  await page.context().close();
});

test("the corridor's drawing tells each state by its shape, and the onset, the amendment and the calendar", async () => {
  const { page } = await open("left");
  const svg = page.locator(`${precision} .corridor svg[role=img]`).first();
  expect(await svg.locator("desc").textContent()).toContain("below the corridor of 83 % to 87 %");
  expect(await svg.locator("pattern line").count()).toBe(1);
  expect(await svg.locator('rect[fill^="url(#"]').count()).toBe(1);
  expect(await svg.locator('[data-mark="dot"]').count()).toBe(5);
  expect(await svg.locator("text", { hasText: "left 14 Sept" }).count()).toBe(1);
  expect(await svg.locator("text", { hasText: /^v2$/ }).count()).toBe(1);
  expect(await page.locator(`${precision} .corridor-key li`).allTextContents()).toEqual(["corridor", "promised", "expected of one window", "as expected", "beyond what was expected", "labels may still come", "left out, hatched", "no rows", "left its corridor", "amended"]);
  // The 14 days whose labels may still come are hollow: their dots have the page's own colour inside.
  const hollow = await svg.locator('g[fill="var(--paper)"][stroke="var(--candidate)"] circle').count();
  expect(hollow).toBe(14);
  const table = page.locator(`${precision} .corridor .chart-data`);
  await table.locator("summary").press("Enter");
  expect(await table.locator("tbody tr").count()).toBe(125);
  expect(await table.locator("tbody tr").first().textContent()).toContain("1 Jul 2026");
  await page.context().close();
});

test("segments, reasons, labels, restatements, amendments and the promise stand below the drawing, with their numbers", async () => {
  const { page } = await open("left");
  expect(await page.locator(`${precision} .segment .verdict`).allTextContents()).toEqual(["✗fail", "✗fail", "?inconclusive", "✓pass"]);
  expect(await page.locator(`${precision} .segment .spark-onset`).count()).toBe(2);
  const text = await page.locator(precision).innerText();
  for (const part of ["86 % of the departure", "−3.4 points", "pandas 2.2.3 became 2.3.0", "by CBPE", "Doubtful here:", "Labels are complete until 20 Oct 2026", "run-20261004-000507-night", "margin from 0.015 to 0.02", "data until 17 Aug 2026 were there to be seen", "148,300 rows, 121 days from 2 Mar 2026 to 30 Jun 2026", "cosine long-run variance of days", "155,400 EUR", "+0.4 points"]) expect(text).toContain(part);
  expect(await page.locator(`${precision} .contributions tbody tr`).count()).toBe(5);
  await page.locator(`${precision} .by-hand summary`).press("Enter");
  expect(await textOf(page, `${precision} .by-hand`)).toContain("go 2 points below and 2 points above: the corridor is 83 % to 87 %");
  await page.context().close();
});

test("blindness, a refusal and missing labels are told where a drawing would mislead", async () => {
  const blind = await open("blind");
  expect(await textOf(blind.page, precision)).toContain("A fall of less than 9 points in the first four weeks goes unseen");
  await blind.page.context().close();
  const refused = await open("refused");
  expect(await textOf(refused.page, precision)).toContain("The production log has no column repaid");
  expect(await refused.page.locator(`${precision} figure.chart`).count()).toBe(0);
  expect(await textOf(refused.page, `${precision} .part[aria-label="Registration and restatements"]`)).toContain("Not registered");
  await refused.page.context().close();
  const none = await open("empty");
  expect(await textOf(none.page, "#hypotheses")).toContain("No hypothesis was registered");
  expect(none.noise).toEqual([]);
  await none.page.context().close();
});

test("a link leads to a claim that is closed, opened", async () => {
  const { page } = await open("left", { hash: "#hypothesis-loan-risk-approval-rate" });
  await expect.poll(() => page.evaluate("(() => { const claim = document.getElementById('hypothesis-loan-risk-approval-rate'); return claim.open && claim.getBoundingClientRect().top < innerHeight; })()")).toBe(true);
  await expect.poll(() => page.locator("#hypothesis-loan-risk-approval-rate figure.chart").count()).toBe(2);
  await page.context().close();
});

test("nothing in the page of a look at production speaks of pairs, inputs or noise, and every drawing has a name", async () => {
  for (const name of ["holds", "left", "blind", "unlabelled", "segment", "refused"] as const) {
    const { page, noise } = await open(name);
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    expect(await page.locator("main.page").innerText(), name).not.toMatch(/\bpairs?\b|\binputs?\b|noise floor/i);
    for (const svg of await page.locator("svg[role=img]").all()) expect((await svg.locator("title").first().textContent())?.length ?? 0, name).toBeGreaterThan(3);
    expect(noise).toEqual([]);
    await page.context().close();
  }
});

test("a phone needs no sideways scrolling, light or dark, opened or closed, and neither does a reader without JavaScript", async () => {
  for (const name of ["left", "blind", "refused", "year"] as const) for (const colorScheme of ["light", "dark"] as const) {
    const { page } = await open(name, { viewport: phone, colorScheme });
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${name} ${colorScheme}`).toBe(true);
    await page.context().close();
  }
  const { page } = await open("left", { viewport: phone, javaScriptEnabled: false });
  const text = await textOf(page, "main.plain");
  for (const part of ["78.8 % (77.7 % to 79.9 %), below the corridor", "region = west", "86 % of the departure", "155,400 EUR", "became 79.2 %", "To do: roll back. Owner: Ana Reyes"]) expect(text).toContain(part);
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await page.context().close();
});
