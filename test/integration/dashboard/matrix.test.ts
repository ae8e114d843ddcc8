import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dashboardPages } from "../../../src/core/pages/dashboard-pages.ts";
import { matchPage } from "../../../src/core/pages/match-page.ts";
import { ben, peopleManifest } from "../dashboard-people/people-store.ts";
import { fillEverything, hardNames } from "./everything-store.ts";
import { barriers, beyondTheSide, complaints, drawn, launchBrowser, longestWait, looksOf, smallTargets } from "./looked-at.ts";
import { type ServedDashboard, serveDashboard } from "./served-dashboard.ts";

let browser: Browser;
/** With all that a page can show; and with nothing. */
let full: ServedDashboard;
let empty: ServedDashboard;

beforeAll(async () => {
  const options = { manifest: peopleManifest, env: { SLACK_URL: "http://127.0.0.1:9/hook" } };
  [full, empty] = await Promise.all([serveDashboard(options), serveDashboard()]);
  fillEverything(full.world);
  browser = await launchBrowser(chromium);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([full?.stop(), empty?.stop()]);
});

const piece = encodeURIComponent;
/** Every page at least once, with what it must show of the full store, and what it asks the server for. */
const pages: readonly (readonly [address: string, shows: string])[] = [
  ["/", "need a look"], ["/runs", "canary gives the same answers as staging"], ["/runs/run-20261103-000512-left", "The record"], ["/runs/hard-1-1", "The record"], ["/findings", "lifetime_value differs beyond tolerance"],
  ["/compare?a=hard-0-0&b=hard-0-1", "Appeared"], [`/models/${piece(hardNames.long)}`, "Newest runs"], ["/models/~..", "24 inputs are too few"], [`/models/${piece(hardNames.marked)}`, "Newest runs"], ["/models/card-fraud/environments", "How staging differs from"],
  ["/hypotheses", "99 of 100 answers come within 120 ms"], ["/models/loan-risk/hypotheses/precision", "Amended: version 2"], ["/incidents", "nobody has 2 of them"], ["/incidents/INC-2026-0001", "bureau_score comes from another source"], ["/incidents/INC-2026-0004", "Files are now named by their digest"],
  ["/incidents/INC-2026-0004/post-mortem", "Files are now named by their digest"], ["/incidents/INC-2026-0006", "onerror"], ["/decisions", "When a run in production ends in fail"], ["/requests/REQ-2026-0001", "precision of approved is"], ["/requests/REQ-2026-0003", "margin: 4 points"], ["/alerts", "the webhook is known no longer"], ["/ledger", "Verify from the first entry"], ["/evidence", "What was tested: model, data, configuration"],
  ["/traces", "Traces"], ["/traces/0af7651916cd43dd8448eb211c80319c", "There is nothing here"], ["/executive", "models do not do what was promised"], ["/admin/tokens", "gateway-of-loan-risk"], ["/admin/holds", "An audit of everything"], ["/nowhere", "There is nothing here"],
];
const widths = [1280, 820, 360] as const;
const schemes = ["light", "dark"] as const;

const contextOf = async (server: ServedDashboard, cookie: string | undefined): Promise<BrowserContext> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(longestWait);
  await context.addInitScript(looksOf);
  const [name = "", value = ""] = (cookie ?? "").split("=", 2);
  if (cookie !== undefined) await context.addCookies([{ name, value, url: server.url }]);
  return context;
};

/** All that may be wrong with a page as it stands, at each width and in each scheme that is asked for; nothing is what is wanted. What no look changes is checked wide and on a phone. */
const wrongWith = async (page: Page, looks: readonly (readonly [width: number, scheme: "light" | "dark"])[]): Promise<readonly string[]> => {
  const wrong: string[] = [];
  for (const [at, [width, scheme]] of looks.entries()) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await drawn(page);
    const side = await beyondTheSide(page);
    const found = [...(side === 0 ? [] : [`reaches ${String(side)} pixels beyond the side`]), ...await barriers(page, at === 0 || width < 500 && scheme === "dark" ? "all" : "looks"), ...(width < 500 ? await smallTargets(page) : [])];
    wrong.push(...found.map((each) => `${String(width)} ${scheme}: ${each}`));
  }
  return wrong;
};

const everyLook = widths.flatMap((width) => schemes.map((scheme) => [width, scheme] as const));
const twoLooks = [[1280, "light"], [360, "dark"]] as const;

test("the table of this test has every page of the dashboard", () => {
  for (const pattern of dashboardPages) expect(pages.some(([address]) => matchPage(pattern, address.split("?")[0] ?? "") !== null), pattern).toBe(true);
});

test("every page stands at three widths, in light and in dark, without a barrier or a complaint, with targets that a finger meets", async () => {
  const context = await contextOf(full, full.as("admin", { name: ben })["cookie"]);
  for (const [address, shows] of pages) {
    const page = await context.newPage();
    // A page that is not there is answered so; the claim of a closed incident is in no look any longer.
    const heard = complaints(page, ["/hypotheses/loan-risk/volume", "/nowhere", "/api/v1/traces/", "/api/v1/hypotheses/parity"]);
    await page.goto(`${full.url}${address}`);
    await page.getByText(shows).first().waitFor();
    await page.locator("body:not(:has(.loading))").waitFor();
    expect({ address, wrong: await wrongWith(page, everyLook), heard }).toEqual({ address, wrong: [], heard: [] });
    expect(await page.title(), address).toMatch(/.+ · Lockstep$/);
    await page.close();
  }
  await context.close();
});

/* Pages that are asked for nothing ask the server for nothing. */
const asks = (address: string): boolean => !["/nowhere", "/compare", "/traces"].includes(address.split("?")[0] ?? "");
const problem = { status: 503, contentType: "application/problem+json", body: JSON.stringify({ code: "LS501", title: "", message: "the store cannot be read", place: null, todo: "Look at the disk." }) };

test.each(["empty", "signed out", "not allowed", "failing", "on its way"] as const)("every page that is %s says so, and stands without a barrier", async (state) => {
  const server = state === "empty" ? empty : full;
  const cookie = state === "signed out" ? undefined : state === "not allowed" ? server.as("viewer", { scopes: ["push"] })["cookie"] : server.as("viewer")["cookie"];
  const context = await contextOf(server, cookie);
  const page = await context.newPage();
  if (state === "failing") await page.route(/\/api\/v1\/(?!me\b)/, (route) => route.fulfill(problem));
  // Never answered: what is on its way stays so until the page is left.
  if (state === "on its way") await page.route(/\/api\/v1\/(?!me\b)/, () => {});
  for (const [address] of pages.filter(([each]) => asks(each))) {
    await page.goto(`${server.url}${address}`);
    if (state === "on its way") await page.locator(".loading").first().waitFor();
    else {
      await page.locator("main :is(h1, h2)").first().waitFor();
      await page.locator("body:not(:has(.loading))").waitFor();
      if (state === "signed out") await page.getByText("Sign in to see this").first().waitFor();
      if (state === "not allowed") await page.getByText(/You may not see|one has to be|There is nothing here/).first().waitFor();
      if (state === "failing") await page.getByText("The store cannot be read.").first().waitFor();
    }
    expect({ address, state, wrong: await wrongWith(page, twoLooks) }).toEqual({ address, state, wrong: [] });
  }
  await context.close();
});

test("every dialog opens by the keyboard, bears a name, keeps the focus inside and gives it back, without a barrier", async () => {
  const context = await contextOf(full, full.as("admin", { name: ben })["cookie"]);
  const page = await context.newPage();
  for (const address of ["/incidents/INC-2026-0002", "/decisions", "/requests/REQ-2026-0003", "/alerts", "/admin/tokens", "/admin/holds"]) {
    await page.setViewportSize({ width: 360, height: 900 });
    await page.goto(`${full.url}${address}`);
    await page.locator("main .act:has(+ dialog)").first().waitFor();
    await page.locator("body:not(:has(.loading))").waitFor();
    const names = new Set(await page.locator("main .act:has(+ dialog)").allTextContents());
    for (const name of names) {
      const button = page.getByRole("button", { name, exact: true }).first();
      if (!await button.isVisible()) continue;
      await button.press("Enter");
      const dialog = page.locator("dialog[open]");
      await dialog.waitFor();
      expect({ address, name, titled: (await page.getByRole("dialog").getAttribute("aria-labelledby")) !== null, wrong: await wrongWith(page, [[360, "dark"]]) }).toEqual({ address, name, titled: true, wrong: [] });
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement === document.body || document.activeElement.closest('dialog') !== null"), name).toBe(true);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      expect(await button.evaluate((element) => element === document.activeElement), name).toBe(true);
    }
  }
  await context.close();
});
