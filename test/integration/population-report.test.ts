import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadViewer } from "../../src/app/load-viewer.ts";
import { compareExamples } from "../../src/report/example-runs/example-runs.ts";
import { renderHtml } from "../../src/report/html.ts";
import { buildViewer } from "../../tools/build-viewer.ts";

type Name = keyof typeof compareExamples;

/** Milliseconds from navigation until the first section of a report of a thousand columns stands; the best of a few tries. */
const longestOpening = 1000;
const largestPage = 2_000_000;
const phone = { width: 360, height: 740 };
const desktop = { width: 1280, height: 900 };

let browser: Browser;
let directory: string;
const sizes = new Map<Name, number>();

beforeAll(async () => {
  await buildViewer();
  const viewer = await loadViewer();
  directory = await mkdtemp(join(tmpdir(), "lockstep-populations-"));
  for (const name of Object.keys(compareExamples) as Name[]) {
    const page = renderHtml(compareExamples[name](), viewer);
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

const open = async (name: Name, { hash = "", viewport = desktop, javaScriptEnabled = true }: { hash?: string; viewport?: typeof desktop; javaScriptEnabled?: boolean } = {}): Promise<Page> => {
  const context = await browser.newContext({ viewport, javaScriptEnabled });
  const page = await context.newPage();
  await page.addInitScript(firstSection);
  await page.goto(`${pathToFileURL(join(directory, `${name}.html`)).href}${hash}`);
  await page.waitForSelector(javaScriptEnabled ? "main.page" : "main.plain");
  return page;
};

const textOf = async (page: Page, selector: string): Promise<string> => (await page.locator(selector).first().textContent()) ?? "";
const topOf = (page: Page, selector: string): Promise<number> => page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);

test("a report of a thousand columns is under 2 MB, its first section stands within a second, and few of its rows are made", async () => {
  expect(sizes.get("wide")).toBeLessThan(largestPage);
  const times: number[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    const page = await open("wide");
    expect(await page.locator("#verdict h1").count()).toBe(1);
    times.push(await page.evaluate("globalThis.firstSectionAt"));
    if (attempt === 0) {
      expect(await page.locator("#columns .column").count()).toBeLessThan(100);
      expect(await page.locator("#columns figure.chart").count()).toBe(0);
    }
    await page.context().close();
  }
  expect(times.every((time) => time > 0)).toBe(true);
  expect(Math.min(...times)).toBeLessThan(longestOpening);
});

test("what was read stands before every number, with what was dropped and what can bend the comparison", async () => {
  const page = await open("drifted");
  expect(await topOf(page, "#coverage")).toBeLessThan(await topOf(page, "#numbers"));
  expect(await topOf(page, "#numbers")).toBeLessThan(await topOf(page, "#findings"));
  const text = await textOf(page, "#coverage");
  for (const part of ["51,260 records", "221: status is not a success", "36: not JSON", "between 50 % and 100 %", "p95 6.5 days", "non-200"]) expect(text).toContain(part);
  expect(await page.locator("#coverage .heed").count()).toBe(4);
  expect(await textOf(page, ".compared")).toContain("51,003 rows against 48,120");
  await page.context().close();
});

test("columns stand worst first and are found by name, role and verdict with the keyboard", async () => {
  const page = await open("wide");
  const rows = page.locator("#columns .column");
  expect(await textOf(page, "#columns .column >> nth=0")).toContain("warn");
  await page.locator("#columns input[type=search]").focus();
  await page.keyboard.type("FEATURE_0123");
  await expect.poll(() => rows.count()).toBe(1);
  expect(await textOf(page, "#columns output")).toBe("1 of 1,000");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.press("Delete");
  await page.getByLabel("Verdict").selectOption("warn");
  await expect.poll(() => textOf(page, "#columns output")).toBe("25 of 1,000");
  await page.getByLabel("Verdict").selectOption("");
  await page.getByLabel("Order").selectOption("name");
  await expect.poll(() => textOf(page, "#columns .column .name >> nth=0")).toBe("feature_0000");
  const before = await rows.count();
  await page.getByRole("button", { name: /^Show 100 more of/ }).press("Enter");
  await expect.poll(() => rows.count()).toBe(before + 100);
  await page.locator("#columns input[type=search]").fill("no such column");
  await expect.poll(() => rows.count()).toBe(0);
  expect(await textOf(page, "#columns")).toContain("No column is like that");
  await page.context().close();
});

test("an opened column shows its picture, every measure against what chance alone makes, and its segments", async () => {
  const page = await open("drifted");
  const income = page.locator("#column-income");
  expect(await income.locator("table").count()).toBe(0);
  await income.locator("summary").first().press("Enter");
  await expect.poll(() => income.locator("figure.chart svg[role=img]").count()).toBe(1);
  const shift = compareExamples.drifted().population?.shifts.find(({ column, segment }) => column === "income" && segment === null);
  const measures = income.locator(".measures tbody tr");
  expect(await measures.count()).toBe(shift?.measures.length);
  expect(await textOf(page, "#column-income .measures")).toContain("decides");
  expect(await income.locator(".measures .null-band").count()).toBe(shift?.measures.filter(({ null95 }) => null95 !== null).length);
  expect(await income.locator("td", { hasText: "region = west" }).count()).toBe(1);
  expect(await textOf(page, "#column-income .pair-of-charts")).toContain("4,233 (8.3 %)");
  await page.context().close();
});

test("a link leads to a column far down a list of a thousand, opened", async () => {
  const page = await open("wide", { hash: "#column-feature-0998" });
  await expect.poll(() => page.evaluate("(() => { const row = document.getElementById('column-feature-0998'); return row !== null && row.open && row.getBoundingClientRect().top < innerHeight; })()")).toBe(true);
  await expect.poll(() => page.locator("#column-feature-0998 figure.chart").count()).toBe(1);
  expect(await page.locator("#columns figure.chart").count()).toBe(1);
  await page.context().close();
});

test("a small picture is drawn of both sides, and says what it shows", async () => {
  const page = await open("drifted");
  for (const svg of await page.locator("#columns .paired").all()) {
    expect((await svg.locator("title").textContent())?.length).toBeGreaterThan(10);
    expect(await svg.locator("path").count()).toBe(2);
  }
  expect(await page.locator("#columns .paired").count()).toBe(11);
  await page.context().close();
});

test("cohorts are drawn with their intervals beside the gap that equality would show", async () => {
  const page = await open("drifted");
  const [parity] = await page.locator("#fairness .criterion").all();
  expect(await parity?.locator(".criterion-sides li").count()).toBe(2);
  const text = (await parity?.textContent()) ?? "";
  for (const part of ["Demographic parity".toLowerCase(), "18.1 %", "0.9 % if all were equal", "44.7 %", "n 12,451"]) expect(text.toLowerCase()).toContain(part.toLowerCase());
  expect(await parity?.locator(".null-band").count()).toBe(8);
  expect(await parity?.locator(".cohort-interval").count()).toBe(8);
  await page.context().close();
});

test("metrics have intervals against what is allowed, and reliability its curve", async () => {
  const page = await open("drifted");
  expect(await page.locator("#metrics .effect-interval").count()).toBe(compareExamples.drifted().population?.metrics.length);
  expect(await page.locator("#metrics figure.chart").count()).toBe(1);
  expect(await textOf(page, "#correlations")).toContain("income and loan_amount");
  expect(await textOf(page, "#roles")).toContain("10 of 12 columns were guessed");
  await page.context().close();
});

test("a broken rule stands before the columns, with its rows, since when and whose", async () => {
  const page = await open("kept-out");
  expect(await topOf(page, "#quality")).toBeLessThan(await topOf(page, "#columns"));
  const text = await textOf(page, "#quality");
  for (const part of ["1,204 of 46,903", "2026-10-30.jsonl:4182", "-999", "30 Oct 2026, 06:12 UTC", "Lending data team", "5 rules were kept"]) expect(text).toContain(part);
  await page.context().close();
});

test("nothing in the page of a comparison speaks of pairs, inputs or noise", async () => {
  for (const name of ["alike", "drifted", "unsure", "kept-out"] as const) {
    const page = await open(name);
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    expect(await page.locator("main.page").innerText(), name).not.toMatch(/\bpairs?\b|\binputs?\b|noise floor/i);
    await page.context().close();
  }
});

test("without JavaScript coverage, columns, cohorts and rules are told, and a phone needs no sideways scrolling", async () => {
  const page = await open("kept-out", { javaScriptEnabled: false, viewport: phone });
  const text = await textOf(page, "main.plain");
  for (const part of ["What was read of production", "46,903 records", "1,204 of 46,903 rows break it", "by chance alone up to", "income lies between"]) expect(text).toContain(part);
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await page.context().close();
});
