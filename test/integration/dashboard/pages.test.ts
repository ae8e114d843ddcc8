import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "../../../src/core/domain/access.ts";
import { fillStore, fillWithMany, runLike } from "./filled-store.ts";
import { barriers, launchBrowser, longestWait, openPage } from "./looked-at.ts";
import { type ServedDashboard, serveDashboard } from "./served-dashboard.ts";

let browser: Browser;
let full: ServedDashboard;
let empty: ServedDashboard;
/** Ids of runs, by what each is. */
let runs: { readonly failed: string; readonly passed: string };

beforeAll(async () => {
  [full, empty] = await Promise.all([serveDashboard(), serveDashboard()]);
  fillStore(full.world.store);
  const of = (verdict: string): string => full.world.store.list(100, 0, { model: "churn" }).find((run) => run.verdict === verdict)?.id ?? "";
  runs = { failed: of("fail"), passed: of("pass") };
  browser = await launchBrowser(chromium);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([full?.stop(), empty?.stop()]);
});

const contextOf = async (server: ServedDashboard, { role = "viewer", width = 1280, colorScheme = "light" }: { role?: Role | null; width?: number; colorScheme?: "light" | "dark" } = {}): Promise<BrowserContext> => {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  if (role !== null) await context.addCookies([server.cookie(role)]);
  return context;
};

test("what is empty, refused, failed or signed out says what to do", async () => {
  const signedIn = await contextOf(empty);
  for (const [address, says] of [["/", "Nothing was looked at yet"], ["/runs", "No run is here yet"], ["/findings", "No finding is here yet"], ["/ledger", "Nothing was entered yet"], ["/compare", "Name two runs"], ["/models/nobody/environments", "No environment of this model was read yet"], ["/runs?words=unheard", "No run is like that"]] as const) {
    const page = await openPage(signedIn, `${empty.url}${address}`, says);
    expect({ address, barriers: await barriers(page) }).toEqual({ address, barriers: [] });
    await page.close();
  }
  for (const address of ["/runs/unheard-of", "/models/unheard-of"]) await (await openPage(signedIn, `${empty.url}${address}`, "There is nothing here")).close();

  const page = await signedIn.newPage();
  let failing = true;
  await page.route("**/api/v1/states*", (route) => (failing ? route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify({ code: "LS503", message: "run 12 is not what was sealed", place: "run 12", todo: "Compare with a copy." }) }) : route.continue()));
  await page.goto(empty.url);
  await page.getByRole("alert").getByText("run 12 is not what was sealed").waitFor();
  expect(await page.getByRole("alert").innerText()).toMatch(/Compare with a copy[\s\S]*LS503 at run 12/);
  expect(await barriers(page)).toEqual([]);
  failing = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("Nothing was looked at yet").waitFor();
  await signedIn.close();

  const nobody = await contextOf(full, { role: null });
  const out = await openPage(nobody, `${full.url}/runs`, "Sign in to see this");
  expect(await out.getByRole("alert").innerText()).toContain("lockstep serve");
  expect(await barriers(out)).toEqual([]);
  await nobody.close();

  const pusher = await browser.newContext();
  const [name = "", value = ""] = (full.as("viewer", { scopes: ["push"] })["cookie"] ?? "").split("=", 2);
  await pusher.addCookies([{ name, value, url: full.url }]);
  const refused = await openPage(pusher, `${full.url}/`, "You may not see the models");
  expect(await refused.getByRole("alert").innerText()).toMatch(/LS702/);
  expect(await barriers(refused)).toEqual([]);
  await pusher.close();
});

test("the keyboard leads everywhere: past the frame, to the search, and on from the heading of each page", async () => {
  const context = await contextOf(full);
  const page = await openPage(context, full.url, "Differ by more than was allowed");
  const focused = (): Promise<string> => page.evaluate("document.activeElement.id || document.activeElement.textContent || document.activeElement.getAttribute('aria-label')");
  const reaches = (what: string): Promise<void> => expect.poll(focused, { timeout: longestWait }).toBe(what);
  await page.keyboard.press("Tab");
  await reaches("To the content");
  await page.keyboard.press("Enter");
  await reaches("content");
  await page.keyboard.press("/");
  await page.keyboard.type("drift");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("ting-nothing");
  await page.keyboard.press("Enter");
  await page.getByText("No run is like that").waitFor();
  expect(new URL(page.url()).search).toBe("?words=drifting-nothing");
  await reaches("Runs");
  await page.goBack();
  await page.getByText("Differ by more than was allowed").first().waitFor();
  await reaches("Overview");
  // Every stop of the keyboard is seen, and the last leads out of the page: nothing holds it.
  const stops = await page.evaluate("document.querySelectorAll('a[href], button, input, select, [tabindex=\"0\"]').length") as number;
  const seen = new Set<string>();
  for (let at = 0; at < stops + 3; at++) {
    await page.keyboard.press("Tab");
    seen.add(await page.evaluate("document.activeElement === document.body ? 'out' : 'in'"));
  }
  expect(seen).toEqual(new Set(["in", "out"]));
  await context.close();
});

test("a view is its address: filters survive a reload, and the way back leads through them", async () => {
  const context = await contextOf(full);
  const page = await openPage(context, `${full.url}/runs`, "canary gives the same answers as staging");
  await page.getByLabel("Verdict").selectOption("inconclusive");
  await page.getByText("24 inputs are too few").first().waitFor();
  await page.getByLabel("Words").fill("delivery-time");
  await page.waitForURL((url) => url.search === "?verdict=inconclusive&words=delivery-time");
  await page.reload();
  await page.getByText("24 inputs are too few").first().waitFor();
  expect(await page.getByRole("row").count()).toBe(2);
  expect([await page.getByLabel("Verdict").inputValue(), await page.getByLabel("Words").inputValue()]).toEqual(["inconclusive", "delivery-time"]);
  await page.goBack();
  await page.getByText("canary gives the same answers as staging").first().waitFor();
  expect([new URL(page.url()).search, await page.getByLabel("Verdict").inputValue()]).toEqual(["", ""]);
  await context.close();
});

test("a run that is pushed appears without a reload; while the server is not heard that is said", async () => {
  const context = await contextOf(full);
  const page = await openPage(context, full.url, "Differ by more than was allowed");
  await page.locator("[data-connection=live]").waitFor({ state: "attached" });
  expect(await page.getByText("newcomer").count()).toBe(0);
  full.world.store.save(runLike("fail", { id: "pushed-1", model: "newcomer", at: new Date().toISOString() }), "token ci");
  await page.getByText("The last to turn: newcomer in production").waitFor();
  await page.getByRole("link", { name: "newcomer", exact: true }).waitFor();
  await context.setOffline(true);
  await page.evaluate("dispatchEvent(new Event('online'))");
  await page.getByText("The server does not answer at the moment").waitFor();
  expect(await page.getByRole("link", { name: "newcomer", exact: true }).count()).toBe(1);
  full.world.store.save(runLike("pass", { id: "pushed-2", model: "while-away", at: new Date().toISOString() }), "token ci");
  await context.setOffline(false);
  await page.getByRole("link", { name: "while-away" }).waitFor();
  await page.locator("[data-connection=live]").waitFor({ state: "attached" });
  expect(await page.getByText("The server does not answer at the moment").count()).toBe(0);
  await context.close();
});

test("a run opens at its finding, gives its reports and its record; two runs are compared; the ledger is verified", async () => {
  const context = await contextOf(full);
  const page = await openPage(context, `${full.url}/findings?run=${runs.failed}`, "Findings of one run");
  await page.getByRole("link", { name: "lifetime_value" }).first().click();
  await page.locator("details.finding[open]").getByText("What to do").waitFor();
  expect(new URL(page.url()).pathname).toBe(`/runs/${runs.failed}`);
  for (const link of await page.locator(".reports a").all()) {
    const answer = await context.request.get(`${full.url}${await link.getAttribute("href")}`);
    expect([answer.status(), (await answer.body()).length > 500]).toEqual([200, true]);
  }
  expect(await page.locator("#record").innerText()).toMatch(/Ada Lovelace[\s\S]*customers\.parquet/);
  await page.getByRole("link", { name: "What changed since then" }).click();
  await page.getByRole("heading", { name: "Two runs compared" }).waitFor();
  await page.getByText(/findings?, open in both/).waitFor();
  await page.getByRole("link", { name: "Ledger" }).click();
  await page.getByRole("button", { name: "Verify from the first entry" }).click();
  await page.getByText(/entries and all that they sealed are what they were/).waitFor();
  await context.close();
});

test("beyond a hundred models there are pages, and a name finds its model among them all", async () => {
  const many = await serveDashboard();
  try {
    fillWithMany(many.world.store, 104);
    const context = await contextOf(many);
    const page = await openPage(context, many.url, "1–100 of 104");
    await page.getByRole("link", { name: "Next page" }).click();
    await page.getByText("101–104 of 104").waitFor();
    await page.getByLabel("Model or environment").fill("el-041");
    await page.getByRole("link", { name: "model-041" }).waitFor();
    expect(await page.locator("tbody tr").count()).toBe(1);
    await context.close();
  } finally {
    await many.stop();
  }
});

test("the page holds no script of its own, its files are kept for good by their names, and what is not there is refused", async () => {
  const page = await fetch(`${full.url}/`, { headers: { accept: "text/html" } });
  const html = await page.text();
  expect([page.status, page.headers.get("content-type"), page.headers.get("cache-control")]).toEqual([200, "text/html; charset=utf-8", "no-cache"]);
  expect(page.headers.get("content-security-policy")).toMatch(/script-src 'self';/);
  expect([...html.matchAll(/<script(?![^>]*\bsrc=)/g)]).toEqual([]);
  const [script = ""] = html.match(/\/assets\/[\w.-]+\.js/) ?? [];
  const asset = await fetch(`${full.url}${script}`);
  expect([asset.status, asset.headers.get("content-type"), asset.headers.get("cache-control")]).toEqual([200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"]);
  const unknown = await fetch(`${full.url}/nowhere`, { headers: { accept: "text/html" } });
  expect([unknown.status, unknown.headers.get("content-type"), await unknown.text()]).toEqual([404, "text/html; charset=utf-8", html]);
  for (const path of ["/assets/nothing-12345678.js", "/assets/..%2Fapp.html", "/api/v1/nothing"]) {
    const answer = await fetch(`${full.url}${path}`, { headers: { accept: "text/html" } });
    expect({ path, status: answer.status, code: ((await answer.json()) as { code: string }).code }).toEqual({ path, status: 404, code: "LS706" });
  }
});

test("the scripts of a page are named in it, so that none waits for another; what draws comes only where something is drawn", async () => {
  const context = await contextOf(full);
  const seen: Record<string, readonly string[]> = {};
  for (const [address, shows] of [["/", "churn"], ["/runs", "churn"], ["/ledger", "Verify from the first entry"], [`/runs/${runs.failed}`, "What was decided"]] as const) {
    const html = await (await fetch(`${full.url}${address}`, { headers: { accept: "text/html" } })).text();
    const page = await openPage(context, `${full.url}${address}`, shows);
    if (address.startsWith("/runs/")) await page.locator(".chart svg").first().waitFor();
    const fetched: readonly string[] = await page.evaluate("performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname).filter((path) => path.endsWith('.js'))");
    expect(fetched.length, address).toBeGreaterThan(1);
    seen[address.replace(runs.failed, "ID")] = fetched.filter((path) => !html.includes(path)).map((path) => path.replace(/-[\w-]{8}\.js$/, ""));
    await page.close();
  }
  expect(seen).toEqual({ "/": [], "/runs": [], "/ledger": [], "/runs/ID": ["/assets/drawing"] });
  await context.close();
});
