import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runLike } from "../dashboard/filled-store.ts";
import { barriers, beyondTheSide, complaints, longestWait } from "../dashboard/looked-at.ts";
import { type ServedDashboard, serveDashboard } from "../dashboard/served-dashboard.ts";

const screens = fileURLToPath(new URL("../../../.cache/screens/traces/", import.meta.url));
const traceId = "0af7651916cd43dd8448eb211c80319c";
const run = runLike("fail", { id: "run-traced", model: "churn", at: new Date(Date.now() - 3_600_000).toISOString() });
const [worst] = run.worst;
if (worst === undefined) throw new Error("the example has no worst pair");

let browser: Browser;
let served: ServedDashboard;

/** What two services and a broker between them send: ingestion, stages, results, one of them with an error. */
const spansOf = (environment: string, at: number) => {
  const base = BigInt(Date.now()) * 1_000_000n;
  const id = (part: number): string => `${environment === "staging" ? "a" : "b"}${part.toString(16).padStart(15, "0")}`;
  const span = (part: number, parent: number | null, name: string, from: number, ms: number, attributes: Readonly<Record<string, string>> = {}, status: object = {}) => ({
    traceId, spanId: id(part), parentSpanId: parent === null ? "00000000000000ff" : id(parent), name, startTimeUnixNano: String(base + BigInt(Math.round((at + from) * 1e6))), endTimeUnixNano: String(base + BigInt(Math.round((at + from + ms) * 1e6))), status,
    attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  });
  const failed = environment === "production" ? { code: 2, message: "TimeoutError" } : {};
  return {
    resource: { attributes: [{ key: "service.name", value: { stringValue: "churn" } }, { key: "deployment.environment.name", value: { stringValue: environment } }] },
    scopeSpans: [{ spans: [span(1, null, "POST /score", 0, 42.5, { "lockstep.id": worst.key, "http.request.method": "POST" }), span(2, 1, "ingest", 0.5, 4), span(3, 1, "features", 4.5, 30, { "lockstep.stage": "features" }, failed), span(4, 3, "lookup <b>plan</b>", 6, 20), span(5, 1, "prediction", 34.5, 7, { "lockstep.stage": "prediction" })] }],
  };
};

beforeAll(async () => {
  served = await serveDashboard();
  served.world.store.save(run, "test");
  await mkdir(screens, { recursive: true });
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"] });
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

const contextOf = async ({ width = 1280, colorScheme = "light" as "light" | "dark" } = {}): Promise<BrowserContext> => {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  await context.addCookies([served.cookie("viewer")]);
  return context;
};
const open = async (context: BrowserContext, path: string, until: string): Promise<Page> => {
  const page = await context.newPage();
  page.setDefaultTimeout(longestWait);
  await page.goto(`${served.url}${path}`);
  await page.getByText(until).first().waitFor();
  await page.waitForFunction("document.querySelector('.loading') === null");
  return page;
};
const stands = async (page: Page): Promise<object> => ({ side: await beyondTheSide(page), barriers: await barriers(page) });
const well = { side: 0, barriers: [] };

test("from a run's worst pair to what happened inside it, by the keyboard; before anything was sent, pages say how it is sent", async () => {
  const context = await contextOf();
  const before = await open(context, "/runs/run-traced", "No service sent a trace of these predictions");
  expect(await stands(before)).toEqual(well);
  await before.getByRole("link", { name: "How services send them" }).click();
  await before.getByText("configure_spans").waitFor();
  expect(await stands(before)).toEqual(well);
  await (await open(context, "/traces?prediction=unheard-of", "No trace names this prediction")).close();
  const missing = await open(context, `/traces/${traceId}`, "There is nothing here");
  expect(await missing.getByRole("alert").innerText()).toContain("older than a week");

  const sent = await fetch(`${served.url}/v1/traces`, { method: "POST", headers: { "content-type": "application/json", ...served.token("ingest") }, body: JSON.stringify({ resourceSpans: [spansOf("staging", 0), spansOf("production", 3)] }) });
  expect(sent.status).toBe(200);
  const page = await open(context, "/runs/run-traced", "its trace");
  const heard = complaints(page);
  const link = page.locator("#worst").getByRole("link", { name: `its trace of ${worst.key}` }).first();
  await link.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: `Trace ${traceId.slice(0, 8)}` }).waitFor();
  const rows = page.getByRole("row");
  await rows.nth(10).waitFor();
  const names = (await rows.allInnerTexts()).slice(1).map((text) => text.split(/\s*\n/, 1)[0]?.trim());
  expect(names.map((name) => name?.replace(/ (staging|production)$/, ""))).toEqual(["POST /score", "ingest", "features", "lookup <b>plan</b>", "prediction", "POST /score", "ingest", "features", "lookup <b>plan</b>", "prediction"]);
  expect(await page.getByText("1 with an error").count()).toBe(1);
  expect(await page.getByRole("cell").filter({ hasText: "TimeoutError" }).count()).toBe(1);
  expect(await page.getByText("http.request.method").count()).toBe(0);
  await page.locator("summary", { hasText: "POST /score" }).first().focus();
  await page.keyboard.press("Enter");
  await page.getByText("http.request.method").waitFor();
  await page.getByRole("link", { name: worst.key, exact: true }).first().click();
  await page.getByRole("heading", { name: `Traces of ${worst.key}` }).waitFor();
  await page.getByRole("link", { name: `Trace ${traceId}` }).waitFor();
  expect(heard).toEqual([]);
  await context.close();
});

test.each([{ width: 360, colorScheme: "dark" }, { width: 1280, colorScheme: "light" }] as const)("a trace stands at $width pixels, $colorScheme, without a barrier", async ({ width, colorScheme }) => {
  const context = await contextOf({ width, colorScheme });
  for (const [name, path, until] of [["trace", `/traces/${traceId}`, "with an error"], ["run", "/runs/run-traced", "its trace"]] as const) {
    const page = await open(context, path, until);
    if (name === "trace") await page.locator("summary").nth(2).click();
    if (name === "run") await page.locator("#worst").screenshot({ path: `${screens}${name}-${width}-${colorScheme}.png` });
    else await page.screenshot({ path: `${screens}${name}-${width}-${colorScheme}.png`, fullPage: true });
    expect({ name, ...(await stands(page)) }).toEqual({ name, ...well });
    await page.close();
  }
  await context.close();
});

test("a run stands though its traces cannot be read, and says so; looking again shows them", async () => {
  const context = await contextOf();
  const page = await context.newPage();
  page.setDefaultTimeout(longestWait);
  let failing = true;
  await page.route("**/api/v1/runs/*/traces", (route) => (failing ? route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify({ code: "LS501", message: "traces.db cannot be used" }) }) : route.continue()));
  await page.goto(`${served.url}/runs/run-traced`);
  await page.getByText("could not be read").waitFor();
  expect(await page.locator("#findings").count()).toBe(1);
  failing = false;
  await page.getByRole("button", { name: "Look again" }).click();
  await page.getByText("its trace").first().waitFor();
  await context.close();
});
